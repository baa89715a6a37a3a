"""What goes with a report: links to its other files, and the files that its PDF carries."""

from pathlib import Path

import pytest

from reports.render.attachments import (
    ATTACHED,
    Attachment,
    Companions,
    FileLink,
    links,
    remove_dead_links,
)

STEMS = {"ru": "rrs-KG-2014-ru", "en": "rrs-KG-2014-en"}
LABELS = {
    "languages": {"ru": "Русский", "en": "English"},
    "links": {"pdf": "Report as PDF", "csv": "Figures as CSV", "json": "Figures as JSON"},
}
OTHER = FileLink("rrs-KG-2014-ru.html", "Русский", "ru")
PDF = FileLink("rrs-KG-2014-en.pdf", "Report as PDF")
DATA = (
    FileLink("achievements.csv", "Figures as CSV"),
    FileLink("achievements.json", "Figures as JSON"),
)


def test_a_page_leads_to_the_other_language_the_pdf_and_the_figures() -> None:
    """The other language is named in its own words, and marked as that language."""
    assert (OTHER, PDF, *DATA) == links(STEMS, "en", ("pdf", "html"), LABELS)


def test_no_link_to_what_is_not_made() -> None:
    """One language alone has no other; without a PDF there is no link to it."""
    assert DATA == links({"en": STEMS["en"]}, "en", ("html",), LABELS)


def test_no_link_without_words() -> None:
    """A notebook whose cover has no words for the links gets none."""
    assert () == links(STEMS, "en", ("pdf", "html"), {})


def test_dead_links_are_taken_out(tmp_path: Path) -> None:
    """When a language failed, the others do not lead to it; links within the page stay."""
    page = tmp_path / "page.html"
    lines = [
        '<li><a href="#one">One</a></li>',
        '<li><a href="https://example.org/">Two</a></li>',
        '<li><a href="rrs-KG-2014-ru.html" lang="ru" hreflang="ru">Русский</a></li>',
        '<li><a href="achievements.csv">Figures as CSV</a></li>',
    ]
    page.write_text("\n".join([*lines, ""]), encoding="utf-8")
    remove_dead_links(page, {"achievements.csv"})

    assert [*lines[:2], lines[3]] == page.read_text(encoding="utf-8").splitlines()


def test_attachments_are_written_where_the_template_reads_them(tmp_path: Path) -> None:
    """Each file is there as it is, and its description is text, whatever it holds."""
    given = Attachment("a.csv", b"1,2", "text/csv", "data", "A *figure*")
    companions = Companions(attachments=(given,))
    companions.write(tmp_path)

    assert b"1,2" == (tmp_path / ATTACHED / "a.csv").read_bytes()
    (named,) = companions.metadata()["rrs-attachments"]
    assert (r"A \*figure\*", r"attached\/a\.csv") == (named["description"], named["path"])


@pytest.mark.parametrize("name", ["rrs-links", "rrs-attachments"])
def test_a_report_without_other_files(name: str) -> None:
    """A report can stand alone."""
    assert [] == Companions().metadata()[name]
