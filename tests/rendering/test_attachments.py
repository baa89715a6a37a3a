"""A page's links to the other files of its report."""

from pathlib import Path

from reports.render.attachments import FileLink, links, remove_dead_links

STEMS = {"ru": "rrs-KG-2014-ru", "en": "rrs-KG-2014-en"}
LABELS = {
    "languages": {"ru": "Русский", "en": "English"},
    "links": {"pdf": "Report as PDF", "csv": "Figures as CSV", "json": "Figures as JSON"},
}


def test_a_page_leads_to_the_other_language_the_pdf_and_the_figures() -> None:
    """The other language is named in its own words; no link to what is not made or has no words."""
    other = FileLink("rrs-KG-2014-ru.html", "Русский", "ru")
    pdf = FileLink("rrs-KG-2014-en.pdf", "Report as PDF")
    data = (
        FileLink("achievements.csv", "Figures as CSV"),
        FileLink("achievements.json", "Figures as JSON"),
    )

    assert (other, pdf, *data) == links(STEMS, "en", ("pdf", "html"), LABELS)
    assert data == links({"en": STEMS["en"]}, "en", ("html",), LABELS)
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
