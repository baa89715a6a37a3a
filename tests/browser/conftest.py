"""A browser without a window, and pages opened in it."""

from functools import partial

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import program

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

WIDE, NARROW = 1280, 320
"""A desktop's window, and the narrowest that WCAG asks for (1.4.10)."""

SETTLED = """document.fonts.ready.then(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
)"""
"""Resolves when the fonts are there and the page's own script has seen the final sizes."""


@pytest.fixture(scope="session")
def browser():
    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(FLAGS))


@pytest.fixture
def windows(browser):
    """Opens a file in a window of a width, with a preference for light or dark."""
    contexts = []

    def open_one(path, width=WIDE, scheme="light", *, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        if scripts:
            page.evaluate(SETTLED)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(windows, made):
    return partial(windows, made.file("html"))


@pytest.fixture
def open_sample(windows, whole_report):
    """Opens the page of the one report that has all kinds of content."""
    return partial(windows, whole_report.file("html"))
