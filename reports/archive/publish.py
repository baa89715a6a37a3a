"""Publishing: freezes what is sent to the donor, as a file that is committed to git."""

import json
from datetime import date
from pathlib import Path

from reports.archive.record import SUMS, sha256_of
from reports.archive.verify import read_received
from reports.project import Edition
from rrs_data.indicators.publications import is_frozen
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

RECORD = "achievements.json"

FROM_MANIFEST = ("commit", "engine", "registers", "parameter_files")
"""What a publication takes from the report's manifest."""


def freeze(report: Edition, output: Path, published: Path, day: date) -> Path:
    """Freeze a report that was made: its figures, and the hashes of its files and its inputs.

    Returns the path of the publication. No row of a register enters it. Raises FaultsError: the
    report was not made, its files have changed since, or another one was published on that day.
    """
    text = _text(report, output / report.directory, day)
    path = published / report.directory / f"{day}.json"
    if path.exists() and path.read_text(encoding="utf-8") != text:
        found = "another publication of the same day"
        mend = "give the day with DATE=, or remove the file if it was never sent"
        raise FaultsError([Fault(str(path), found, "one publication a day", mend)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _text(report: Edition, directory: Path, day: date) -> str:
    """What a publication holds, as JSON."""
    mend = f"make it: make report COUNTRY={report.country} YEAR={report.year} PERIOD={report.part}"
    try:
        record = json.loads((directory / RECORD).read_text(encoding="utf-8"))
        lines = (directory / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise FaultsError([Fault(str(directory), found, "the report, made", mend)]) from None
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    other = ("not the file that was made", f"the hash in {SUMS}", "make it again")
    faults = [
        Fault(str(directory / name), *other)
        for name, digest in sums.items()
        if not (directory / name).is_file() or sha256_of(directory / name) != digest
    ]
    raise_if_any(faults)
    files = sorted([*directory.glob("*.pdf"), *directory.glob("*.html")])
    if not files:
        expected = "a PDF or HTML report with the figures"
        raise FaultsError([Fault(str(directory), "no report", expected, mend)])
    manifest = read_received(files[0]).manifest
    content = {
        **{name: record[name] for name in ("country", "year", "illustrative")},
        **({"part": report.part} if report.part else {}),
        **{name: manifest[name] for name in FROM_MANIFEST if name in manifest},
        "date": str(day),
        "files": sums,
        "figures": {key: value for key, value in record["figures"].items() if is_frozen(key)},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
