"""Verification of real reports: whole, saved again, and tampered with."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from reports.archive.received import read_received
from reports.archive.verify import DIFFERENT, IDENTICAL, SAME_FIGURES, compare
from reports.pipeline.cli import main
from reports.project.edition import Edition
from tests.made_reports import MadeReport

pytestmark = pytest.mark.e2e

PATCH = """
#set page(width: 210mm, height: 297mm, margin: 0pt, fill: none)
#place(top + left, dx: 30mm, dy: 100mm, rect(fill: white, width: 12mm, height: 6mm)[75])
"""


@pytest.fixture
def report(output_of_all: Path) -> MadeReport:
    """The smallest of the reports that were made."""
    return MadeReport(Edition("TM", 2013), "ru", output_of_all)


def tampered(pdf: Path, target: Path) -> Path:
    """The PDF with a number pasted over one of its pages."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    patch = typst.compile(PATCH.encode())
    writer.pages[2].merge_page(PdfReader(io.BytesIO(patch)).pages[0])
    writer.write(target)
    return target


def test_a_whole_report_is_identical(
    report: MadeReport, capsys: pytest.CaptureFixture[str]
) -> None:
    """A PDF that nobody touched has the same bytes when it is made again."""
    assert IDENTICAL == main(["verify", str(report.file("pdf"))])
    assert "Identical" in capsys.readouterr().out


def test_a_tampered_pdf_is_found(report: MadeReport, tmp_path: Path) -> None:
    """A number that was pasted into a PDF is told, with its page."""
    path = tampered(report.file("pdf"), tmp_path / "sent.pdf")
    verdict = compare(read_received(path), read_received(report.file("pdf")))
    told = str(verdict)

    assert DIFFERENT == verdict.code
    assert "These figures differ" in told
    assert "page 3" in told
    assert "75" in told


def test_a_tampered_page_is_found(report: MadeReport, tmp_path: Path) -> None:
    """A number that was changed in a page is told with what it was."""
    page = report.file("html")
    changed = tmp_path / "sent.html"
    text = page.read_text(encoding="utf-8")
    assert ">1<" in text
    changed.write_text(text.replace(">1<", ">7<", 1), encoding="utf-8")
    verdict = compare(read_received(changed), read_received(page))

    assert DIFFERENT == verdict.code
    assert [("7", "1")] == [(one.was, one.now) for one in verdict.differences]


def test_a_changed_chart_is_found(output_of_all: Path, tmp_path: Path) -> None:
    """A picture that was exchanged is found, though no number of the text differs."""
    page = MadeReport(Edition("KG", 2014), "en", output_of_all).file("html")
    changed = tmp_path / "sent.html"
    text = page.read_text(encoding="utf-8")
    start = text.index("data:image/svg+xml;base64,") + 200
    changed.write_text(text[:start] + "AAAA" + text[start + 4 :], encoding="utf-8")
    verdict = compare(read_received(changed), read_received(page))

    assert DIFFERENT == verdict.code
    assert "picture" in verdict.differences[0].place


def test_a_report_that_was_saved_again(report: MadeReport, tmp_path: Path) -> None:
    """A PDF that another program saved shows the same figures; its bytes differ."""
    saved = tmp_path / "saved.pdf"
    PdfWriter(clone_from=PdfReader(report.file("pdf"))).write(saved)
    verdict = compare(read_received(saved), read_received(report.file("pdf")))

    assert SAME_FIGURES == verdict.code
    assert "saved again" in str(verdict)


def test_other_code_is_a_cause(report: MadeReport, tmp_path: Path) -> None:
    """Where code or registers are others, the verdict names them."""
    saved = tmp_path / "saved.pdf"
    PdfWriter(clone_from=PdfReader(report.file("pdf"))).write(saved)
    again = read_received(report.file("pdf"))
    manifest = {**again.manifest, "commit": "0" * 40, "registers": {"events": "1" * 64}}
    verdict = compare(read_received(saved), replace(again, manifest=manifest))

    assert SAME_FIGURES == verdict.code
    assert any("the code is another" in cause for cause in verdict.causes)
    assert any("register events" in cause for cause in verdict.causes)


@pytest.mark.parametrize("name", ["", "missing.pdf", "notes.txt", "broken.pdf", "page.html"])
def test_what_is_no_report_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no report of ours is told as such, with exit code 2."""
    (tmp_path / "broken.pdf").write_bytes(b"no PDF")
    (tmp_path / "page.html").write_text("<p>1</p>", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("1", encoding="utf-8")

    assert 2 == main(["verify", str(tmp_path / name) if name else ""])
    assert "Nothing was verified" in capsys.readouterr().err
