"""Figures in the page: each opens how it was counted, by keyboard too, or leads there."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NARROW, WIDE, OpenPage


def test_a_figure_opens_by_the_keyboard(open_sample: OpenPage) -> None:
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
def test_an_open_explanation_is_accessible(open_sample: OpenPage, width: int, scheme: str) -> None:
    """Axe finds nothing in an explanation, at any width; it does not widen the page."""
    page = open_sample(width, scheme)
    page.locator("td a.figure").first.click()
    results = Axe().run(page)

    assert 0 == results.violations_count, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_scripts_a_figure_is_a_link(open_sample: OpenPage) -> None:
    """Where no script runs, a figure leads to the annex, and the annex back to the figure."""
    page = open_sample(scripts=False)
    figures = page.locator("a.figure")
    targets = {one.get_attribute("href") for one in figures.all()}
    back = page.locator(".shown-in a").all()

    assert figures.count() > 50
    assert back
    for name in [*targets, *(one.get_attribute("href") for one in back)]:
        assert 1 == page.locator(f"[id='{(name or '#').removeprefix('#')}']").count(), name
