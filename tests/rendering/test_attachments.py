"""A page's links to the other files of its report."""

from reports.render.attachments import links, remove_dead_links

STEMS = {"ru": "rrs-KG-2014-ru", "en": "rrs-KG-2014-en"}
LABELS = {"languages": {"ru": "Русский", "en": "English"}, "links": {"pdf": "PDF", "csv": "CSV"}}


def test_a_page_leads_to_the_other_language_the_pdf_and_the_figures():
    """The other language is named in its own words; no link to what is not made or has no words."""
    expected = {"Русский": f"{STEMS['ru']}.html", "PDF": f"{STEMS['en']}.pdf"}
    figures = {"CSV": "achievements.csv"}

    for stems, formats, labels, found in (
        (STEMS, ("pdf", "html"), LABELS, expected | figures),
        ({"en": STEMS["en"]}, ("html",), LABELS, figures),
        (STEMS, ("pdf", "html"), {}, {}),
    ):
        assert found == {one.text: one.file for one in links(stems, "en", formats, labels)}


def test_dead_links_are_taken_out(tmp_path):
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
