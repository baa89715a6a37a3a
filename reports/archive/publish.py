"""Publishing: freezes what is sent to the donor, as a file that is committed to git."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from reports.archive.checksums import SUMS, read_checksums, sha256_of
from reports.archive.received import read_received
from reports.project.edition import Edition
from rrs_data.indicators.publications import is_frozen
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

RECORD = "achievements.json"

FACTS = ("commit", "engine", "registers", "parameter_files")
"""What a publication takes from the report's manifest."""


def publish(report: Edition, output: Path, published: Path, day: date) -> Path:
    """Freeze a report that was made: its figures, and the hashes of its files and its inputs.

    Returns the path of the publication. No row of a register enters it. Raises FaultsError: the
    report was not made, its files have changed since, or another one was published on that day.
    """
    directory = output / report.directory
    record, sums = _read(report, directory)
    raise_if_any([_changed(directory / name) for name in _broken(directory, sums)])
    path = published / report.directory / f"{day}.json"
    text = _text(_content(record, sums, _manifest(report, directory), day))
    if path.exists() and path.read_text(encoding="utf-8") != text:
        found = "another publication of the same day"
        mend = "give the day with DATE=, or remove the file if it was never sent"
        raise FaultsError([Fault(str(path), found, "one publication a day", mend)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _read(report: Edition, directory: Path) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    try:
        record = json.loads((directory / RECORD).read_text(encoding="utf-8"))
        return record, read_checksums(directory)
    except (OSError, ValueError) as error:
        mend = f"make it: make report COUNTRY={report.country} YEAR={report.year}"
        found = getattr(error, "strerror", None) or str(error)
        raise FaultsError([Fault(str(directory), found, "the report, made", mend)]) from None


def _broken(directory: Path, sums: Mapping[str, str]) -> list[str]:
    """Files that are not what the report's making left."""
    return [
        name
        for name, digest in sums.items()
        if not (directory / name).is_file() or sha256_of(directory / name) != digest
    ]


def _changed(path: Path) -> Fault:
    return Fault(str(path), "not the file that was made", f"the hash in {SUMS}", "make it again")


def _manifest(report: Edition, directory: Path) -> Mapping[str, Any]:
    files = sorted([*directory.glob("*.pdf"), *directory.glob("*.html")])
    if not files:
        expected = "a PDF or HTML report beside the figures"
        mend = f"make it: make report COUNTRY={report.country} YEAR={report.year}"
        raise FaultsError([Fault(str(directory), "no report", expected, mend)])
    return read_received(files[0]).manifest


def _content(
    record: Mapping[str, Any], sums: Mapping[str, str], manifest: Mapping[str, Any], day: date
) -> dict[str, Any]:
    return {
        "country": record["country"],
        "year": record["year"],
        "date": str(day),
        "illustrative": record["illustrative"],
        "files": dict(sums),
        "figures": {key: value for key, value in record["figures"].items() if is_frozen(key)},
        **{name: manifest[name] for name in FACTS if name in manifest},
    }


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
