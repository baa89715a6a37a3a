"""A page's links to the other files of its report."""

from reports.render.attachments import remove_dead_links


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
