"""Word and back: the texts that a person writes for a report, to be reviewed in a Word file.

``make narrative EXPORT=file.docx`` writes them below a heading each, with purpose and length;
``make narrative IMPORT=file.docx`` writes the Markdown files again. What nobody touched stays as
it is, byte for byte; a changed figure is refused by its key.
"""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

from reports.project import PARAMS, path_of
from reports.render.programs import RenderError
from rrs_data import open_report
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.narrative import DEMONSTRATION, TEXTS, faults_in
from rrs_data.report.report import Report
from rrs_data.report.sections.background import KEY
from tools.narrative_document import (
    WORDS,
    Exported,
    carried,
    remarks,
    said,
    texts_of,
    with_keys,
    write_document,
)

SENTENCE = re.compile(r"(?<=[.!?…]) (?=[A-ZА-ЯЁ«“\"])")


def export(report: Report, file: Path) -> None:
    """Write the texts of a report into a Word file."""
    language, narrative = report.language, report.narrative
    texts = {topic: _read(narrative.path(topic)) for topic in TEXTS}
    keys = {match[1] for text in texts.values() for match in KEY.finditer(text)}
    figures = {key: report.figure(key).text for key in sorted(keys)}
    exported = Exported(report.country, report.span, language.code, figures, texts)
    name = f"{report.name}, {report.period_name}"
    title = said(WORDS["head"], language.code).format(report=name)
    hints = {code: _reason_wanted(report, code) for code in report.achievements}
    write_document(exported, file, title, {code: hint for code, hint in hints.items() if hint})


def _read(path: Path) -> str:
    """A text without the line that says that it was invented; empty where there is none."""
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    return text.removeprefix(DEMONSTRATION).strip()


def _reason_wanted(report: Report, code: str) -> str:
    one, language = report.achievements[code], report.language
    if not one.off_target:
        return ""
    actual, target = (
        language.value(value, one.indicator.unit) for value in (one.actual, one.target)
    )
    title = language.pick(one.indicator.title)
    return said(WORDS["reason"], language.code).format(title=title, actual=actual, target=target)


def reviewed(file: Path, params: Path) -> tuple[dict[Path, str], list[str]]:
    """The files that a reviewed document changes with their texts, and what reviewers said.

    Raises FaultsError: it is no such document, a figure or a heading was changed, a file was
    changed since it was exported, or a text holds what no report could show.
    """
    exported, files = carried(file), dict[Path, str]()
    with tempfile.TemporaryDirectory(prefix="rrs-narrative-") as scratch:
        untouched, keyed = Path(scratch, "untouched.docx"), Path(scratch, "keyed.docx")
        write_document(exported, untouched, "", {})
        with_keys(untouched, exported.figures, keyed)
        before = texts_of(keyed, exported)
        faults = with_keys(file, exported.figures, keyed)
        after, listed = texts_of(keyed, exported), list(remarks(keyed, exported))
    for topic, text in exported.texts.items():
        path = params / "narrative" / exported.country / exported.period
        path /= f"{topic}.{exported.language}.md"
        if topic not in after:
            found = f"no heading “{said(WORDS['topics'][topic]['title'], exported.language)}”"
            faults.append(Fault(str(file), found, "the headings as they were", "put it back"))
        elif after[topic] != before[topic]:
            new = _restored(text, before[topic], after[topic])
            faults += _faults_of(path, text, new)
            files[path] = f"{DEMONSTRATION}\n\n{new}\n" if _is_invented(path) else f"{new}\n"
            gone = {key[1] for key in KEY.finditer(text)} - {key[1] for key in KEY.finditer(new)}
            listed += [f"{topic}: the figure {key} is no longer there" for key in sorted(gone)]
    raise_if_any(faults)
    return files, listed


def _faults_of(path: Path, exported: str, new: str) -> list[Fault]:
    """What speaks against writing a text into its file."""
    faults = list(faults_in(path, new))
    if _read(path) != exported:
        found, expected = "another text than was exported", "the text that was reviewed"
        mend = "export it anew, and bring the changes into that document"
        faults.append(Fault(str(path), found, expected, mend))
    return faults


def _is_invented(path: Path) -> bool:
    return path.is_file() and path.read_text("utf-8-sig").startswith(DEMONSTRATION)


def _restored(original: str, before: str, after: str) -> str:
    """The reviewed text: what was not changed as it was, other sentences on lines of their own."""
    own, read = re.split(r"\n{2,}", original), re.split(r"\n{2,}", before)
    known = dict(zip(read, own, strict=True)) if len(own) == len(read) else {}
    chunks = re.split(r"\n{2,}", after)
    return "\n\n".join(known.get(one, SENTENCE.sub("\n", one)) for one in chunks)


def main(arguments: list[str] | None = None) -> int:
    """Write the document or take it back; 2 where something is to be mended first."""
    parser = argparse.ArgumentParser(prog="python -m tools.narrative", description=__doc__)
    for name in (
        "export",
        "import",
        "country",
        "year",
        "period",
        "language",
        "params",
        "registers",
    ):
        parser.add_argument(f"--{name}", default=os.environ.get(f"RRS_{name.upper()}", ""))
    given = {name: value.strip() for name, value in vars(parser.parse_args(arguments)).items()}
    params = path_of(given["params"], PARAMS)
    try:
        if given["import"]:
            _take(Path(given["import"]).expanduser(), params)
        elif given["export"]:
            where = given["country"], given["year"], given["language"]
            more = {"period": given["period"], "registers": given["registers"] or None}
            export(open_report(*where, params=params, **more), Path(given["export"]).expanduser())
            print(f"{given['export']}: write, review and bring it back with IMPORT=")
        else:
            mend = (
                "make narrative EXPORT=narrative.docx COUNTRY=KG YEAR=2014, or IMPORT=reviewed.docx"
            )
            raise FaultsError([Fault("EXPORT, IMPORT", "neither", "one of them", mend)])  # noqa: TRY301
    except (FaultsError, RenderError, OSError) as error:
        print(f"Nothing was written.\n\n{error}", file=sys.stderr)
        return 2
    return 0


def _take(file: Path, params: Path) -> None:
    files, remarks = reviewed(file, params)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"Written: {path}")
    if not files:
        print("No text was changed.")
    if remarks:
        listed = file.with_suffix(".review.md")
        listed.write_text("".join(f"- {one}\n" for one in remarks), encoding="utf-8")
        print("\n".join([f"Comments and tracked changes, also in {listed}:", *remarks]))


if __name__ == "__main__":
    sys.exit(main())
