"""Partners: registers as they keep them become clean registers, and every change is logged.

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
from typing import IO, Literal, NamedTuple

import pandas as pd
import pyarrow as pa

from reports.pipeline.register_commands import language_of, programme_and_schema
from reports.project import PARAMS, Given, path_of, written_to
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake import privacy
from rrs_data.intake.checks.cell_rules import INVISIBLE, check_text, stops
from rrs_data.intake.checks.register import ONE_MEANING
from rrs_data.intake.findings import FORMATS, Findings, as_table, as_text, shown
from rrs_data.intake.raw import Raw
from rrs_data.intake.registers import check_set
from rrs_data.intake.schema import DESCRIPTOR, MONEY, Column, Register, Schema
from rrs_data.intake.words import currency_of
from rrs_data.language.language import Language
from rrs_data.programme.faults import Fault, FaultsError
from tools.partners.together import Together, sources_of, take_in_all

IMPORTED = "imported"
"""Where an import goes, unless OUTPUT= says otherwise."""

SHOWN = 50
"""How many findings an import prints; its file has them all."""

COLLIDING = ("key-twice", *(rule for rules in ONE_MEANING.values() for rule in rules.values()))
"""What is found where two partners gave one id to different things."""

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


def import_registers(given: Given) -> int:
    """Read, clean, check what is left, write, and say what was done.

    Returns 0 when the registers are clean, 1 when errors are left in them, 2 when there is nothing
    that could be read.
    """
    language = language_of(given)
    if not given["from"]:
        expected = "a workbook, file, directory or address of registers"
        raise FaultsError([Fault("FROM", "nothing", expected, "give FROM=")])
    sources = sources_of(given["from"])
    programme, schema = programme_and_schema(given["registers"] or sources[0], given["params"])
    indicators = load_indicators(path_of(given["params"], PARAMS), schema)
    context = programme, indicators.sheets
    taken = take_in_all(sources, schema)
    cleaned = {name: clean(raw, schema.registers[name]) for name, raw in taken.raws.items()}
    seen = {name: one.seen for name, one in cleaned.items()}
    _, checked = check_set(seen, schema, context)
    findings = Findings([*taken.findings, *map(taken.told, checked)])
    if cleaned:  # a partner may send one register alone
        findings = Findings(one for one in findings if one.rule != "register-missing")
    if findings:
        print(as_table(findings, language, most=SHOWN), end="\n\n")
    if len(sources) > 1 and any(one.rule in COLLIDING for one in findings):
        apart = language.t(
            "Ids of one partner stand for something else at another: give each partner a range of"
            " its own (ORG-1001 and on, say) on all of its sheets, and import all of them again."
        )
        print(apart, end="\n\n")
    if not cleaned:
        print(language.t("No register could be read; nothing was written."))
        return 2
    output = Path(given["output"] or IMPORTED).expanduser()
    listed = FORMATS["csv"](findings, {}, language)
    changed = write_import(output, cleaned, listed, schema, language, taken)
    print("\n".join(_summary(cleaned, findings, changed, language)))
    if taken.repeated:
        rows = language.number(taken.repeated)
        print(language.t("Rows that several partners keep, taken once: {rows}.", rows=rows))
    return 1 if findings.errors else 0


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
    if column.unit == MONEY and currency_of(seen):
        form = seen  # what says in which currency an amount is, is not cleaned away
    if breach and breach[0].startswith("personal-") and stops(breach):
        return CleanText(seen, "", ("personal",))
    return CleanText(seen, form, (*unseen, "form") if form != seen else unseen)


def write_import(
    directory: Path,
    cleaned: Mapping[str, Cleaned],
    findings: str,
    schema: Schema,
    language: Language,
    taken: Together,
) -> int:
    """Write a new directory, whole or not at all; return how many cells were changed."""
    registers = schema.registers
    with written_to(directory), _new(directory) as made:
        for name, one in cleaned.items():
            columns = registers[name].columns
            names = [c.name for c in columns if not c.optional or c.name in one.texts]
            texts = one.texts.reindex(columns=names, fill_value="")
            texts.to_csv(made / registers[name].path, index=False, lineterminator="\n")
        if schema.content:
            text = json.dumps(dict(schema.content), ensure_ascii=False, indent=2)
            (made / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")
        (made / FINDINGS).write_text(findings, encoding="utf-8", newline="")
        with (made / CHANGES).open("w", encoding="utf-8-sig", newline="") as file:
            return _write_log(file, cleaned.values(), language, taken)


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


def _write_log(
    file: IO[str], cleaned: Collection[Cleaned], language: Language, taken: Together
) -> int:
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
            place = taken.place(raw.register, rows[position])
            at = place if place[0] else (raw.file, raw.sheet, rows[position])
            where = raw.register, *at, raw.headers.get(name, name)
            told = shown(privacy.masked(was) if "personal" in text.reasons else was, len(was))
            why = "; ".join(words[reason] for reason in text.reasons)
            writer.writerow(map(as_text, (*where, told, text.now, why)))
    return sum(len(one.changes) for one in cleaned)


def _summary(
    cleaned: Mapping[str, Cleaned], findings: Findings, changed: int, language: Language
) -> list[str]:
    """What an import wrote, row by row counted, and what is left to mend."""
    t, number = language.t, language.number
    raws = [one.seen for one in cleaned.values()]
    written, read = sum(len(raw.rows) for raw in raws), sum(raw.read for raw in raws)
    errors, warnings = number(len(findings.errors)), number(len(findings.warnings))
    return [
        t("Registers written: {names}.", names=", ".join(cleaned)),
        t("Rows written: {written} of {read}.", written=number(written), read=number(read)),
        t("Values changed: {changed}; each is in {file}.", changed=number(changed), file=CHANGES),
        t(
            "Errors left: {errors}, warnings: {warnings}; each is in {file}.",
            errors=errors,
            warnings=warnings,
            file=FINDINGS,
        ),
    ]
