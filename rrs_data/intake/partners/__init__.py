"""Partners: the workbooks that they fill in (see ``make workbooks``), and the import of theirs.

Registers as partners keep them become clean registers, and every change is logged.

What is not understood stays as it is, for a person to mend. What looks like personal data is left
out: a clean register never holds it, and the log shows only its shape.
"""

import csv
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Literal, NamedTuple

import pandas as pd
import pyarrow as pa

from rrs_data.intake import privacy
from rrs_data.intake.checks.cell_rules import INVISIBLE, check_text, stops
from rrs_data.intake.findings import shown
from rrs_data.intake.raw import Raw
from rrs_data.intake.schema import DESCRIPTOR, Column, Register, load_schema
from rrs_data.intake.spreadsheet import as_text
from rrs_data.language.language import Language
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

LANGUAGES = ("en", "ru")

CHANGES, FINDINGS = "changes.csv", "findings.csv"
LOGGED = ("register", "file", "sheet", "row", "column", "was", "now", "why")
"""The columns of the log; ``row`` and ``column`` are those of the file that was read."""

UNSEEN = re.compile(INVISIBLE)
BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
"""Control characters that stand for a break between lines or fields: they become a blank."""

Reason = Literal["invisible", "form", "personal"]
"""Why a text was changed: characters that cannot be seen, another form, personal data."""


class CleanText(NamedTuple):
    """What can be seen of a text, what is written instead of it, and why that differs."""

    seen: str
    now: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Cleaned:
    """A register after cleaning.

    ``seen`` is the register without invisible characters, for the check: its findings still speak
    of all that was there. ``texts`` are written, the register's columns that the file has.
    ``changes`` go by row and column: which of the rows that were read, counted from 0, the
    column's name, the text as it was, and what became of it.
    """

    seen: Raw
    texts: pd.DataFrame
    changes: Sequence[tuple[int, str, str, CleanText]]


def clean(raw: Raw, register: Register) -> Cleaned:
    """Clean a register; each distinct text of a column is looked at once."""
    seen, now, changes = {}, {}, []
    for name in raw.cells.column_names:
        texts = raw.cells[name].to_pylist()
        cleaned = {text: clean_text(text, register.column[name]) for text in set(texts)}
        seen[name] = [cleaned[text].seen for text in texts]
        now[name] = [cleaned[text].now for text in texts]
        for position, text in enumerate(texts):
            if cleaned[text].now != text:
                changes.append((position, name, text, cleaned[text]))
    kept = replace(raw, cells=pa.table(seen, schema=raw.cells.schema))
    return Cleaned(kept, pd.DataFrame(now), sorted(changes, key=itemgetter(0)))


def clean_text(text: str, column: Column) -> CleanText:
    """Clean one text of a column."""
    seen = UNSEEN.sub("", BREAKS.sub(" ", text)).strip()
    unseen: tuple[Reason, ...] = ("invisible",) if seen != text else ()
    form, breach = check_text(seen, column)
    if breach and breach[0].startswith("personal-") and stops(breach):
        return CleanText(seen, "", ("personal",))
    return CleanText(seen, form, (*unseen, "form") if form != seen else unseen)


def write_import(
    directory: Path,
    cleaned: Mapping[str, Cleaned],
    findings: str,
    descriptor: Mapping[str, Any],
    language: Language,
) -> int:
    """Write a new directory, whole or not at all; return how many cells were changed."""
    registers = load_schema().registers
    try:
        with _new(directory) as made:
            for name, one in cleaned.items():
                texts = one.texts.reindex(columns=list(registers[name].column), fill_value="")
                texts.to_csv(made / registers[name].path, index=False, lineterminator="\n")
            if descriptor:
                text = json.dumps(dict(descriptor), ensure_ascii=False, indent=2)
                (made / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")
            (made / FINDINGS).write_text(findings, encoding="utf-8", newline="")
            with (made / CHANGES).open("w", encoding="utf-8-sig", newline="") as file:
                return _write_log(file, cleaned.values(), language)
    except OSError as error:
        raise FaultsError([Fault.not_writable(directory, error)]) from None


@contextmanager
def _new(directory: Path) -> Iterator[Path]:
    """A directory that takes the place of the wanted one when all is written."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        found = "a directory that is not empty" if directory.is_dir() else "a file"
        expected = "a new or empty directory: what is there may have been worked on"
        mend = "move it away, or choose another directory with OUTPUT="
        raise FaultsError([Fault(f"OUTPUT, {directory}", found, expected, mend)])
    directory.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{directory.name}.", dir=directory.parent) as scratch:
        made = Path(scratch) / directory.name
        made.mkdir()
        yield made
        made.replace(directory)


def _write_log(file: IO[str], cleaned: Collection[Cleaned], language: Language) -> int:
    """Write the log as CSV, by register, row and column; return how many cells it lists."""
    words: Mapping[Reason, str] = {
        "invisible": language.t("characters that cannot be seen were taken out"),
        "form": language.t("brought into the form of the registers"),
        "personal": language.t("personal data are not kept"),
    }
    writer = csv.writer(file)
    writer.writerow(LOGGED)
    for one in cleaned:
        raw, rows = one.seen, one.seen.rows.to_pylist()
        for position, name, was, text in one.changes:
            where = raw.register, raw.file, raw.sheet, rows[position], raw.headers.get(name, name)
            told = shown(privacy.masked(was) if "personal" in text.reasons else was, len(was))
            why = "; ".join(words[reason] for reason in text.reasons)
            writer.writerow(map(as_text, (*where, told, text.now, why)))
    return sum(len(one.changes) for one in cleaned)


def shipped(code: str) -> Path:
    """The workbook in a language, as the package ships it."""
    return Path(__file__).with_name(f"rrs-registers-{code}.xlsx")


def write_templates(directory: Path, languages: Sequence[str]) -> list[Path]:
    """Write the workbooks; raise FaultsError where one is there and may be filled in."""
    found = "a workbook that is not an empty template; it may be filled in"
    expected = "no such file, or the template as it is written"
    mend = "move it away, or choose another directory with OUTPUT="
    workbooks = {directory / shipped(code).name: shipped(code).read_bytes() for code in languages}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        there = {path: path.read_bytes() for path in workbooks if path.exists()}
        filled = [path for path, content in there.items() if content != workbooks[path]]
        raise_if_any([Fault(f"OUTPUT, {path}", found, expected, mend) for path in filled])
        for path, content in workbooks.items():
            partial = path.with_name(f".{path.name}.partial")
            partial.write_bytes(content)
            partial.replace(path)
    except OSError as error:
        raise FaultsError([Fault.not_writable(directory, error)]) from None
    return list(workbooks)
