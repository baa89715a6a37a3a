"""Maps: the countries of the programme, and who travelled from where to where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from rrs_data.charts.bars import WIDTH, Write, written
from rrs_data.charts.colours import tint
from rrs_data.charts.placing import NUMBERS, Placing
from rrs_data.charts.shapes import Frame, Points, Shape, world

HEIGHT = 5.1
"""Inches, as are all x and y on a map, counted from its lower left corner."""

WIDEST = 30
"""A map's largest flow has the widest arrow, unless it is of fewer people than this."""


COVER = (6.7, 3.6)
"""Inches: a cover's picture."""


class Outlined(NamedTuple):
    """A focus region of a country: its name on the map, and its shape."""

    country: str
    name: str
    shape: Shape


@dataclass(frozen=True)
class Words:
    """What is written on a map.

    ``names`` of the countries in the programme by their ISO 3166 codes (the others stay blank),
    ``notes`` under some of them, the ``source`` in the corner, and the focus ``regions``.
    """

    names: Mapping[str, str]
    notes: Mapping[str, str]
    source: str
    regions: Sequence[Outlined] = ()


def country_map(
    travels: pd.DataFrame, words: Words, number: Write, own: str | None = None
) -> Figure:
    """The countries, ``own`` in a colour of its own, and an arrow for each row of a frame.

    The frame's columns are ``home``, ``host`` and ``people``. An arrow is as wide as its people are
    many, has the colour of their own country, and carries their number.
    """
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="brand:background")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.set_axis_off()
    if not words.names:
        return figure
    frame = Frame((world()[code] for code in words.names), (WIDTH, HEIGHT))
    _draw_land(axes, frame, words, own)
    dots = {code: frame.inches(world()[code].at) for code in words.names}
    placing = Placing(figure, dots.values())
    source = _write(axes, words.source, fontsize=7, color="brand:quiet")
    placing.beside(source, np.array([WIDTH, 0]), gaps=[0])
    _draw_arrows(axes, placing, dots, travels, number, own)
    for code, dot in dots.items():
        axes.plot(*dot, "o", markersize=5.5, color=_colour_of(code, own), zorder=6)
        weight = "semibold" if code in {*travels["home"], *travels["host"]} else "normal"
        name = "\n".join(filter(None, (words.names[code], words.notes.get(code))))
        placing.beside(_write(axes, name, fontweight=weight), dot)
    for region in words.regions:
        at = frame.inches(region.shape.at)
        if not region.shape.rings:
            axes.plot(*at, "d", markersize=4, color=_colour_of(region.country, own))
        text = _write(axes, region.name.replace(" ", "\n"), fontsize=7.5)
        placing.over(text, at)
    return figure


def cover_map(
    ties: pd.DataFrame, countries: Iterable[str], own: str = "", size: tuple[float, float] = COVER
) -> Figure:
    """The countries and who met whom, without a word, on the ground of the cover.

    ``ties`` have the columns ``home``, ``host`` and ``people``; lines are as wide as their people
    are many, and ``own`` stands out. It looks the same on a dark page.
    """
    codes = [code for code in countries if code in world()]
    figure = Figure(figsize=size, facecolor="brand:band")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, size[0]), ylim=(0, size[1]))
    axes.set_axis_off()
    if not codes:
        return figure
    frame = Frame((world()[code] for code in codes), size)
    for code in codes:
        ground = tint("brand:band-line", 0.3 if code == own else 0.14, "brand:band")
        if shape := frame.outline(world()[code].rings):
            axes.add_artist(PathPatch(shape, facecolor=ground, edgecolor="brand:band"))
    dots = {code: frame.inches(world()[code].at) for code in codes}
    met = ties[ties["home"].isin(codes) & ties["host"].isin(codes) & (ties["home"] != ties["host"])]
    most = max(met["people"].max(), WIDEST)
    for home, host, people in met[["home", "host", "people"]].itertuples(index=False):
        colour = "brand:band-own" if home == own else "brand:band-line"
        line = tint(colour, 0.75, "brand:band")
        axes.add_patch(_line(dots[home], dots[host], 0.7 + 3.3 * people / most, line))
    for code, dot in dots.items():
        mark = "brand:band-own" if code == own else "brand:band-line"
        axes.plot(*dot, "o", markersize=13 if code == own else 7, color=mark, zorder=5)
    return figure


def _line(start: Points, end: Points, width: float, colour: str) -> FancyArrowPatch:
    """A bent line between two places; the way back bends to the other side of it."""
    way: dict[str, Any] = {"posA": tuple(start), "posB": tuple(end), "arrowstyle": "-"}
    bent = "arc3,rad=0.2"
    return FancyArrowPatch(
        **way, connectionstyle=bent, linewidth=width, color=colour, capstyle="round"
    )


def _colour_of(code: str, own: str | None) -> str:
    return "brand:own" if code == own else "brand:primary"


def _draw_land(axes: Axes, frame: Frame, words: Words, own: str | None) -> None:
    """Fill the countries in the programme with tints of their colours, what is around quietly."""

    def fill(rings: Iterable[Points], colour: str, edge: str) -> None:
        if shape := frame.outline(rings):
            axes.add_artist(PathPatch(shape, facecolor=colour, edgecolor=edge, linewidth=0.8))

    others = [shape.rings for code, shape in world().items() if code not in words.names]
    fill(chain(*others), tint("brand:line", 0.3), "none")
    grounds = {}
    for code in words.names:
        strong = _colour_of(code, own)
        grounds[code] = tint(strong, 0.3 if code == own else 0.18)
        fill(world()[code].rings, grounds[code], "brand:background")
    for region in words.regions:
        strong = _colour_of(region.country, own)
        fill(region.shape.rings, tint(strong, 0.15, grounds[region.country]), strong)


def _draw_arrows(
    axes: Axes,
    placing: Placing,
    dots: Mapping[str, Points],
    travels: pd.DataFrame,
    number: Write,
    own: str | None,
) -> None:
    """Draw the arrows, the widest first, then their numbers, which keep clear of all of them."""
    ranked = travels.sort_values("people", ascending=False, kind="stable")
    ways = []
    for home, host, people in ranked[["home", "host", "people"]].itertuples(index=False):
        bend, way = placing.bend(dots[home], dots[host])
        width = 0.8 + 3.4 * people / max(travels["people"].max(), WIDEST)
        patch = FancyArrowPatch(
            posA=tuple(dots[home]),
            posB=tuple(dots[host]),
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=6 + 1.2 * width,
            shrinkA=4,
            shrinkB=5,
            linewidth=width,
            color=_colour_of(home, own),
            capstyle="butt",
            joinstyle="miter",
            zorder=4,
            path_effects=[withStroke(linewidth=width + 1.4, foreground="brand:background")],
        )
        axes.add_patch(patch)
        ways.append((way, written(people, number), _colour_of(home, own)))
    for way, people, colour in ways:
        ground = {"facecolor": "brand:background", "edgecolor": colour, "linewidth": 0.7}
        plate: dict[str, Any] = {"bbox": {"boxstyle": "round,pad=0.14", **ground}, "zorder": 8}
        plate |= {"fontsize": 8.5, "fontweight": "semibold", "va": "center_baseline"}
        placing.put(_write(axes, people, path_effects=[], **plate), way[list(NUMBERS)])


def _write(axes: Axes, text: str, **style: Any) -> Text:
    """Write a text that is still to be placed, legible over whatever it lies on."""
    usual: dict[str, Any] = {"fontsize": 9.5, "ha": "center", "va": "center", "zorder": 7}
    halo = [withStroke(linewidth=2, foreground="brand:background", alpha=0.7)]
    usual |= {"color": "brand:foreground", "linespacing": 1.15, "path_effects": halo}
    return axes.text(0, 0, text, **usual | style)
