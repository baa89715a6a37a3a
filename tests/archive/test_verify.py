"""Verification: what is said of a report that is whole, was saved again, or tampered with."""

import io
import re

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from reports.archive.manifest import embed_manifest
from reports.archive.verify import DIFFERENT, IDENTICAL, SAME_FIGURES, compare, read_received
from reports.pipeline.cli import main
from reports.project import Edition
from tests.made_reports import MadeReport

PATCH = """
#set page(width: 210mm, height: 297mm, margin: 0pt, fill: none)
#place(top + left, dx: 30mm, dy: 100mm, rect(fill: white, width: 12mm, height: 6mm)[75])
"""


MANIFEST = {
    "parameters": {"country": "KG", "year": 2014, "language": "en"},
    "commit": "a" * 40,
    "engine": "embedded (Typst 0.15.2)",
    "packages": {"pandas": "3.1.0"},
    "registers": {"events": "b" * 64},
}


@pytest.fixture(scope="module")
def report(output_of_all):
    """The smallest of the reports that were made."""
    return MadeReport(Edition("TM", 2013), "ru", output_of_all)


@pytest.fixture(scope="module")
def again(report):
    """Its PDF, read, as if it had been made again."""
    return read_received(report.file("pdf"))


def tampered(pdf, target):
    """The PDF with a number pasted over one of its pages."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    patch = typst.compile(PATCH.encode())
    writer.pages[2].merge_page(PdfReader(io.BytesIO(patch)).pages[0])
    writer.write(target)
    return target


def test_a_whole_report_is_identical(report, capsys):
    """A PDF that nobody touched has the same bytes when it is made again."""
    assert IDENTICAL == main(["verify", str(report.file("pdf"))])
    assert "Identical" in capsys.readouterr().out


def test_a_tampered_pdf_is_found(report, again, tmp_path):
    """A number that was pasted into a PDF is told, with its page."""
    path = tampered(report.file("pdf"), tmp_path / "sent.pdf")
    verdict = compare(read_received(path), again)

    assert DIFFERENT == verdict.code
    assert re.search(r"These figures differ(.|\n)*page 3(.|\n)*75", str(verdict))


def test_a_tampered_page_is_found(report, tmp_path):
    """A number that was changed in a page is told with what it was."""
    page = report.file("html")
    changed = tmp_path / "sent.html"
    text = page.read_text(encoding="utf-8")
    assert ">1<" in text
    changed.write_text(text.replace(">1<", ">7<", 1), encoding="utf-8")
    verdict = compare(read_received(changed), read_received(page))

    assert DIFFERENT == verdict.code
    assert [True] == ["was 7, now 1" in one for one in verdict.differences]


def test_a_changed_chart_is_found(output_of_all, tmp_path):
    """A picture that was exchanged is found, though no number of the text differs."""
    page = MadeReport(Edition("KG", 2014), "en", output_of_all).file("html")
    changed = tmp_path / "sent.html"
    text = page.read_text(encoding="utf-8")
    start = text.index("data:image/svg+xml;base64,") + 200
    changed.write_text(text[:start] + "AAAA" + text[start + 4 :], encoding="utf-8")
    verdict = compare(read_received(changed), read_received(page))

    assert DIFFERENT == verdict.code
    assert "picture" in verdict.differences[0]


def test_a_report_that_was_saved_again(report, again, tmp_path):
    """A PDF that another program saved shows the same figures; its bytes differ."""
    saved = tmp_path / "saved.pdf"
    PdfWriter(clone_from=PdfReader(report.file("pdf"))).write(saved)
    verdict = compare(read_received(saved), again)

    assert SAME_FIGURES == verdict.code
    assert "saved again" in str(verdict)


def written(path, body, **changes):
    """A small page as a report that was received, with changes to its manifest."""
    path.write_text(f"<html><title>0</title><body>{body}</body></html>", encoding="utf-8")
    embed_manifest(path, {**MANIFEST, **changes})
    return read_received(path)


def test_a_page_is_read_as_a_person_reads_it(tmp_path):
    """Text comes block by block with where it stands; no script, style or title is text."""
    body = '<h1>Summary</h1><style>1</style><p>Of <a>61</a> came.</p><td>2</td><img alt="3 bars">'
    found = written(tmp_path / "page.html", body, commit="</script>")

    assert ["Summary", "Of 61 came.", "2", "3 bars"] == list(found.lines)
    assert "“Summary”" == found.where[1]
    assert "</script>" == found.manifest["commit"]


def test_a_figure_is_named_by_its_words(tmp_path):
    """A figure that differs comes with its heading and the words before it, was and now."""
    one = written(tmp_path / "one.html", "<h2>Summary</h2><p>In the year, 75 people came.</p>")
    two = written(tmp_path / "two.html", "<h2>Summary</h2><p>In the year, 72 people came.</p>")
    verdict = compare(one, two)

    assert DIFFERENT == verdict.code
    assert "“Summary”: “In the year, …”: was 75, now 72" in str(verdict)


def test_programs_and_registers_are_causes(tmp_path):
    """Versions and hashes in the text are no figures; where a figure changed, they are named."""
    new = {"packages": {"pandas": "3.2.0"}, "registers": {"events": "c" * 64}, "commit": "b" * 40}
    one = written(tmp_path / "one.html", f"<p>72 people, pandas 3.1.0, {'b' * 16}…</p>")
    two = written(tmp_path / "two.html", f"<p>72 people, pandas 3.2.0, {'c' * 16}…</p>", **new)
    three = written(tmp_path / "three.html", "<p>73 people, pandas 3.2.0</p>", **new)

    assert SAME_FIGURES == compare(one, two).code
    assert "the package pandas has changed: was 3.1.0, now 3.2.0" in compare(one, two).causes
    assert ["the code", "the package pandas", "the register events"] == [
        cause.split(" has changed")[0] for cause in compare(one, two).causes
    ]
    assert DIFFERENT == compare(one, three).code
    assert "What is known of the cause:" in str(compare(one, three))


@pytest.mark.parametrize(
    "name", ["", "missing.pdf", "notes.txt", "broken.pdf", "page.html", "empty.html"]
)
def test_what_is_no_report_is_told(name, tmp_path, capsys):
    """A file that is no report of ours is told as such, with exit code 2."""
    (tmp_path / "broken.pdf").write_bytes(b"no PDF")
    (tmp_path / "page.html").write_text("<p>1</p>", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("1", encoding="utf-8")
    (tmp_path / "empty.html").write_text("<body></body>", encoding="utf-8")
    embed_manifest(tmp_path / "empty.html", {})

    assert 2 == main(["verify", str(tmp_path / name) if name else ""])
    assert "Nothing was verified" in capsys.readouterr().err
