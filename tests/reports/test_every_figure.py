"""Every figure of the made reports: shown as it was counted, as its rows say, and no other."""

import re
from copy import copy
from functools import cache

import nbformat
import pytest
from bs4 import BeautifulSoup

from rrs_data.indicators.keys import INDICATORS, PARAMETERS, RECONCILED, ROWS, WARNINGS, parse_key
from tests.back.recount import COUNTS, GRANTED, Recount
from tests.conftest import REGISTERS
from tests.reports.exempt_numbers import PARTS, SECTIONS, SHEETS, exempt

FIGURE = ".figure[data-indicator], .figure[data-register]"
BLOCKS = ("p", "li", "td", "th", "h1", "h2", "h3", "div", "figcaption", "section", "figure", "dd")
HEADING, BLOCK = "\x01", "\x02"


@cache
def books():
    return Recount(REGISTERS)


@pytest.fixture(scope="module")
def page(made):
    """A report's page, and that of its evidence, which it carries along for its dialog."""
    files = made.file("html"), made.evidence("html")
    page = BeautifulSoup("".join(file.read_text(encoding="utf-8") for file in files), "lxml")
    for one in page("template"):
        one.extract()
    return page


@pytest.fixture(scope="module")
def report(made, report_of):
    """The report itself, from the shipped registers."""
    return report_of(made.edition.country, made.edition.year, made.language)


def forms(value, key, report):
    """How a value may be written: as its unit is, in the report's language."""
    write, (_, style) = report.language, report.figures.value(report.key(key))
    if style == "percent":
        points = {write.points(value)} if " - " in key else set()
        return {write.percent(value), write.percent(value, signed=True)} | points
    if key.startswith("programme.rates."):
        return {write.decimal(value)}
    return {write.money(value), write.number(value)} if style == "money" else {write.number(value)}


def test_each_figure_is_shown_as_it_was_counted(page, record, report):
    """The number that a reader sees is the value of its key, written for the language."""
    figures = page.select(FIGURE)
    for one in figures:
        key = one.get("data-indicator") or one["data-register"]
        value = record["figures"][str(report.key(key))]
        assert one.get_text() in forms(value, key, report), key
    assert len(figures) > 50


def charts(made):
    """The pictures of a report as SVG, with what they say of themselves."""
    cells = nbformat.read(made.file("ipynb"), as_version=4).cells
    for output in (one for cell in cells for one in cell.get("outputs", ())):
        what = output.get("metadata", {}).get("rrs", {})
        if what.get("role") == "figure" and "image/svg+xml" in output.data:  # no photo
            yield output.data["image/svg+xml"], what


def test_each_number_in_a_chart_is_a_figure(made, record, report):
    """Labels in a picture, and its alternative text, hold no number but those of its figures."""
    for svg, what in charts(made):
        shown = what["figures"]
        for key, text in shown.items():
            value = record["figures"][str(report.key(key))]
            assert text in forms(value, key, report), (what["label"], key)
        labels = [label for label in re.findall(r"<!-- (.*?) -->", svg) if "=" not in label]
        known = {number for text in shown.values() for number in numbers(text, report.language)}
        caption = " ".join(re.findall(r"\[([^\[\]]*)\]\{\.figure", what.get("marked", "")))
        known |= set(numbers(caption.replace("\\", ""), report.language))
        for text in (*labels, what["alt"]):
            assert set(numbers(exempt(text), report.language)) <= known, (what["label"], text)


def numbers(text, language):
    """The numbers in a text, without the separators between thousands."""
    gap = "," if language.code == "en" else "[\u00a0\u202f]"
    return re.findall(r"\d+(?:[.,]\d+)?", re.sub(rf"(?<=\d){gap}(?=\d\d\d\b)", "", text))


def test_no_number_stands_alone(page, report):
    """A number that leads nowhere is in the list of those that are no figures, or a fault."""
    titles = {report.t(title) for title in SECTIONS}
    alone = [
        (title, text)
        for title, text in blocks(copy(page))
        if title not in titles and numbers(exempt(without_sheets(text, report)), report.language)
    ]

    assert [] == alone


def blocks(page):
    """The blocks of all text that is no figure, each with the title of its section."""
    without = ["script", "style", "title", FIGURE, *(f".{name}" for name in PARTS)]
    for one in page.select(", ".join(without)):
        one.extract()
    for one in page(BLOCKS):
        one.insert_before(HEADING if one.name == "h1" else BLOCK)
        one.insert(0, BLOCK)
        one.append(BLOCK)
    for section in page.get_text().split(HEADING):
        title = " ".join(section.partition(BLOCK * 2)[0].split(BLOCK)).strip()
        for block in filter(str.strip, section.split(BLOCK)):
            yield re.sub(r"^\d+\s*", "", title), block.strip()


def without_sheets(text, report):
    """A text without what a person wrote in the sheets of the indicators."""
    left = " ".join(text.split())
    for sheet in report.indicators.sheets.values():
        for name in SHEETS:
            left = left.replace(" ".join(report.language.pick(getattr(sheet, name)).split()), "")
    return left


def recounted(term, report):
    """A term's value by its rows, in SQL; None for what no register counts.

    What a report counts of itself is in ``tests/counting``; parameters are in git, and
    the shipped registers have no warnings. A new sheet has no recount of its own yet.
    """
    new_sheet = term.base in report.indicators.sheets and term.base not in COUNTS
    if new_sheet or term.base in (INDICATORS, RECONCILED, WARNINGS, *PARAMETERS):
        return None
    if term.base == ROWS:
        return books().read(term.where[0].wanted if term.where else None, term.measure)
    counted = report.figures.traced(term).evidence.rows
    if term.measure in ("baseline", "target"):
        return books().rows("targets", counted["targets"], f"sum({term.measure}::DOUBLE)")
    if report.indicators.sheets.get(term.base) and term.measure in ("", "numerator", "denominator"):
        one, whole = books().indicator(term.base, counted, term.country)
        return {"numerator": one, "denominator": whole}.get(term.measure, one / (whole or 1))
    if not counted:  # no row at all
        return 0
    ((register, rows),) = counted.items()
    return books().rows(register, rows, _aggregate(term))


def _aggregate(term):
    """What is taken of a register's rows."""
    if not term.measure:
        return "count(*)"
    if (term.base, term.measure) == ("grants", "amount"):  # in the programme's currency
        return GRANTED
    if term.measure.rsplit(".", 1)[-1] in ADDED:
        return f'sum("{term.measure}"::DECIMAL(18, 2))'
    return f'count(DISTINCT "{term.measure}")'


ADDED = (
    *("amount", "approved", "spent", "contact_hours", "cost", "days", "obligated", "forecast"),
    *("cost_share", "cost_instruction", "cost_participants", "cost_travel"),
)
"""Columns that are added up; of others the different values are counted."""


def test_each_figure_is_what_its_rows_come_to(record, report):
    """A recount of the evidence rows, in plain SQL over the CSV files, gives every figure."""
    wrong, counted = [], 0
    for key, value in record["figures"].items():
        parsed = parse_key(key)
        parts = [recounted(term, report) for term in parsed.terms]
        if None not in parts:
            first, second = float(parts[0] or 0), float(parts[-1] or 0)
            found = {
                "": first,
                "-": first - second,
                "/": first / second if second else None,
                "~": first / second - 1 if second else None,
            }[parsed.operator]
            counted += 1
            if found != pytest.approx(value, abs=1e-6):
                wrong.append((key, value, found))

    assert [] == wrong
    assert counted > 100


def test_evidence_of_the_achievements(made, record):
    """The rows that achievements.json names for each indicator give its actual."""
    known = [one for one in record["achievements"] if one["indicator"] in COUNTS]  # no new sheet
    for entry in known:
        one, whole = books().indicator(entry["indicator"], entry["rows"], made.edition.country)
        actual = None if entry["actual"] is None else one / whole

        assert entry["actual"] == pytest.approx(actual), entry["indicator"]
