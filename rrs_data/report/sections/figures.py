"""Figures: charts with the words that belong to them, the alternative text above all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rrs_data.charts import charts
from rrs_data.language.marks import Figure
from rrs_data.report.parts import Chart
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.sources import counted_by


@dataclass(frozen=True)
class Series:
    """One kind of figure in a chart: its name, its colour, a figure for each category."""

    name: str
    colour: str
    figures: Sequence[Figure]

    def plain(self) -> charts.Series:
        """The same for drawing."""
        return charts.Series(self.name, self.colour, [one.number for one in self.figures])


def ranked(  # noqa: PLR0913 - the three at the end are rarely needed
    report: Report,
    name: str,
    caption: str,
    categories: Sequence[str],
    figures: Sequence[Figure],
    *,
    colours: Sequence[str] = (),
    write: Callable[[float], str] | None = None,
    source: str = "",
) -> Chart:
    """Bars in the given order; the alternative text is the caption with every value."""
    write = write or report.language.number
    colours = colours or [report.palette["primary"]] * len(categories)
    listed = ", ".join(
        f"{category} – {figure.text}" for category, figure in zip(categories, figures, strict=True)
    )
    values = [figure.number for figure in figures]
    picture = charts.bars(categories, values, colours, report.palette, write)
    source = source or counted_by(report, figures)
    alt = f"{caption}. {capital(listed)}."
    return Chart(name, caption, alt, picture, figures, source)


def stacked(
    report: Report,
    name: str,
    caption: str,
    categories: Sequence[str],
    series: Sequence[Series],
    totals: Sequence[Figure],
) -> Chart:
    """Bars made of pieces; the alternative text is the caption with the value of every piece.

    ``totals`` are the figures at the bars' ends, which the pieces add up to.
    """
    write = report.language.number
    pieces = [
        [f"{one.name} – {one.figures[place].text}" for one in series if one.figures[place].value]
        for place in range(len(categories))
    ]
    listed = "; ".join(
        f"{category}: {', '.join(own)}"
        for category, own in zip(categories, pieces, strict=True)
        if own
    )
    picture = charts.stacked_bars(
        categories, [one.plain() for one in series], report.palette, write
    )
    figures = [*(figure for one in series for figure in one.figures), *totals]
    alt = f"{caption}. {capital(listed)}."
    return Chart(name, caption, alt, picture, figures, counted_by(report, figures))


def by_sex(report: Report, values: Mapping[str, Sequence[Figure]]) -> list[Series]:
    """A series for each sex that occurs, named and coloured as everywhere in the report."""
    colours = {"F": "women", "M": "men", "unknown": "not-recorded"}
    labels = report.registers.schema.registers["people"].column["sex"].labels
    return [
        Series(report.language.pick(labels[sex]), report.palette[colour], values[sex])
        for sex, colour in colours.items()
        if any(figure.value for figure in values.get(sex, ()))
    ]
