"""Publishing: freezes what is sent to the donor, as a file that is committed to git."""

import json
from datetime import date
from pathlib import Path

from reports.archive.content import READERS, content_of
from reports.archive.manifest import git
from reports.archive.record import sha256_of
from reports.archive.verify import NOT_JUDGED, Make, verify
from reports.project import DRAFT, Edition
from rrs_data.indicators.publications import is_frozen
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any


def freeze(report: Edition, output: Path, published: Path, day: date, make: Make) -> Path:
    """Freeze a report that was made: its figures, and the hashes of its files and its inputs.

    Returns the path of the publication. No row of a register enters it. Raises FaultsError: the
    report was not made, or is not what ``make`` makes again, or there is a publication of that day
    or a later one.
    """
    text = _text(report, output / report.directory, day, make)
    path = published / report.directory / f"{day}.json"
    later = [one for one in path.parent.glob("*.json") if one.stem > path.stem]
    if later or (path.exists() and path.read_text(encoding="utf-8") != text):
        found = f"another publication of {max(later, default=path).stem}"
        mend = "give a later day with DATE=, or remove that file if it was never sent"
        raise FaultsError([Fault(str(path), found, "the last publication, one a day", mend)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def not_in_git(published: Path) -> list[str]:
    """The publications that git does not hold as they are."""
    said = git(published, "status", "--porcelain", "--untracked-files=all", "--", ".")
    every = sorted(map(str, published.glob("*/*/*.json")))
    return every if said is None else [line[2:].strip() for line in said.splitlines()]


def _text(report: Edition, directory: Path, day: date, make: Make) -> str:
    """What a publication holds, as JSON. Raises FaultsError; a draft is not published."""
    part = f" PERIOD={report.part}" if report.part else ""
    mend = f"make it: make report COUNTRY={report.country} YEAR={report.year}{part}"
    write = "write the texts that making it names as missing"
    drafts = [f"{file.name}, a draft" for file in sorted(directory.glob(f"*{DRAFT}*"))]
    raise_if_any([Fault(str(directory), one, "a report that is whole", write) for one in drafts])
    if not directory.is_dir():
        raise FaultsError([Fault(str(directory), "no directory", f"{report}, made", mend)])
    verdict = verify(directory, make, directory / "nothing")
    differing = [*verdict.figures, *verdict.others]
    if verdict.code == NOT_JUDGED:
        differing = [" ".join(verdict.remarks)]
    expected = "the file that the registers, the parameters and the code give now"
    raise_if_any([Fault(str(directory), one, expected, mend) for one in differing])
    record = json.loads((directory / "achievements.json").read_text(encoding="utf-8"))
    reports = [one for one in directory.glob(f"{report.stem('*')}.*") if one.suffix in READERS]
    manifest = json.loads(content_of(min(reports)).manifest)
    made_from = ("commit", "engine", "registers", "parameter_files")
    content = {
        **{name: record[name] for name in ("country", "year", "illustrative")},
        **({"part": report.part} if report.part else {}),
        **{name: manifest[name] for name in made_from if name in manifest},
        "date": str(day),
        "files": {file.name: sha256_of(file) for file in sorted(directory.glob("[!.]*"))},
        "figures": {key: one for key, one in record["figures"].items() if is_frozen(key)},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
