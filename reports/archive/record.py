"""The record: a report's achievements as data (JSON and CSV), and the checksums of its files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rrs_data.intake.spreadsheet import as_text

Record = Mapping[str, Any]

SUMS = "SHA256SUMS"

COLUMNS = {
    "country": "ISO code, or ALL for all countries together",
    "year": "reporting year",
    "indicator": "the indicator's code",
    "title_ru": "its title in Russian",
    "title_en": "its title in English",
    "unit": "what the values are counted in",
    "by": "what a breakdown divides by; empty in an indicator's own row",
    "category": "one part of that breakdown; empty in an indicator's own row",
    "baseline": "value before the programme",
    "target": "what was promised for the year; empty if nothing was",
    "actual": "what was achieved in the year, or the part of it in this category",
    "numerator": "of a ratio",
    "denominator": "of a ratio",
    "percent_of_target": "actual as a share of the target; empty if the target is zero or missing",
    "deviation": "actual as a share of the target, less one",
    "status": "how the actual compares with the target",
    "previous": "the actual of the year before",
    "cumulative": "since the start of the programme",
}
"""The columns of ``achievements.csv``: a row per indicator, and one per category of a breakdown."""


class RecordsDiffer(Exception):
    """The languages of one report computed different figures."""

    def __init__(self, differences: tuple[str, ...]) -> None:
        """``differences`` names each figure and what each language has."""
        super().__init__(differences)
        self.differences = differences

    def __str__(self) -> str:
        """The message for a terminal."""
        return "\n".join(
            [
                "The languages do not have the same figures:",
                *(f"    {difference}" for difference in self.differences),
                "    to mend:  what is computed must not depend on the parameter `language`",
            ]
        )


def write_record(record: Record, directory: Path) -> tuple[Path, Path]:
    """Write ``achievements.csv`` and ``achievements.json``; returns their paths.

    The CSV begins with a byte-order mark, so that spreadsheets read its Cyrillic.
    """
    table, document = directory / "achievements.csv", directory / "achievements.json"
    table.write_text(as_csv(record), encoding="utf-8-sig", newline="")
    document.write_text(as_json(record), encoding="utf-8")
    return table, document


def as_json(record: Record) -> str:
    """The record as JSON: keys in order, achievements in the report's order."""
    return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def as_csv(record: Record) -> str:
    """The record as a table with the columns :data:`COLUMNS`, as RFC 4180 has it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for row in _rows(record):
        writer.writerow({column: _cell(value) for column, value in row.items()})
    return text.getvalue()


def common_record(records: Mapping[str, Record]) -> Record:
    """The one record of all languages. Raises RecordsDiffer, naming each figure that differs."""
    (first, record), *others = records.items()
    expected = _by_name(record)
    differences = tuple(
        f"{name}: {first} {expected.get(name)}, {language} {found.get(name)}"
        for language, found in ((language, _by_name(other)) for language, other in others)
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    )
    if differences:
        raise RecordsDiffer(differences)
    return record


def _by_name(record: Record) -> dict[str, Any]:
    """All that a record says, by names that a message can show."""
    own = {f"the record, {name}": value for name, value in record.items() if name != "achievements"}
    entries = record["achievements"]
    order = {"the order of the indicators": [entry["indicator"] for entry in entries]}
    return own | order | {f"{e['indicator']}, {name}": e[name] for e in entries for name in e}


def _rows(record: Record) -> Iterator[dict[str, Any]]:
    for entry in record["achievements"]:
        titles = {f"title_{language}": title for language, title in entry["title"].items()}
        names = {"country": record["country"], "year": record["year"], **titles}
        yield {**entry, **names}
        for part in entry["breakdown"]:
            identity = {key: entry[key] for key in ("indicator", "unit")}
            yield {**names, **identity, **part, "actual": part["value"]}


def _cell(value: Any) -> Any:
    """Whole numbers without a point; an apostrophe before text that a spreadsheet would run."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str) and _is_number(value) else as_text(value)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+([.,]\d+)?", text) is not None


def sha256_of(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksums(directory: Path) -> Path:
    """Write the checksums of all files of a directory, as ``sha256sum --check`` reads them."""
    sums = directory / SUMS
    files = sorted(path for path in directory.iterdir() if path.is_file() and path != sums)
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in files if path.name[0] != "."]
    sums.write_text("".join(lines), encoding="utf-8")
    return sums


def read_checksums(directory: Path) -> Mapping[str, str]:
    """The checksums that a directory was given, by file name. Raises OSError, ValueError."""
    lines = (directory / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
