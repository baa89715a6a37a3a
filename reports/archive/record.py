"""The record: a report's achievements as data (JSON and CSV), and the checksums of its files."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from rrs_data.intake.findings import as_text
from rrs_data.programme.faults import Fault, raise_if_any

Record = Mapping[str, Any]

SUMS = "SHA256SUMS"

NAMES = ("country", "year", "indicator")
VALUES = (
    *("unit", "by", "category", "baseline", "target", "actual", "numerator", "denominator"),
    *("percent_of_target", "deviation", "status", "previous", "cumulative"),
)
"""The columns of ``achievements.csv``: a row per indicator, and one per category of a breakdown.

Between them stands a title in each language of the programme, ``title_ru``. ``by`` and ``category``
are empty in an indicator's own row. ``percent_of_target`` and ``deviation`` (one less) are shares
of the target, empty where it is zero or missing; ``previous`` is the actual of the year before,
``cumulative`` that of the whole time since the programme's start.
"""


def write_record(record: Record, directory: Path) -> None:
    """Write ``achievements.csv``, whose byte-order mark spreadsheets need, and the JSON."""
    (directory / "achievements.csv").write_bytes(as_csv(record).encode("utf-8-sig"))
    (directory / "achievements.json").write_bytes(as_json(record).encode())


def actuals(directory: Path) -> dict[str, str]:
    """The actual of each indicator of a report that was made, as a person reads it, by its code.

    There are none where the report's record cannot be read.
    """
    shown = {}
    with suppress(OSError, ValueError, KeyError, TypeError):
        record = json.loads((directory / "achievements.json").read_text(encoding="utf-8"))
        for one in record["achievements"]:
            value, form = one["actual"], ".1%" if one["unit"] == "percent" else ",.12g"
            shown[one["indicator"]] = "—" if value is None else format(value, form)
    return shown


def as_json(content: Any) -> str:
    """Plain values as JSON: keys in order, lists as they are."""
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def as_csv(record: Record) -> str:
    """The record as a table, as RFC 4180 has it."""
    text = io.StringIO()
    titles = [f"title_{language}" for language in record.get("languages", ())]
    writer = csv.DictWriter(text, [*NAMES, *titles, *VALUES], extrasaction="ignore")
    writer.writeheader()
    for entry in record["achievements"]:
        names = {"country": record["country"], "year": record["year"]}
        names |= {f"title_{language}": title for language, title in entry["title"].items()}
        names |= {key: entry[key] for key in ("indicator", "unit")}
        parts = [{**names, **part, "actual": part["value"]} for part in entry["breakdown"]]
        for row in (entry | names, *parts):
            writer.writerow({column: _cell(value) for column, value in row.items()})
    return text.getvalue()


def common_record(records: Mapping[str, Record]) -> Record:
    """The one record of all languages. Raises FaultsError with each figure that differs."""
    first, *others = named = {language: _by_name(each) for language, each in records.items()}
    mend = "what is computed must not depend on the parameter `language`"
    raise_if_any(
        [
            Fault(name, f"{other}: {found}", f"as in {first}: {expected}", mend)
            for other in others
            for name in sorted(named[first].keys() | named[other].keys())
            for found, expected in [(named[other].get(name), named[first].get(name))]
            if found != expected
        ]
    )
    return records[first]


def _by_name(record: Record) -> dict[str, Any]:
    """All that a record says, by names that a message can show."""
    own = {f"the record, {name}": value for name, value in record.items() if name != "achievements"}
    entries = record["achievements"]
    order = {"the order of the indicators": [entry["indicator"] for entry in entries]}
    return own | order | {f"{e['indicator']}, {name}": e[name] for e in entries for name in e}


def _cell(value: Any) -> Any:
    """Whole numbers without a point; an apostrophe before text that a spreadsheet would run."""
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else as_text(value)


def sha256_of(content: Path | bytes) -> str:
    """The SHA-256 of bytes, or of a file's."""
    data = content.read_bytes() if isinstance(content, Path) else content
    return hashlib.sha256(data).hexdigest()


def write_checksums(directory: Path) -> Path:
    """Write the checksums of all files of a directory, as ``sha256sum --check`` reads them."""
    sums = directory / SUMS
    files = sorted(path for path in directory.iterdir() if path.is_file() and path != sums)
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in files if path.name[0] != "."]
    sums.write_text("".join(lines), encoding="utf-8")
    return sums
