"""What a page does for its reader; the same in every report, so one report is looked at.

Each figure opens how it was counted, by keyboard too, or leads there.
"""

import re

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import NARROW


def test_ways_through_a_page(open_sample):
    """The first Tab shows a link, and Enter on it goes past cover and contents to the text.

    The contents mark the one section that is read, and each heading has its address.
    """
    page = open_sample()
    page.keyboard.press("Tab")
    shown = page.locator(":focus").bounding_box()
    page.keyboard.press("Enter")
    links = page.locator("main :is(h1, h2) > a.anchor")
    found = "all => all.every(one => document.getElementById(one.getAttribute('href').slice(1)))"

    assert shown["y"] >= 0
    assert "text" == page.evaluate("document.activeElement.id")
    assert links.count() > 10
    assert links.evaluate_all(found)
    for number in (-1, 2):
        heading = page.locator("main > section > h1").nth(number)
        heading.evaluate("heading => heading.scrollIntoView({behavior: 'instant'})")
        link = page.locator(".contents a").nth(number)
        page.wait_for_function("link => link.ariaCurrent", arg=link.element_handle())
        assert 1 == page.locator(".contents [aria-current]").count()


def test_long_tables_on_screen_and_on_paper(open_sample):
    """A long table is in no box, with its header at the top; on paper nothing is cut off."""
    page = open_sample()
    frames = page.locator(".table-frame")
    boxes = "one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]"
    tall = frames.filter(has=page.locator("tr:nth-child(12)")).locator("thead th:first-child").all()

    assert tall
    assert {(0, 0)} == {tuple(one.evaluate(boxes)) for one in frames.all()}
    for head in tall:
        row = head.locator("xpath=ancestor::table").locator("tbody tr").nth(-2)
        row.evaluate("one => one.scrollIntoView({block: 'end', behavior: 'instant'})")

        assert 0 <= head.evaluate("one => one.getBoundingClientRect().top")
    page.emulate_media(media="print")
    overflows = {one.evaluate("one => getComputedStyle(one).overflowX") for one in frames.all()}
    assert not page.locator(".contents, .skip, .files").filter(visible=True).count()
    assert {"visible"} == overflows


def test_long_tables_are_sorted_by_their_headers(open_sample):
    """Enter sorts upwards, again downwards, again as it was; a screen reader hears it.

    Numbers are sorted as numbers: 1 206 comes after 72, and what is missing comes last.
    """
    page = open_sample()
    numeric = "thead th[style*=right]:has(button.sort)"
    table = page.locator(f"table:not(.grouped):has(tbody tr:nth-child(9)):has({numeric})").first
    head = table.locator(numeric).first
    rows = table.locator("tbody tr").filter(has_not=page.locator("strong"))
    cells = rows.locator(f"> :nth-child({head.evaluate('one => one.cellIndex') + 1})")
    states, orders = [], [cells.all_inner_texts()]
    head.locator(".sort").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
        states.append(head.get_attribute("aria-sort"))
        orders.append(cells.all_inner_texts())
    numbers = [float(re.sub(r"[^\d]", "", one) or "inf") for one in orders[1]]

    assert ["ascending", "descending", None] == states
    assert [True, False] == [orders[0] == orders[3], orders[1] == orders[2]]
    assert len(numbers) > 8
    assert sorted(numbers) == numbers


def test_dates_are_sorted_as_dates(windows, whole_report, tmp_path):
    """By their first day: «31 марта – 5 апреля 2014» comes after «7 марта 2014»."""
    days = [
        "14.06.2013",
        "30 сент. – 3 окт. 2013",
        "18–22 ноября 2013",
        "28 февраля – 2 марта 2014",
    ]
    days += ["7 марта 2014", "31 марта – 5 апреля 2014", *(f"{n} июня 2014" for n in (2, 10, 30))]
    rows = "".join(f"<tr><td>{day}</td></tr>" for day in sorted(days))
    table = f"<table><thead><tr><th>Даты</th></tr></thead><tbody>{rows}</tbody></table>"
    page = whole_report.file("html").read_text("utf-8").replace("</main>", f"{table}</main>")
    (tmp_path / "page.html").write_text(page, "utf-8")
    shown = windows(tmp_path / "page.html").locator("main table").last
    shown.locator(".sort").click()

    assert days == shown.locator("td").all_inner_texts()


def test_a_figure_opens_its_explanation(open_sample):
    """By Enter, and Escape closes it and gives the focus back; or by ``#`` and a code."""
    page = open_sample()
    figure = page.locator("main p a.figure").first
    dialog = page.locator("dialog.explanation")
    figure.focus()
    page.keyboard.press("Enter")

    assert dialog.is_visible()
    assert figure.inner_text() == dialog.locator("h2").inner_text()
    assert "RRS-1" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert figure.evaluate("one => one === document.activeElement")
    page.evaluate("location.hash = 'RRS-3'")
    dialog.wait_for(state="visible")
    assert "RRS-3" in dialog.locator("h2").inner_text()
    assert "SHA-256" in dialog.inner_text()


def test_an_open_explanation_is_accessible(open_sample):
    """Axe finds nothing in an explanation, in the dark neither; it does not widen the page."""
    page = open_sample(NARROW, "dark")
    page.locator("td a.figure").first.click()
    results = Axe().run(page)

    assert 0 == results.violations_count, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_scripts_a_figure_is_a_link(open_sample, windows, whole_report):
    """A figure leads to the evidence, and the evidence back; no button does nothing."""
    page = open_sample(NARROW, scripts=False)
    file = whole_report.evidence("html")
    evidence = windows(file, scripts=False)

    assert 0 == page.locator("main button").count() < page.locator("main table").count()
    assert NARROW == page.locator("html").evaluate("page => page.scrollWidth")
    for source, links, target, name in (
        (page, "a.figure:not([href^='#'])", evidence, file.name),
        (evidence, ".shown-in a:not([href^='#'])", page, file.name.replace("-evidence", "")),
    ):
        found = source.locator(links).evaluate_all("all => all.map(one => one.href)")
        files, places = map(
            set, zip(*(one.rsplit("/")[-1].split("#") for one in found), strict=True)
        )

        assert {name} == files
        assert len(places) > 10
        assert places <= {*target.locator("[id]").evaluate_all("all => all.map(one => one.id)")}
