"""Figures: charts with the words that belong to them, the alternative text above all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rrs_data import charts
from rrs_data.charts import Series
from rrs_data.parts import Chart
from rrs_data.report import Report, capital


def ranked(  # noqa: PLR0913 - the two at the end are rarely needed
    report: Report,
    name: str,
    caption: str,
    categories: Sequence[str],
    values: Sequence[float],
    *,
    colours: Sequence[str] = (),
    write: Callable[[float], str] | None = None,
) -> Chart:
    """Bars in the given order; the alternative text is the caption with every value."""
    write = write or report.language.number
    colours = colours or [report.palette["primary"]] * len(categories)
    listed = ", ".join(
        f"{category} – {write(value)}" for category, value in zip(categories, values, strict=True)
    )
    figure = charts.bars(categories, values, colours, report.palette, write)
    return Chart(name, caption, f"{caption}. {capital(listed)}.", figure)


def stacked(
    report: Report, name: str, caption: str, categories: Sequence[str], series: Sequence[Series]
) -> Chart:
    """Bars made of pieces; the alternative text is the caption with the value of every piece."""
    write = report.language.number
    pieces = [
        [f"{one.name} – {write(one.values[place])}" for one in series if one.values[place]]
        for place in range(len(categories))
    ]
    listed = "; ".join(
        f"{category}: {', '.join(own)}"
        for category, own in zip(categories, pieces, strict=True)
        if own
    )
    figure = charts.stacked_bars(categories, series, report.palette, write)
    return Chart(name, caption, f"{caption}. {capital(listed)}.", figure)


def by_sex(report: Report, values: Mapping[str, Sequence[float]]) -> list[Series]:
    """A series for each sex that occurs, named and coloured as everywhere in the report."""
    colours = {"F": "women", "M": "men", "unknown": "not-recorded"}
    labels = report.registers.schema.registers["people"].column["sex"].labels
    return [
        Series(report.language.pick(labels[sex]), report.palette[colour], values[sex])
        for sex, colour in colours.items()
        if any(values.get(sex, ()))
    ]
