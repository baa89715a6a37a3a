"""Grids: who met whom as a matrix, and events in lanes by kind on a time line."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rrs_data.charts.bars import LETTER, NARROW, QUIET, VALUE, WIDTH, clean, remember
from rrs_data.charts.colours import contrasting, tint

CELL, FEWEST = 0.44, 6
"""The inches that a row takes, and for how many columns there is room in any case."""


def matrix(
    travelled: pd.DataFrame, online: pd.DataFrame, own: str = "", width: float = WIDTH
) -> Figure:
    """Rows of hosts and columns of homes: people in each cell, the darker the more of them.

    Below them with a plus stand those who joined online. ``own`` names the row and the column
    that stand out.
    """
    hosts, homes = (list(map(str, axis)) for axis in travelled.axes)
    turned = width == NARROW
    above = LETTER * max(map(len, homes), default=0) if turned else 0.3
    figure = Figure(figsize=(width, above + CELL * len(hosts) + 0.1), layout="constrained")
    clean(axes := figure.add_subplot(xlim=(0, max(len(homes), FEWEST // (1 + turned)))), hosts)
    axes.xaxis.tick_top()
    axes.set_xticks(np.arange(len(homes)) + 0.5, homes, rotation=90 * turned, fontsize=9)
    for name in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        name.set_fontweight("semibold" if name.get_text() == own else "normal")
    most = travelled.astype(float).max().max() or 1
    for (row, column), number in np.ndenumerate(travelled.to_numpy()):
        joined = online.iloc[row, column]
        ground = tint("brand:primary", 0.1 + 0.4 * number / most) if number else "brand:surface"
        axes.add_patch(Rectangle((column + 0.02, row - 0.46), 0.96, 0.92, facecolor=ground))
        shift = 0.2 if joined and number else 0
        at: dict[str, Any] = {"ha": "center", "va": "center", "color": contrasting(ground)}
        at["in_layout"] = False
        if number:
            axes.text(column + 0.5, row - shift, str(number), **VALUE, **at)
        if joined:
            axes.text(column + 0.5, row + shift, f"+{joined!s}", fontsize=9, **at)
    told = pd.concat([travelled, online.set_axis([f"{one}, +" for one in online.index])])
    again, marks = partial(matrix, travelled, online, own), told.astype(bool).sum().sum()
    return remember(figure, told, again=again, marks=marks)


def time_line(
    events: pd.DataFrame,
    kinds: pd.Series,
    ticks: Sequence[tuple[date, str]],
    end: date,
    width: float = WIDTH,
) -> Figure:
    """Events by their ``kind``, ``day`` and ``people``; the country's ``own`` have its colour.

    ``kinds`` are the lanes with all their people, ``ticks`` days and what is written at them. What
    was held ``online`` is hollow. Numbers stand beside the events that have room for them, the
    largest first.
    """
    lanes = list(map(str, kinds.index))
    figure = Figure(figsize=(width, 0.45 + 0.43 * len(lanes)), layout="constrained")
    clean(axes := figure.add_subplot(), [""] * len(lanes))
    first, last = ticks[0][0].toordinal(), end.toordinal()
    axes.set_xlim(first - 0.03 * (last - first), last + 0.1 * (last - first))
    axes.set_ylim(len(lanes) - 0.2, -0.75)
    shown = ticks[:: 1 if width == WIDTH or len(ticks) < 5 else 3]
    names = [name for _, name in shown]
    axes.set_xticks([day.toordinal() for day, _ in shown], names, ha="left", **QUIET)
    axes.grid(axis="x", color="brand:line", linewidth=0.6)
    axes.set_axisbelow(True)
    for number, lane in enumerate(lanes):
        ground = {"facecolor": "brand:background", "edgecolor": "none", "pad": 0.6}
        at: dict[str, Any] = {"textcoords": "offset points", "va": "bottom", "bbox": ground}
        axes.annotate(str(lane), (first, number - 0.42), (1, 0), **at, **QUIET)
        axes.axhline(number, color="brand:line", linewidth=0.8, zorder=1)
    people = events["people"].astype(float)
    sizes = 24 + 356 * people / max(people.max(), 1)  # square points
    order = events.assign(size=sizes).sort_values("size", ascending=False, kind="stable")
    days, rows = order["day"].map(date.toordinal), order["kind"].map(lanes.index)
    edges = order["own"].map({True: "brand:own", False: "brand:primary"})
    faces = edges.mask(order["online"], "brand:background")
    dots: dict[str, Any] = {"facecolors": list(faces), "edgecolors": list(edges)}
    axes.scatter(days, rows, order["size"], linewidth=1.4, zorder=3, clip_on=False, **dots)
    scale, taken = (last - first) / (width * 72), [list[tuple[float, float]]() for _ in lanes]
    for day, row, size, number in zip(days, rows, order["size"], order["people"], strict=True):
        text, radius = str(number), size**0.5 / 2
        low, high = day - radius * scale, day + (radius + 4 + 5.5 * len(text)) * scale
        free = all(high < before or low > after for before, after in taken[row])
        if free:
            beside: dict[str, Any] = {"textcoords": "offset points", "va": "center", "zorder": 4}
            axes.annotate(text, (day, row), (radius + 2, 0), **beside, **VALUE)
        taken[row].append((low, high if free else day + radius * scale))
    again, more = partial(time_line, events, kinds, ticks, end), list(events["people"])
    return remember(figure, kinds.to_frame(""), more=more, again=again, marks=len(events))
