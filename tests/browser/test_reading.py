"""What a page does for its reader; the same in every report, so one report is looked at.

Each figure opens how it was counted, by keyboard too, or leads there.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NARROW, WIDE


def test_skip_link(open_sample):
    """The first Tab shows a link, and Enter on it goes past cover and contents to the text."""
    page = open_sample()
    page.keyboard.press("Tab")
    shown = page.locator(":focus").bounding_box()
    page.keyboard.press("Enter")

    assert shown is not None
    assert shown["y"] >= 0
    assert "text" == page.evaluate("document.activeElement.id")


def test_contents_follow_the_reader(open_sample):
    """The contents mark the one section that is read."""
    page = open_sample()
    marked = page.locator(".contents [aria-current]")
    for number in (-1, 2):
        heading = page.locator("main > section > h1").nth(number)
        heading.evaluate("heading => heading.scrollIntoView({behavior: 'instant'})")
        link = page.locator(".contents a").nth(number)
        page.wait_for_function("link => link.ariaCurrent", arg=link.element_handle())

        assert 1 == marked.count()


def test_header_stays_in_sight(open_sample):
    """A long table scrolls below its header, in a frame lower than the window."""
    page = open_sample()
    frames = page.locator(".table-frame")
    long = [
        one for one in frames.all() if one.evaluate("one => one.scrollHeight > 2 * innerHeight")
    ]
    for frame in long:
        frame.evaluate("one => { one.scrollIntoView(); one.scrollTop = 500; }")
        top = frame.evaluate("one => one.getBoundingClientRect().top")

        assert top == frame.locator("thead th").first.evaluate(
            "one => one.getBoundingClientRect().top"
        )


def test_long_tables_are_sorted_by_their_headers(open_sample):
    """Enter sorts upwards, again downwards, again as it was; a screen reader hears it."""
    page = open_sample()
    table = page.locator("#tbl-indicators table")
    head = table.locator("th:has(.sort)").first
    button = head.locator(".sort")
    codes = table.locator("tbody tr > :first-child")
    before = codes.all_inner_texts()
    button.focus()
    states, orders = [], []
    for _ in range(3):
        page.keyboard.press("Enter")
        states.append(head.get_attribute("aria-sort"))
        orders.append(codes.all_inner_texts())

    assert ["ascending", "descending", None] == states
    assert [before, before[::-1], before] == orders
    assert "button" == button.evaluate("one => one.localName")


def test_numbers_are_sorted_as_numbers(open_sample):
    """Whatever the locale's separators, 1 206 comes after 72, and what is missing comes last."""
    page = open_sample()
    table = page.locator("#tbl-indicators table")
    head = table.locator("thead th[style*=right]").nth(2)
    column = head.evaluate("one => one.cellIndex") + 1
    table.locator(f"thead th:nth-child({column}) .sort").click()
    shown = table.locator(f"tbody tr > :nth-child({column})").all_inner_texts()
    values = [float(re.sub(r"[^\d]", "", one) or "inf") for one in shown]

    assert len(values) > 8
    assert sorted(values) == values


def test_printed_without_navigation(open_sample):
    """On paper there are no contents to click, no buttons, and nothing is cut off in a frame."""
    page = open_sample()
    page.emulate_media(media="print")
    frames = page.locator(".table-frame")
    overflows = {frame.evaluate("one => getComputedStyle(one).overflowX") for frame in frames.all()}

    assert not page.locator(".contents, .skip, .files").filter(visible=True).count()
    assert {"visible"} == overflows


def test_a_figure_opens_by_the_keyboard(open_sample):
    """Enter opens the explanation of a figure; Escape closes it and gives the focus back."""
    page = open_sample()
    figure = page.locator("main p a.figure").first
    figure.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.explanation")

    assert dialog.is_visible()
    assert figure.inner_text() == dialog.locator("h2").inner_text()
    assert "RRS-1" in dialog.inner_text()
    assert "SHA-256" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert figure.evaluate("one => one === document.activeElement")


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_an_open_explanation_is_accessible(open_sample, width, scheme):
    """Axe finds nothing in an explanation, at any width; it does not widen the page."""
    page = open_sample(width, scheme)
    page.locator("td a.figure").first.click()
    results = Axe().run(page)

    assert 0 == results.violations_count, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_scripts_a_figure_is_a_link(open_sample):
    """Where no script runs, a figure leads to the annex, and the annex back to the figure.

    Nothing is missing but conveniences: no button does nothing.
    """
    page = open_sample(NARROW, scripts=False)
    figures = page.locator("a.figure")
    targets = {one.get_attribute("href") for one in figures.all()}
    back = page.locator(".shown-in a").all()

    assert figures.count() > 50
    assert 0 == page.locator("main button").count() < page.locator("main table").count()
    assert NARROW == page.locator("html").evaluate("page => page.scrollWidth")
    assert back
    for name in [*targets, *(one.get_attribute("href") for one in back)]:
        assert 1 == page.locator(f"[id='{(name or '#').removeprefix('#')}']").count(), name
