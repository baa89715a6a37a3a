"""Charting: charts and long tables with the words that belong to them.

A chart has an alternative text, and below it, as below a table, stands a quiet line that leads to
how its numbers were counted. A table that nobody would read to its end says how much it leaves out.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rrs_data.charts.bars import stacked_bars
from rrs_data.charts.colours import SEXES
from rrs_data.indicators.keys import INVENTORY, parse_key
from rrs_data.language.markdown import MARK, Figure, escape
from rrs_data.report import wording
from rrs_data.report.elements import Chart, Table
from rrs_data.report.report import Report, capital

MOST_INDICATORS = 6
"""So many indicators are named below a chart; beyond that the line leads to all of them."""

MOST_ROWS = 200
"""So many rows of a register a table shows: five pages, more than a reader goes through."""

Write = Callable[[dict[Hashable, Any]], str]
"""Writes a cell of a register's row, as Markdown."""


@dataclass(frozen=True)
class FigureSeries:
    """One kind of figure in a chart: its name, its colour, a figure for each category."""

    name: str
    colour: str
    figures: Sequence[Figure]


def ranked(  # noqa: PLR0913 - the two at the end are rarely needed
    report: Report,
    name: str,
    caption: str,
    categories: Sequence[str],
    figures: Sequence[Figure],
    *,
    colours: Sequence[str] = (),
    source: str = "",
) -> Chart:
    """Bars in the given order; the alternative text is the caption with every value."""
    frame = pd.DataFrame({"": figures}, list(categories), dtype=object)
    colours = colours or ["brand:primary"] * len(frame)
    picture = stacked_bars(frame, report.language.number, colours)
    listed = [f"{name} – {one.text}" for name, one in zip(categories, figures, strict=True)]
    alt = f"{caption}. {capital(', '.join(listed))}."
    return Chart(name, caption, alt, picture, figures, source or counted_by(report, figures))


def stacked(
    report: Report,
    name: str,
    caption: str,
    categories: Sequence[str],
    series: Sequence[FigureSeries],
    totals: Sequence[Figure],
) -> Chart:
    """Stacked bars; the alternative text is the caption with the value of every segment.

    ``totals`` are the figures at the bars' ends, which the segments add up to.
    """
    columns = {one.name: one.figures for one in series}
    colours = [one.colour for one in series]
    frame = pd.DataFrame(columns, list(categories), dtype=object)
    picture = stacked_bars(frame, report.language.number, colours, totals)
    listed = []
    for row, category in enumerate(categories):
        own = [f"{one.name} – {one.figures[row].text}" for one in series if one.figures[row].value]
        listed += [f"{category}: {', '.join(own)}"] if own else []
    figures = [*(figure for one in series for figure in one.figures), *totals]
    alt = f"{caption}. {capital('; '.join(listed))}."
    return Chart(name, caption, alt, picture, figures, counted_by(report, figures))


def by_sex(report: Report, values: Mapping[str, Sequence[Figure]]) -> list[FigureSeries]:
    """A series for each sex that occurs, named and coloured as everywhere in the report."""
    return [
        FigureSeries(report.label("people", "sex", sex), f"brand:{colour}", values[sex])
        for sex, colour in SEXES.items()
        if any(figure.value for figure in values.get(sex, ()))
    ]


def counted_by(report: Report, figures: Iterable[Figure]) -> str:
    """The indicators that figures come from, as Markdown with a link for each."""
    order = list(report.indicators.sheets)
    terms = [term for one in figures if one.key for term in parse_key(one.key).terms]
    found = {(term.base, term.country) for term in terms if term.base in order}
    links = []
    for code, country in sorted(found, key=lambda one: (order.index(one[0]), one[1])):
        text = key = code
        if country:
            own = country in report.programme.countries
            area = report.country_name(country) if own else report.t("all countries")
            text, key = f"{code} ({area})", f"{country}/{report.span}/{code}"
        links.append(f'[{escape(text)}]{{.explained indicator="{key}"}}')
    if len(links) > MOST_INDICATORS:
        links = [f'[{escape(report.t("reference sheets"))}]{{.explained register="*"}}']
    return _source(report, links) if links else ""


def counted_from(report: Report, *bases: str) -> str:
    """The registers whose rows a table's numbers are, or the facts, with a link for each."""
    names = {
        base: wording.inventory_title(report, base)
        if base in INVENTORY
        else wording.register_name(report, base)
        for base in bases
    }
    links = [f'[{escape(name)}]{{.explained register="{base}"}}' for base, name in names.items()]
    return _source(report, links)


def _source(report: Report, links: Sequence[str]) -> str:
    return f"[{escape(report.t('How counted:'))} {', '.join(links)}]{{.source}}"


def bases_of(texts: Iterable[str]) -> list[str]:
    """The registers and facts that figures in sentences come from, in the order of the figures."""
    keys = [key for text in texts for _, key, _ in MARK.findall(text)]
    bases = [term.base for key in keys for term in parse_key(key).terms]
    return list(dict.fromkeys(bases))


def listing(  # noqa: PLR0913 - what a table is made of
    report: Report,
    name: str,
    caption: str,
    rows: pd.DataFrame,
    columns: Mapping[str, Write],
    *,
    register: str,
    source: str = "",
) -> Table | None:
    """A table of a register's rows; None where there are none.

    ``columns`` are the heads, each with what it writes of a row; figures stand at the right. A
    long table ends after its first rows, and says how many are left out and where they are.
    """
    if rows.empty:
        return None
    cells = [
        [write(row) for write in columns.values()]
        for row in rows.head(MOST_ROWS).to_dict("records")
    ]
    numeric = [
        column for column in range(len(columns)) if any("{.figure" in row[column] for row in cells)
    ]
    left = len(rows) - len(cells)
    if left:
        sentence = report.n(
            "{n} more row is left out; all rows are in the register “{register}” ({file}).",
            "{n} more rows are left out; all rows are in the register “{register}” ({file}).",
            left,
            register=wording.register_name(report, register),
            file=report.registers.schema.registers[register].path,
        )
        source = f"{source} [{escape(sentence)}]{{.source}}".strip()
    return Table(name, caption, list(columns), cells, numeric, source)
