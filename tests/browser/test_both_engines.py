"""What the page of a real report does, whichever engine made it."""

import nbformat
import pytest

from reports.render.engine import Book, parts
from reports.render.prepared import prepare
from reports.render.quarto_engine import choose_engine
from tests.rendering.conftest import ENGINES

OWN = """id => {
    const heading = document.querySelector("template#evidence").content.getElementById(id);
    const shown = [...heading.nextElementSibling.children].filter(x => !x.matches(".shown-in"));
    return shown.map(x => x.textContent).join("\\n");
}"""
"""The words below a heading of the evidence that the page carries."""


@pytest.fixture(scope="module", params=ENGINES)
def rendered(request, whole_report, tmp_path_factory):
    """The HTML of a report with all kinds of content, made of its notebook by each engine."""
    if request.param == "embedded":
        return whole_report.file("html")
    document = prepare(nbformat.read(whole_report.file("ipynb"), as_version=4))
    directory = tmp_path_factory.mktemp("rendered")
    book = Book("report", ["html"], {"rrs-book": parts("report", "report", ["html"])})
    (page,) = choose_engine(request.param)[0].render(document, [book], directory)
    return page


@pytest.fixture
def opened(windows, rendered):
    return windows(rendered)


@pytest.mark.parametrize("where", ["main p a.figure", "td a.figure", "figcaption a.figure"])
def test_a_figure_opens_its_own_explanation_and_no_more(opened, where):
    """The dialog has the words below the figure's own heading in the evidence, and its sheet's."""
    shown = opened.locator("dialog.explanation")
    for figure in opened.locator(where).all()[:5]:
        figure.evaluate("one => one.click()")
        told = opened.evaluate(OWN, figure.get_attribute("href").partition("#")[2])

        assert figure.text_content() == shown.locator("h2").text_content()
        assert figure.get_attribute("data-indicator") == shown.locator(".key").text_content()
        assert 0 == shown.locator(".shown-in").count()
        assert told in shown.locator(".counted").text_content()  # the only one
        assert len(shown.inner_text()) < 6_000
        opened.keyboard.press("Escape")


def test_every_table_has_heads(opened):
    """Each column has a head with its scope, and each row of a table with several columns."""
    tables = opened.locator("main table").evaluate_all(
        """tables => tables.map(table => [
            [...table.tHead.rows[0].cells].every(cell => cell.scope === "col"),
            table.tHead.rows[0].cells.length === 1 || [...table.tBodies]
                .flatMap(body => [...body.rows]).filter(row => !row.matches(".reason, .breakdown"))
                .every(row => ["row", "rowgroup"].includes(row.cells[0].scope)),
        ])"""
    )

    assert len(tables) > 10
    assert [[True, True]] * len(tables) == tables


def test_the_page_is_whole(opened):
    """No mark is left, captions and numbers are as they should be, and all is inside the page."""
    text = opened.locator("main").inner_text()
    asked = "[...document.querySelectorAll('[src], link[href]')].map(one => one.src || one.href)"
    number = opened.locator(".contents a > span").first

    assert [] == [mark for mark in (":::", "tbl-cap", "{.", "{#", "{{<", "?@") if mark in text]
    assert opened.locator("main figcaption").count() == opened.locator("main figure").count()
    assert [] == [one for one in opened.evaluate(asked) if not one.startswith("data:")]
    assert "@import" not in opened.content()
    assert "inline-block" == number.evaluate("one => getComputedStyle(one).display")
