"""Maps: the countries of the programme, and who travelled from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.bezier import BezierSegment
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionStyle, FancyArrowPatch, PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from rrs_data.charts.bars import WIDTH, Write, written
from rrs_data.charts.colours import colour_of_country, strongest_tint, tint
from rrs_data.charts.shapes import NEIGHBOURS, Arrow, Degrees, Points, layout, load_shapes, project

HEIGHT = 5.1
"""Inches, as are all x and y on a map, counted from its lower left corner."""

MARGIN = 0.1
"""Inches between the countries and the map's upper and lower edge."""

WIDEST = 30
"""A map's largest flow has the widest arrow, unless it is of fewer people than this."""


@dataclass(frozen=True)
class Words:
    """What is written on a map.

    ``names`` of the countries in the programme (the others stay blank), ``notes`` under some of
    them, names of the ``oblasts`` by code, and the ``source`` in the corner.
    """

    names: Mapping[str, str]
    notes: Mapping[str, str]
    oblasts: Mapping[str, str]
    source: str


def country_map(
    travels: pd.DataFrame, words: Words, number: Write, own: str | None = None
) -> Figure:
    """The countries in their colours, ``own`` standing out, and an arrow for each row of a frame.

    The frame's columns are ``home``, ``host`` and ``people``. An arrow is as wide as its people are
    many, has the colour of their own country, and carries their number.
    """
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="brand:background")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.set_axis_off()
    _draw_land(axes, words, own)
    busy = {*travels["home"], *travels["host"]}
    _write_names(axes, words, busy)
    _write_oblasts(axes, words)
    ranked = travels.sort_values("people", ascending=False, kind="stable")
    for home, host, people in ranked[["home", "host", "people"]].itertuples(index=False):
        width = 0.8 + 3.4 * people / max(travels["people"].max(), WIDEST)
        _draw_arrow(axes, home, host, width, written(people, number))
    corner = {"fontsize": 7, "ha": "right", "color": "brand:quiet"}
    _write(axes, words.source, WIDTH - 0.06, 0.1, **corner)
    return figure


@lru_cache
def _frame() -> tuple[Points, float]:
    """The projected point in the map's lower left corner, and the inches to a projected unit."""
    shapes = load_shapes()
    rings = [ring for code in layout().countries for ring in shapes[code]]
    points = project(np.concatenate(rings))
    low, high = points.min(axis=0), points.max(axis=0)
    scale = float((HEIGHT - 2 * MARGIN) / (high - low)[1])
    return (low + high) / 2 - np.array([WIDTH, HEIGHT]) / 2 / scale, scale


def _inches(degrees: Points | Degrees) -> Points:
    """Where degrees east and north lie on the map."""
    corner, scale = _frame()
    return (project(degrees) - corner) * scale


def _draw_land(axes: Axes, words: Words, own: str | None) -> None:
    """Fill the countries in the programme with tints of their colours, what is around quietly."""
    oblasts = layout().oblasts
    for code, rings in load_shapes().items():
        country = oblasts[code].country if code in oblasts else code
        if country not in words.names:
            colour = tint("brand:line", 0.3)
            edge = colour if code == NEIGHBOURS else "brand:background"
        else:
            strong, edge = colour_of_country(country), "brand:background"
            colour = strongest_tint(strong) if country == own else tint(strong, 0.24)
            if code in oblasts:
                colour, edge = tint(strong, 0.15, colour), strong
        shape = Path.make_compound_path(*(Path(_inches(ring), closed=True) for ring in rings))
        axes.add_patch(PathPatch(shape, facecolor=colour, edgecolor=edge, linewidth=0.8))


def _write_names(axes: Axes, words: Words, busy: set[str]) -> None:
    """Write the countries' names beside their nodes, of the ``busy`` ones in bold."""
    for code, name in words.names.items():
        own = layout().countries[code]
        x, y = _inches(own.at)
        axes.plot(x, y, "o", markersize=5.5, color=colour_of_country(code), zorder=6)
        note = words.notes.get(code)
        lift = 0.0 if note is None or own.up < -0.1 else 0.14 if own.up > 0.1 else 0.07
        x, y = x + own.right, y + own.up + lift
        weight = "semibold" if code in busy else "normal"
        _write(axes, name, x, y, ha=own.align, fontweight=weight)
        if note is not None:
            _write(axes, note, x, y - 0.145, ha=own.align, fontsize=8.5)


def _write_oblasts(axes: Axes, words: Words) -> None:
    """Write the names of the oblasts whose countries are in the programme, on two lines."""
    for code, name in words.oblasts.items():
        oblast = layout().oblasts[code]
        if oblast.country not in words.names:
            continue
        x, y = _inches(oblast.at)
        _write(axes, name.replace(" ", "\n"), x, y, ha=oblast.align, fontsize=7.5)
        if oblast.points_to:
            to_x, to_y = _inches(oblast.points_to)
            axes.plot((x + 0.04, to_x), (y, to_y), color="brand:quiet", linewidth=0.6, zorder=3)


def _draw_arrow(axes: Axes, home: str, host: str, width: float, number: str) -> None:
    """Draw an arrow in the home country's colour, and on it, where the layout says, its number."""
    colour, arrow = colour_of_country(home), layout().arrows.get((home, host), Arrow())
    start, end = (tuple(_inches(layout().countries[code].at)) for code in (home, host))
    bent = ConnectionStyle.Arc3(arrow.bend)
    patch = FancyArrowPatch(
        posA=start,
        posB=end,
        connectionstyle=bent,
        arrowstyle="-|>",
        mutation_scale=6 + 1.2 * width,
        shrinkA=4,
        shrinkB=5,
        linewidth=width,
        color=colour,
        capstyle="butt",
        joinstyle="miter",
        zorder=4,
        path_effects=[withStroke(linewidth=width + 1.4, foreground="brand:background")],
    )
    axes.add_patch(patch)
    x, y = BezierSegment(bent.connect(start, end).vertices)(arrow.number)
    ground = {"facecolor": "brand:background", "edgecolor": colour, "linewidth": 0.7}
    plate: dict[str, Any] = {"bbox": {"boxstyle": "round,pad=0.14", **ground}, "zorder": 8}
    font = {"fontsize": 8.5, "fontweight": "semibold", "va": "center_baseline"}
    _write(axes, number, x, y, **plate, **font, path_effects=[])


def _write(axes: Axes, text: str, x: float, y: float, **style: Any) -> None:
    """Write a text, its middle at y, legible over whatever it lies on."""
    usual: dict[str, Any] = {"fontsize": 9.5, "ha": "center", "va": "center", "zorder": 7}
    halo = [withStroke(linewidth=2, foreground="brand:background", alpha=0.7)]
    usual |= {"color": "brand:foreground", "linespacing": 1.15, "path_effects": halo}
    axes.text(x, y, text, **usual | style)
