"""Maps: the countries of the programme, and who travelled from where to where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.bezier import BezierSegment
from matplotlib.figure import Figure, SubFigure
from matplotlib.patches import ConnectionStyle, FancyArrowPatch, PathPatch
from matplotlib.text import Text

from rrs_data.charts.bars import WIDTH
from rrs_data.charts.colours import tint
from rrs_data.charts.shapes import Frame, Points, Shape, world

SHAPE = 0.82
"""A map's height to its width."""

WIDEST = 30
"""A map's largest flow has the widest arrow, unless it is of fewer people than this."""


COVER = (6.7, 3.6)
"""Inches: a cover's picture."""


SMALL, EDGE = 9.0, "brand:background"
"""Points of a map's small letters, and the colour of its borders."""


BENDS = (0.2, 0.3, 0.1, -0.2, -0.3)
"""How far an arrow may bend to its right, as shares of its length, the usual one first.

With the same bend two opposite ways never meet.
"""

AROUND = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)])
"""To which sides of a place its name may stand."""

STEPS = (0, 0.5, 1, 1.5, 2, 3, 4)
"""How far from its place a text over it may move, in halves of its own size."""

NEAR, DOT, FREE = 0.12, 0.08, 0.04
"""Inches: to keep from arrows, from the middle of a dot to its names, and around a text."""


class Outlined(NamedTuple):
    """A focus region of a country: its name on the map, and its shape."""

    country: str
    name: str
    shape: Shape


@dataclass(frozen=True)
class Words:
    """What is written on a map.

    ``names`` of the countries in the programme by their ISO 3166 codes (the others stay blank), the
    ``source`` in the corner, and the focus ``regions``.
    """

    names: Mapping[str, str]
    source: str
    regions: Sequence[Outlined] = ()


def country_map(
    travels: pd.DataFrame,
    notes: Mapping[str, Mapping[str, str]],
    words: Words,
    width: float = WIDTH,
) -> Figure:
    """A map for each of some countries, with those who came and those who went.

    The frame's columns are ``of``, the country whose map it is, ``home``, ``host`` and ``people``;
    a line is as wide as its people are many. By the maps' countries are the ``notes`` on others.
    Of several each has its name above, of one it is the report's own.
    """
    several = len(notes) > 1
    across = 2 if several and width == WIDTH else 1
    size = (width / across, SHAPE * width / across)
    down = max(-(-len(notes) // across), 1)
    figure = Figure(figsize=(width, down * size[1]), facecolor="brand:background")
    most = max(travels["people"].astype(float).max(), WIDEST) if len(travels) else WIDEST
    for number, (own, noted) in enumerate(notes.items() if words.names else ()):
        column, row = number % across, number // across
        rectangle = (column / across, 1 - (row + 1) / down, 1 / across, 1 / down)
        axes = figure.add_axes(rectangle, xlim=(0, size[0]), ylim=(0, size[1]))
        axes.set_axis_off()
        ways = travels[travels["of"] == own]
        colour = "brand:primary" if several else "brand:own"
        _draw(axes, ways.assign(width=ways["people"] / most), noted, words, own, colour)
    return figure


def _draw(
    axes: Axes,
    ways: pd.DataFrame,
    notes: Mapping[str, str],
    words: Words,
    own: str,
    colour: str,
) -> None:
    """One country's map: land, lines with the widest first, names of those who met, the source."""
    size = axes.get_xlim()[1], axes.get_ylim()[1]
    frame = Frame((world()[code] for code in words.names), size)
    others = [shape.rings for code, shape in world().items() if code not in words.names]
    _fill(axes, frame, chain(*others), tint("brand:line", 0.3), "none")
    for code in words.names:
        ground = tint(colour, 0.4) if code == own else tint("brand:line", 0.65)
        _fill(axes, frame, world()[code].rings, ground)
    regions = [one for one in words.regions if one.country == own or size[0] > WIDTH / 2]
    for region in regions:
        _fill(axes, frame, region.shape.rings, tint("brand:quiet", 0.3))
    dots = {code: frame.inches(world()[code].at) for code in words.names}
    placing = Placing(axes.figure, dots.values(), size)
    if axes is axes.figure.axes[0]:
        text = fill(words.source, int(size[0] * 13))
        source = _write(axes, text, fontsize=SMALL, color="brand:quiet")
        placing.beside(source, np.array([size[0], 0]), gaps=[0])
    ranked = ways.sort_values("width", ascending=False, kind="stable")[["home", "host", "width"]]
    for home, host, width in ranked.itertuples(index=False):
        bend, _ = placing.bend(dots[home], dots[host])
        shade = colour if home == own or colour == "brand:primary" else "brand:primary"
        axes.add_patch(_line(dots[home], dots[host], 0.8 + 4 * width, shade, bend))
    met = {own, *ways["home"], *ways["host"]}
    for code, dot in dots.items():
        mark = colour if code == own else "brand:primary" if code in met else "brand:others"
        axes.plot(*dot, "o", markersize=8 if code == own else 5, color=mark, zorder=6)
    for code in sorted(dots, key=lambda code: (code != own, code not in met)):
        if code in met or size[0] == WIDTH:
            weight = "semibold" if code in met else "normal"
            name = "\n".join(filter(None, (words.names[code], notes.get(code))))
            placing.beside(_write(axes, name, fontweight=weight), dots[code])
    for region in regions if size[0] == WIDTH else ():
        at = frame.inches(region.shape.at)
        axes.plot(*at, "" if region.shape.rings else "d", markersize=4, color="brand:quiet")
        placing.over(_write(axes, region.name.replace(" ", "\n"), fontsize=SMALL), at)


def _fill(axes: Axes, frame: Frame, rings: Iterable[Points], ground: str, edge: str = EDGE) -> None:
    if shape := frame.outline(rings):
        axes.add_artist(PathPatch(shape, facecolor=ground, edgecolor=edge, linewidth=0.8))


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
        _fill(axes, frame, world()[code].rings, ground, "brand:band")
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


def _line(
    start: Points, end: Points, width: float, colour: str, bend: float = 0.2
) -> FancyArrowPatch:
    """A bent line between two places; the way back bends to the other side of it."""
    return FancyArrowPatch(
        posA=tuple(start),
        posB=tuple(end),
        arrowstyle="-",
        connectionstyle=f"arc3,rad={bend}",
        linewidth=width,
        color=colour,
        capstyle="round",
    )


def _write(axes: Axes, text: str, **style: Any) -> Text:
    """Write a text that is still to be placed, legible over whatever it lies on."""
    usual: dict[str, Any] = {"fontsize": 9.5, "ha": "center", "va": "center", "zorder": 7}
    ground = {"boxstyle": "square,pad=0.1", "facecolor": "brand:background"}
    usual |= {"color": "brand:foreground", "linespacing": 1.15}
    usual |= {"bbox": {**ground, "alpha": 0.6, "linewidth": 0}}
    return axes.text(0, 0, text, **usual | style)


class Placing:
    """What stands on a picture of a ``size``, and where there is room on it; all in inches.

    ``taken`` are the lower left and the upper right corners of texts and dots.
    """

    def __init__(
        self, figure: Figure | SubFigure, dots: Iterable[Points], size: tuple[float, float]
    ) -> None:
        self.size, self.dots, self.arrows = size, np.array(list(dots)), np.empty((0, 2))
        FigureCanvasAgg(figure.figure)  # texts are measured as it draws them
        self.taken = [np.array([dot - DOT, dot + DOT]) for dot in self.dots]

    def bend(self, start: Points, end: Points) -> tuple[float, Points]:
        """The bend and the way of an arrow that is least in the way of others and of dots."""

        def way(bend: float) -> Points:
            bent = ConnectionStyle.Arc3(bend).connect((start[0], start[1]), (end[0], end[1]))
            return np.array(BezierSegment(bent.vertices)(np.linspace(0, 1, 41)))

        def crowd(bend: float) -> int:
            away = way(bend)[6:-6, None] - np.concatenate([self.arrows, self.dots, self.dots])
            return int((np.linalg.norm(away, axis=-1) < NEAR).any(axis=0).sum())

        best = min(BENDS, key=crowd)
        self.arrows = np.concatenate([self.arrows, way(best)])
        return best, way(best)

    def beside(self, text: Text, place: Points, gaps: Sequence[float] = (DOT, 2 * DOT)) -> None:
        """Put a text beside a place, as near to it as there is room."""
        self.put(text, place + np.concatenate([AROUND * (_half(text) + gap) for gap in gaps]))

    def over(self, text: Text, place: Points) -> None:
        """Put a text over a place, or as near to it as there is room."""
        self.put(text, place + np.concatenate([AROUND * _half(text) * step for step in STEPS]))

    def put(self, text: Text, spots: Points) -> None:
        """Put the middle of a text on the best of some spots, the first of equally good ones."""
        half = _half(text)
        best = min(spots, key=lambda spot: self._covered(spot - half, spot + half))
        text.set_position(tuple(best))
        self.taken.append(np.array([best - half, best + half]))

    def _covered(self, low: Points, high: Points) -> float:
        """What a text would cover: other texts and the picture's edge above all, then arrows."""
        lows, highs = np.array(self.taken).transpose(1, 0, 2)
        texts = (np.minimum(high, highs) - np.maximum(low, lows)).clip(min=0).prod(axis=1).sum()
        inside = np.minimum(high, self.size) - np.maximum(low, 0)
        out = (high - low).prod() - inside.clip(min=0).prod()
        arrows = ((self.arrows > low) & (self.arrows < high)).all(axis=1).sum()
        return float(10_000 * (texts + out) + arrows)


def _half(text: Text) -> Points:
    """Half the width and height that a text takes."""
    return np.array(text.get_window_extent().size) / text.figure.dpi / 2 + FREE
