"""What a reader can rely on when a report is opened in a browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NARROW, WIDE

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

REMEMBER = """() => {
    window.reached = [];
    const focusable = "a[href], button, summary, input, select, textarea, [tabindex='0']";
    const all = [...document.querySelectorAll(focusable)].filter(one => one.checkVisibility());
    addEventListener("keyup", () => {
        const element = document.activeElement, style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        reached.push({
            at: all.indexOf(element),
            outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        });
    }, true);
    return all.length;
}"""
"""Remembers in the page what has the focus after each key; returns how much can have it."""

FRAMES = """[...document.querySelectorAll(".table-frame, figure:has(img)")].map(frame => [
    frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight,
    frame.tabIndex === 0,
])"""
"""Of each frame, whether its content is wider or longer than itself, and whether Tab reaches it."""


def violations(page, *, contrast=True):
    """What axe-core finds, and what it cannot decide about contrast, as lines of text.

    It cannot judge what a frame or the window cuts off: for contrast they are opened; nor a head
    over several rows, whose colours are those of the other heads.
    """
    if contrast:
        page.set_viewport_size({"width": 2 * WIDE, "height": 800})
        page.add_style_tag(content=".table-frame { overflow: visible; max-height: none; }")
    options = {"runOnly": STANDARDS, "rules": {"color-contrast": {"enabled": contrast}}}
    response = Axe().run(page, options=options).response
    undecided = [one for one in response["incomplete"] if one["id"] == "color-contrast"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in (*response["violations"], *undecided)
        for node in one["nodes"]
        if one not in undecided or not re.search(r"rowspan|class=.code", node["html"])
    ]


def test_accessible(open_page):
    """axe-core finds no violation of WCAG 2.2 AA; what is wider than a phone's screen scrolls."""
    page = open_page(NARROW)
    inside = "[...document.querySelectorAll('main table, main img')]"
    loose = f"{inside}.filter(one => one.getBoundingClientRect().right > innerWidth"

    assert NARROW == page.evaluate("document.documentElement.scrollWidth")
    assert 0 == page.evaluate(f"{loose} && !one.closest('.table-frame, figure')).length")
    assert [] == violations(page, contrast=False)
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        frames = page.evaluate(FRAMES)
        assert frames
        assert [] == [frame for frame in frames if frame[0] != frame[1]]
    assert [] == violations(page)


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("evidence", WIDE, "light"), ("evidence", NARROW, "dark"), ("file", WIDE, "dark")],
)
def test_evidence_and_dark_colours_are_accessible(windows, whole_report, name, width, scheme):
    """Nor in the page that tells how the figures were counted, nor in the dark."""
    page = windows(getattr(whole_report, name)("html"), width, scheme)

    assert width == page.evaluate("document.documentElement.scrollWidth")
    assert [] == violations(page)


def test_asks_nothing_from_the_network(open_page, made):
    """The page is one file below 2 MB: nothing else is asked for, and no script fails."""
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.reload()
    page.emulate_media(media="print", color_scheme="dark")

    assert [made.file("html").as_uri()] == [url for url in asked if not url.startswith("data:")]
    assert made.file("html").stat().st_size < 2_000_000


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everything_is_reached_by_keyboard(open_sample, width):
    """Tab goes through all links, buttons and scrolling frames in order, each seen and outlined."""
    page = open_sample(width)
    count = page.evaluate(REMEMBER)
    for _ in range(count):
        page.keyboard.press("Tab")

    expected = [{"at": at, "outlined": True, "seen": True} for at in range(count)]
    assert expected == page.evaluate("reached")


def test_title_language_and_links(open_page, made):
    """The page has a title, for who it is sent to as well; all files that it leads to are there."""
    page = open_page()
    title, about = page.locator("meta[property='og:title'], meta[property='og:description']").all()
    files = [link.get_attribute("href") for link in page.locator(".files a").all()]
    forms = [f"{made.stem}{one}" for one in ("-evidence.html", ".pdf", ".docx", ".xlsx")]

    assert made.language == page.evaluate("document.documentElement.lang")
    assert page.locator("h1 .cover-country").inner_text() in page.title()
    assert page.title() == title.get_attribute("content")
    assert len(about.get_attribute("content")) > 20
    assert files[-6:] == [*forms, "achievements.csv", "achievements.json"]
    assert all(made.file("html").with_name(file).is_file() for file in files)


def test_the_programmes_page(windows, output_of_all):
    """axe-core finds nothing in it, light or dark; a phone shows key figures at first sight."""
    for width, scheme in [(NARROW, "light"), (WIDE, "light"), (WIDE, "dark")]:
        page = windows(output_of_all / "index.html", width, scheme)
        figure = page.locator(".cover .tile").first.bounding_box()

        assert width == page.evaluate("document.documentElement.scrollWidth")
        assert figure["y"] + figure["height"] < 640
        assert [] == violations(page, contrast=width == WIDE)
