"""Bars and marks: charts drawn from a frame, with direct labels in place of an axis.

A chart is a figure of matplotlib's, which may be changed before it is shown. It remembers the frame
that it was drawn from, so that its numbers can be said in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from rrs_data.charts.colours import contrasting
from rrs_data.language.markdown import Figure as Number

WIDTH = 6.7
"""Inches: the text's width on an A4 page."""

ROW = 0.31
"""Inches that a horizontal bar takes."""

ROOM = 1.1
"""How far the axis goes, in lengths of the longest bar: the last number stands behind it."""

SMALLEST = 0.06
"""Segments that are a smaller share of the longest bar have no room for their number."""

PLAIN = ("brand:primary", "brand:others", "brand:men", "brand:women", "brand:not-recorded")
"""The colours of series that have none of their own."""

VALUE: dict[str, Any] = {"fontsize": 9.5, "fontweight": "semibold", "color": "brand:foreground"}
"""How a value at the end of a bar or line is written."""

Write = Callable[[float], str]


@dataclass(frozen=True)
class Drawn:
    """What a chart was drawn from: its numbers by name, and the totals of the rows."""

    frame: pd.DataFrame
    totals: Sequence[Any] = ()
    lead: str = ""

    @property
    def figures(self) -> list[Number]:
        """The numbers in the picture that lead to their rows."""
        values = [*self.frame.to_numpy().T.ravel(), *self.totals]
        return [value for value in values if isinstance(value, Number)]


_DRAWN: WeakKeyDictionary[Figure, Drawn] = WeakKeyDictionary()


def remember(
    figure: Figure, frame: pd.DataFrame, totals: Sequence[Any] = (), lead: str = ""
) -> Figure:
    """A figure that knows what it was drawn from."""
    _DRAWN[figure] = Drawn(frame, totals, lead)
    return figure


def drawn_from(figure: Figure) -> Drawn | None:
    """What a figure was drawn from, if a function of the house drew it."""
    return _DRAWN.get(figure)


def stacked_bars(
    frame: pd.DataFrame, write: Write, colours: Sequence[Any] = (), totals: Sequence[Any] = ()
) -> Figure:
    """Horizontal bars, one for each row, with their totals at their ends.

    Several columns follow each other in a bar, each with its value, and are named above the bars.
    ``colours`` are the columns', or of a single column the bars'; ``totals`` are added up unless
    they are given. ``write`` is for numbers that do not know how they are written.
    """
    values, names = frame.astype(float).fillna(0), list(map(str, frame.columns))
    lengths = values.sum(axis=1)
    figure, axes = _canvas(list(map(str, frame.index)), max(lengths, default=0))
    for number, name in enumerate(names):
        own = list(colours) if len(names) == 1 else (colours or PLAIN * len(names))[number]
        left = values.iloc[:, :number].sum(axis=1)
        bars = axes.barh(range(len(frame)), values.iloc[:, number], 0.66, left, color=own)
        bars.set_label(name)
        if len(names) > 1:
            _write_inside(axes, bars, frame.iloc[:, number], write)
        if number == len(names) - 1:
            ends = totals or (frame.iloc[:, 0] if len(names) == 1 else lengths)
            axes.bar_label(bars, [written(one, write) for one in ends], padding=4, **VALUE)
    if len(names) > 1:
        above: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": len(names)}
        axes.legend(labelcolor="brand:foreground", **above)
    return remember(figure, frame, totals)


def _write_inside(axes: Axes, bars: BarContainer, values: pd.Series, write: Write) -> None:
    """Write the values on the segments of a series, where there is room for them."""
    if len(values):
        least = SMALLEST * axes.get_xlim()[1] / ROOM
        texts = [written(value, write) if value >= least else "" for value in values]
        over = contrasting(bars[0].get_facecolor())
        axes.bar_label(bars, texts, label_type="center", color=over, fontsize=9)


def written(value: float, write: Write) -> str:
    """A number as it is written in the report."""
    return value.text if isinstance(value, Number) else write(value)


def _canvas(categories: Sequence[str], longest: float, row: float = ROW) -> tuple[Figure, Axes]:
    """Room for a row of each category from top to bottom; the values' axis is not needed."""
    size = (WIDTH, 0.35 + row * len(categories))
    figure = Figure(figsize=size, facecolor="brand:background", layout="constrained")
    axes = figure.add_subplot(facecolor="brand:background")
    axes.set_yticks(range(len(categories)), categories, fontsize=9.5)
    axes.set_ylim(len(categories) - 0.5, -0.6)
    axes.set_xlim(0, longest * ROOM or 1)
    axes.tick_params(length=0)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    return figure, axes
