"""Maps: the countries of the programme, and who travelled from where to where."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.bezier import BezierSegment
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, PathPatch

from rrs_data.charts.bars import WIDTH
from rrs_data.charts.colours import tint
from rrs_data.charts.shapes import Frame, Points, Shape, world

WIDEST = 30
"""A map's largest flow has the widest arrow, unless it is of fewer people than this."""

SMALL = 9.0
"""Points of a map's small letters."""

AROUND = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)])
"""To which sides of a place its name may stand."""

DOT, FREE = 0.08, 0.04
"""Inches: from the middle of a dot to its names, and around a text."""

NEXT_TO, ON = [(1, DOT), (1, 2 * DOT)], [(step, 0) for step in (0, 0.5, 1, 1.5, 2, 3, 4)]
"""How far a name may stand from a dot or from a region: parts of its own size, and inches."""


def country_map(
    travels: pd.DataFrame,
    texts: Mapping[str, Mapping[str, str]],
    source: str,
    regions: Sequence[tuple[str, str, Shape]] = (),
    width: float = WIDTH,
) -> Figure:
    """A map for each of some countries, with those who came and those who went.

    The frame's columns are ``of``, the country whose map it is, ``home``, ``host`` and ``people``;
    a line is as wide as its people are many. By the maps' countries are the ``texts`` at each of
    the programme's, by ISO 3166 code; others stay blank. ``regions`` are the country, name and
    shape of its focus regions. The ``source`` is in the corner of the first map.
    """
    across = 2 if len(texts) > 1 and width == WIDTH else 1
    size = width / across, 0.76 * width / across
    down = max(-(-len(texts) // across), 1)
    figure = Figure(figsize=(width, down * size[1]))
    edges: dict[str, Any] = {"left": 0, "right": 1, "bottom": 0, "top": 1, "wspace": 0, "hspace": 0}
    limits: dict[str, Any] = {"xlim": (0, size[0]), "ylim": (0, size[1])}
    wide = 0.8 + 4 * travels["people"].astype(float) / max([WIDEST, *travels["people"]])
    ranked = travels.assign(width=wide).sort_values("width", ascending=False, kind="stable")
    maps = figure.subplots(down, across, squeeze=False, subplot_kw=limits, gridspec_kw=edges).flat
    for axes in maps:
        axes.set_axis_off()
    for number, (own, written) in enumerate(texts.items()):
        corner = "" if number else fill(source, int(size[0] * 13))
        _draw(maps[number], ranked[ranked["of"] == own], written, own, regions, corner)
    return figure


def _draw(
    axes: Axes,
    ways: pd.DataFrame,
    texts: Mapping[str, str],
    own: str,
    regions: Sequence[tuple[str, str, Shape]],
    source: str,
) -> None:
    """One country's map: land, lines with the widest first, names of those who met, the source."""
    size, alone = axes.viewLim.size, len(axes.figure.axes) == 1
    wide, colour = size[0] == WIDTH, "brand:own" if alone else "brand:primary"
    frame = Frame((world()[code] for code in texts), size)
    others = [shape.rings for code, shape in world().items() if code not in texts]
    _fill(axes, frame, chain(*others), tint("brand:line", 0.3), "none")
    for code in texts:
        ground = tint(colour, 0.4) if code == own else tint("brand:line", 0.65)
        _fill(axes, frame, world()[code].rings, ground)
    regions = [one for one in regions if one[0] == own or wide]
    for *_, shape in regions:
        _fill(axes, frame, shape.rings, tint("brand:quiet", 0.3))
    dots = {code: frame.inches(world()[code].at) for code in texts}
    taken = [np.array([dot - DOT, dot + DOT]) for dot in dots.values()]
    FigureCanvasAgg(axes.figure.figure)  # texts are measured as it draws them
    if source:
        corner = np.array([size[0], 0])
        _write(axes, source, corner, [(1, 0)], taken, fontsize=SMALL, color="brand:quiet")
    for line in _connect(axes, dots, ways, own, (colour, "brand:primary")):
        taken += [np.array([at - FREE, at + FREE]) for at in line] if wide else []
    met = {own, *ways["home"], *ways["host"]}
    for code, dot in dots.items():
        mark = colour if code == own else "brand:primary" if code in met else "brand:others"
        axes.plot(*dot, "o", markersize=8 if code == own else 5, color=mark, zorder=6)
    for code in sorted(dots, key=lambda code: (code != own, code not in met)):
        if code in met or wide:
            weight = "semibold" if code in met else "normal"
            _write(axes, texts[code], dots[code], NEXT_TO, taken, fontweight=weight)
    for _, region, shape in regions if wide else ():
        at = frame.inches(shape.at)
        axes.plot(*at, "" if shape.rings else "d", markersize=4, color="brand:quiet")
        _write(axes, region.replace(" ", "\n"), at, ON, taken, fontsize=SMALL)


def _fill(
    axes: Axes, frame: Frame, rings: Iterable[Points], ground: str, edge: str = "brand:background"
) -> None:
    if shape := frame.outline(rings):
        axes.add_artist(PathPatch(shape, facecolor=ground, edgecolor=edge, linewidth=0.8))


def cover_map(
    ties: pd.DataFrame, codes: Iterable[str], own: str = "", size: tuple[float, float] = (6.7, 3.6)
) -> Figure:
    """The countries and who met whom, without a word, on the ground of the cover.

    ``ties`` have the columns ``home``, ``host`` and ``people``; lines are as wide as their people
    are many, and ``own`` stands out. It looks the same on a dark page.
    """
    codes = [code for code in codes if code in world()]
    ties = ties[ties["home"].isin(codes) & ties["host"].isin(codes)]
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
    widths = 0.7 + 3.3 * ties["people"] / max([WIDEST, *ties["people"]])
    lines = [tint(f"brand:band-{name}", 0.75, "brand:band") for name in ("own", "line")]
    _connect(axes, dots, ties.assign(width=widths), own, lines)
    for code, dot in dots.items():
        mark = "brand:band-own" if code == own else "brand:band-line"
        axes.plot(*dot, "o", markersize=13 if code == own else 7, color=mark, zorder=5)
    return figure


def _connect(
    axes: Axes, dots: Mapping[str, Points], ties: pd.DataFrame, own: str, colours: Sequence[str]
) -> list[Points]:
    """Bent lines between places, those from ``own`` in the first colour; ways back bend away.

    Points of each are returned: where there is room, names keep off them.
    """
    lines = []
    for home, host, width in ties[["home", "host", "width"]].itertuples(index=False):
        ends = tuple(dots[home]), tuple(dots[host])
        bent: dict[str, Any] = {"arrowstyle": "-", "connectionstyle": "arc3,rad=0.2"}
        bent |= {"linewidth": width, "color": colours[home != own], "capstyle": "round"}
        line = axes.add_patch(FancyArrowPatch(*ends, **bent))
        lines.append(BezierSegment(line.get_path().vertices)(np.linspace(0, 1, 12)))
    return lines


def _write(
    axes: Axes,
    said: str,
    at: Points,
    steps: Iterable[tuple[float, float]],
    taken: list[Points],
    **style: Any,
) -> None:
    """Write a text where it covers least, on the first of equally good spots around a place.

    It is legible over whatever it lies on. ``taken`` are the lower left and upper right corners of
    texts and dots, to which it is added; it covers also what it has beyond the picture's edge.
    """
    ground = {"boxstyle": "square,pad=0.1", "facecolor": "brand:background", "linewidth": 0}
    usual: dict[str, Any] = {"fontsize": 9.5, "ha": "center", "va": "center", "zorder": 7}
    usual |= {"linespacing": 1.15, "bbox": ground | {"alpha": 0.6}}
    text = axes.text(0, 0, said, **usual | style)
    half = np.array(text.get_window_extent().size) / axes.figure.dpi / 2 + FREE
    spots = np.concatenate([at + AROUND * (half * step + gap) for step, gap in steps])
    (lows, highs), low, high = np.array(taken).transpose(1, 0, 2), spots - half, spots + half
    both = np.minimum(high[:, None], highs) - np.maximum(low[:, None], lows)
    inside = np.minimum(high, axes.viewLim.max) - np.maximum(low, 0)
    covered = both.clip(min=0).prod(axis=2).sum(axis=1) - inside.clip(min=0).prod(axis=1)
    best = spots[covered.round(6).argmin()]
    text.set_position(tuple(best))
    taken.append(np.array([best - half, best + half]))
