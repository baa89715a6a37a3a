"""Bars: charts drawn from a frame, with direct labels in place of an axis.

A chart is a figure of matplotlib's, which may be changed before it is shown. It remembers the frame
that it was drawn from, so that its numbers can be said in words, and how it is drawn for a narrow
screen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import inf
from textwrap import fill
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from rrs_data.charts.colours import contrasting, tint
from rrs_data.language.markdown import Figure as Number

WIDTH, NARROW = 6.7, 3.0
"""Inches: the text's width on an A4 page, and on a screen of 320 pixels."""

ROW = 0.31
"""Inches that a horizontal bar takes."""

LETTER = 0.075
"""Inches that a letter takes, or a little less."""

STRENGTHS = (1, 0.35, 0.15)
"""How strong the colour of a group is in its parts."""

VALUE: dict[str, Any] = {"fontsize": 9.5, "fontweight": "semibold"}
"""How a value at the end of a bar or line is written."""

QUIET: dict[str, Any] = {"fontsize": 9, "color": "brand:quiet"}
"""How what a value is compared with is written."""

Write = Callable[[float], str]
"""Writes a value in the report's language."""


@dataclass(frozen=True)
class Drawn:
    """What a chart was drawn from: its numbers by name, and the totals and targets of the rows.

    ``more`` are other numbers in the picture, ``marks`` the values that it shows, and ``again``
    draws the same chart in another ``width``.
    """

    frame: pd.DataFrame
    totals: Sequence[Any] = ()
    targets: pd.DataFrame = field(default_factory=pd.DataFrame)
    lead: str = ""
    again: Callable[..., Figure] | None = None
    more: Iterable[Any] = ()
    marks: float = inf

    @property
    def figures(self) -> list[Number]:
        """The numbers in the picture that lead to their rows."""
        aims = [one for one in [*self.targets.to_numpy().flat, *self.more] if one > 0]
        values = [*self.frame.to_numpy().T.ravel(), *self.totals, *aims]
        return [value for value in values if isinstance(value, Number)]


_DRAWN: WeakKeyDictionary[Figure, Drawn] = WeakKeyDictionary()


def remember(figure: Figure, frame: pd.DataFrame, **known: Any) -> Figure:
    """A figure that knows what it was drawn from, as :class:`Drawn` says."""
    _DRAWN[figure] = Drawn(frame, **known)
    figure.stale = False  # until somebody changes it
    return figure


def drawn_from(figure: Figure) -> Drawn | None:
    """What a figure was drawn from, if a function of the house drew it."""
    return _DRAWN.get(figure)


def narrow(figure: Figure) -> Figure | None:
    """The same chart for a narrow screen; none of a chart that was changed after it was drawn."""
    drawn = drawn_from(figure)
    again = drawn.again if drawn and not figure.stale else None
    return again(width=NARROW) if again else None


def stacked_bars(
    frame: pd.DataFrame,
    write: Write,
    colours: Sequence[Any],
    totals: Sequence[Any],
    targets: pd.DataFrame,
    width: float = WIDTH,
) -> Figure:
    """Horizontal bars, one for each row, with their totals at their ends.

    Several columns follow each other in a bar, each with its value, and are named above the bars.
    ``colours`` are the columns', or of a single column the bars'; without them those of the style.
    ``totals`` are added up unless they are given. The first column of ``targets`` is marked where
    it is known; the last one, most often the same, stands behind the total by its name. ``write``
    is for numbers that do not know how they are written.
    """
    values, names = frame.astype(float).fillna(0).clip(lower=0), list(map(str, frame.columns))
    lengths, none = values.sum(axis=1), pd.Series(0.0, frame.index)
    aims, noted = (none if targets.empty else targets.iloc[:, at].fillna(0) for at in (0, -1))
    ends = totals or (frame.iloc[:, 0] if len(names) == 1 else lengths)
    said = [written(one, write) for one in ends]
    notes = [f"{noted.name} {written(one, write)}" if one else "" for one in noted]
    longest, below = max([*lengths, *aims], default=0), width == NARROW  # where a note stands
    figure, axes = canvas(list(map(str, frame.index)), longest, width)
    own = [list(colours)] if len(names) == 1 else colours or [None] * len(names)
    behind = [*said, *notes] if below else map(" ".join, zip(said, notes, strict=True))
    rows = "\n".join(one.get_text() for one in axes.get_yticklabels()).split("\n")
    letters = max(map(len, behind), default=0) + max(map(len, rows))
    _stack(axes, frame, own, write if len(names) > 1 else None, width - LETTER * letters)
    if len(at := np.flatnonzero(aims)):
        mark: dict[str, Any] = {"color": "brand:foreground", "linewidth": 2, "clip_on": False}
        axes.vlines(aims.iloc[at], at - 0.45, at + 0.45, **mark)
    for row, (length, aim) in enumerate(zip(lengths, aims, strict=True)):
        by: dict[str, Any] = {"textcoords": "offset points", "va": "center"}
        end, up = (max(length, aim), row), 5 if below and notes[row] else 0
        text = axes.annotate(said[row], end, (5, up), **by, **VALUE)
        if notes[row]:
            spot, gap = ((0, 0), (0, -5)) if below else ((1, 0.5), (4, 0))
            axes.annotate(notes[row], spot, gap, xycoords=text, **by, **QUIET)
    if len(names) > 1:
        figure.legend(loc="outside upper left", ncols=len(names) if width == WIDTH else 2)
    again = partial(stacked_bars, frame, write, colours, totals, targets)
    known = {"totals": totals, "targets": targets, "marks": (values > 0).sum().sum()}
    return remember(figure, frame, again=again, **known)


def _stack(
    axes: Axes, frame: pd.DataFrame, colours: Sequence[Any], write: Write | None, inches: float
) -> None:
    """Bars of a part for each column; its value stands on a part that has room for it."""
    scale, left = np.ptp(axes.get_xlim()) / inches, np.zeros(len(frame))
    lengths = np.fmax(frame.astype(float).to_numpy(), 0).T
    for (name, values), long, colour in zip(frame.items(), lengths, colours, strict=False):
        bars = axes.barh(range(len(frame)), long, 0.66, left, color=colour)
        bars.set_label(name)
        left = left + long
        if write and len(frame):
            texts = [written(one, write) for one in values]
            room = zip(texts, long, strict=True)
            shown = [text if len(text) * LETTER * scale < free else "" for text, free in room]
            own: dict[str, Any] = {"color": contrasting(bars[0].get_facecolor()), "fontsize": 9}
            axes.bar_label(bars, shown, label_type="center", in_layout=False, **own)


def paired_bars(
    frame: pd.DataFrame, sums: pd.DataFrame, colours: Sequence[str], width: float = WIDTH
) -> Figure:
    """Two groups back to back, one row for each category: a pyramid where these are of age.

    The frame's columns have two levels, the group and the part; of these the first is strongest.
    ``sums`` are the figures of each row and group, at the end of its bar, and in the last row of
    the group, which stands above its side with its name.
    """
    groups, parts = list(sums), list(frame.columns.unique(1))
    longest = max([1, *sums.iloc[:-1].astype(float).max()])
    figure = Figure(figsize=(width, 0.75 + ROW * len(frame)), layout="constrained")
    sides = figure.subplots(1, 2)
    for axes, group, own, way in zip(sides, groups, colours, (-1, 1), strict=True):
        clean(axes, list(map(str, frame.index)) if way > 0 else [""] * len(frame))
        axes.set_xlim((0, longest * 1.2)[::way])
        side = frame.reindex(columns=[(group, part) for part in parts])
        tints = [tint(own, strength) for strength in STRENGTHS]
        _stack(axes, side, tints, str, 0.385 * width - 0.4)
        ha, *_, total = ("right" if way < 0 else "left"), *sums[group]
        at: dict[str, Any] = {"textcoords": "offset points", "ha": ha, "va": "center"}
        for row, one in enumerate(sums[group].iloc[:-1]):
            if one:
                axes.annotate(one.text, (one, row), (way * 4, 0), **at, **VALUE)
        axes.set_title(f"{group} {total.text}", loc=ha, color=own, **VALUE)
    shades = [Patch(color=tint("brand:others", STRENGTHS[n]), label=p) for n, p in enumerate(parts)]
    if len(parts) > 1:
        figure.legend(handles=shades, loc="outside lower left", ncols=len(parts))
    told = frame.set_axis([", ".join(filter(str.strip, one)) for one in frame.columns], axis=1)
    again, more = partial(paired_bars, frame, sums, colours), [*sums.to_numpy().flat]
    marks = (frame.astype(float) > 0).sum().sum()
    return remember(figure, told, again=again, more=more, marks=marks)


def written(value: float, write: Write) -> str:
    """A number as it is written in the report."""
    return value.text if isinstance(value, Number) else write(value)


def canvas(categories: Sequence[str], longest: float, width: float) -> tuple[Figure, Axes]:
    """Rows of categories from top to bottom; there is room for what is written behind the bars."""
    letters = 40 if width == WIDTH else 15
    lines = [fill(one, letters, break_long_words=False) for one in categories]
    most = max((one.count("\n") for one in lines), default=0)
    size = (width, 0.45 + (ROW + 0.13 * most) * max(len(categories), 1))
    figure = Figure(figsize=size, layout="constrained")
    clean(axes := figure.add_subplot(xlim=(0, longest or 1)), lines)
    return figure, axes


def clean(axes: Axes, rows: Sequence[str]) -> None:
    """Rows from top to bottom by their names, and nothing else: values stand where they are."""
    axes.set_yticks(range(len(rows)), rows, fontsize=9.5)
    axes.set_ylim(len(rows) - 0.5, -0.6)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
