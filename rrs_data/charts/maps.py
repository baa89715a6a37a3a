"""Maps: the countries of the programme, and who travelled from where to where."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from rrs_data.charts.arrows import Style, draw_flows, write
from rrs_data.charts.bars import WIDTH, Write
from rrs_data.charts.colours import colour_of_country, strongest_tint, tint
from rrs_data.charts.shapes import NEIGHBOURS, Degrees, Points, layout, load_shapes, project

HEIGHT = 5.1
"""Inches, as are all x and y on a map, counted from its lower left corner."""

MARGIN = 0.1
"""Inches between the countries and the map's upper and lower edge."""


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
    taken = [*_write_names(axes, words, busy), *_write_oblasts(axes, words)]
    nodes = {code: _inches(country.at) for code, country in layout().countries.items()}
    draw_flows(axes, travels, nodes, taken, number)
    corner = Style(7, align="right", colour="brand:quiet")
    write(axes, words.source, WIDTH - 0.06, 0.1, corner)
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


def _write_names(axes: Axes, words: Words, busy: set[str]) -> list[Bbox]:
    """Write the countries' names beside their nodes, of the ``busy`` ones in bold."""
    taken = []
    for code, name in words.names.items():
        own = layout().countries[code]
        x, y = _inches(own.at)
        axes.plot(x, y, "o", markersize=5.5, color=colour_of_country(code), zorder=6)
        style = Style(align=own.align)
        note = words.notes.get(code)
        lift = 0.0 if note is None or own.up < -0.1 else 0.14 if own.up > 0.1 else 0.07
        x, y = x + own.right, y + own.up + lift
        bold = replace(style, weight="semibold" if code in busy else "normal")
        taken.append(write(axes, name, x, y, bold))
        if note is not None:
            taken.append(write(axes, note, x, y - 0.145, replace(style, size=8.5)))
    return taken


def _write_oblasts(axes: Axes, words: Words) -> list[Bbox]:
    """Write the names of the oblasts whose countries are in the programme, on two lines."""
    taken = []
    for code, name in words.oblasts.items():
        oblast = layout().oblasts[code]
        if oblast.country not in words.names:
            continue
        x, y = _inches(oblast.at)
        style = Style(7.5, align=oblast.align)
        taken.append(write(axes, name.replace(" ", "\n"), x, y, style))
        if oblast.points_to:
            to_x, to_y = _inches(oblast.points_to)
            axes.plot((x + 0.04, to_x), (y, to_y), color="brand:quiet", linewidth=0.6, zorder=3)
    return taken
