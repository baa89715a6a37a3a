"""Made reports: those that lie in an output directory or at an address, with figures and files.

Only what a run made counts as a report: ``<country>/<year>/`` with an ``achievements.json`` that
says the same country and year. Whatever else lies there, or is broken, is passed over.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rrs_data.programme.periods import FINAL, Period, Year

LANGUAGE_FORMATS = ("pdf", "html", "docx", "ipynb")
"""What a report has in each language, in the order in which a reader wants it."""

DATA = ("achievements.csv", "achievements.json")
"""What a report has once for all languages."""

COUNTRY, YEAR = re.compile(r"[A-Z]{2,3}"), re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class MadeFile:
    """A file of a report. ``language`` is None for data; ``path`` starts at the directory."""

    path: str
    language: str | None
    kind: str
    size: int


@dataclass(frozen=True)
class KeyFigure:
    """The actual of an indicator that plays a role, and its title in every language."""

    title: Mapping[str, str]
    actual: float | None


@dataclass(frozen=True)
class MadeReport:
    """A report that lies in the output directory."""

    country: str
    year: Year
    period: Period
    illustrative: bool
    figures: Mapping[str, KeyFigure]
    statuses: Mapping[str, int]
    files: tuple[MadeFile, ...]


@dataclass(frozen=True)
class Store:
    """Where reports lie: the files there by name with their sizes, and how one is read."""

    sizes: Mapping[str, int]
    read: Callable[[str], bytes]

    @classmethod
    def of_directory(cls, output: Path) -> Store:
        """An output directory."""
        files = [path for path in output.glob("*/*/*") if path.is_file()]
        sizes = {path.relative_to(output).as_posix(): path.stat().st_size for path in files}
        return cls(sizes, lambda name: (output / name).read_bytes())


def reports_in(store: Store) -> list[MadeReport]:
    """The reports of a store, by country, year by year, the final ones last."""
    records = [name for name in store.sizes if name.endswith(f"/{DATA[1]}")]
    found = (_read(store, name.removesuffix(f"/{DATA[1]}")) for name in records)
    made = [report for report in found if report is not None]
    return sorted(made, key=lambda report: (report.country, str(report.year)))


def _read(store: Store, directory: str) -> MadeReport | None:
    """The report in a directory; None where it is not one, or not whole."""
    country, _, year = directory.partition("/")
    if not COUNTRY.fullmatch(country) or not (YEAR.fullmatch(year) or year == FINAL):
        return None
    try:
        record = json.loads(store.read(f"{directory}/{DATA[1]}"))
        report = _report(record, tuple(_files(store, directory, f"rrs-{country}-{year}")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    same = (report.country, str(report.year)) == (country, year)
    return report if same and any(file.language for file in report.files) else None


def _report(record: Mapping[str, Any], files: tuple[MadeFile, ...]) -> MadeReport:
    """A record as the index shows it. Raises one of several errors where it is not a record."""
    days = [date.fromisoformat(record["period"][end]) for end in ("start", "end")]
    achievements = record["achievements"]
    return MadeReport(
        country=record["country"],
        year=record["year"],
        period=Period(days[0], days[1], record["year"]),
        illustrative=bool(record.get("illustrative")),
        figures={entry["role"]: _figure(entry) for entry in achievements if entry.get("role")},
        statuses=Counter(str(entry["status"]) for entry in achievements),
        files=files,
    )


def _figure(entry: Mapping[str, Any]) -> KeyFigure:
    actual = entry["actual"]
    if isinstance(actual, bool) or not isinstance(actual, int | float | None):
        raise TypeError(f"{entry['indicator']}: the actual is not a number")
    return KeyFigure(dict(entry["title"]), actual)


def _files(store: Store, directory: str, stem: str) -> Iterator[MadeFile]:
    """The report's own files among what lies in its directory."""
    start = f"{directory}/"
    names = sorted(name.removeprefix(start) for name in store.sizes if name.startswith(start))
    for kind in LANGUAGE_FORMATS:
        form = re.compile(rf"{re.escape(stem)}-([a-z]{{2,3}})\.{kind}")
        for name in names:
            if match := form.fullmatch(name):
                yield MadeFile(start + name, match[1], kind, store.sizes[start + name])
    for name in DATA:
        if name in names:
            yield MadeFile(start + name, None, name.rpartition(".")[2], store.sizes[start + name])
