"""Arrows: people on their way from their own country to their host's, and the texts of a map.

All x and y are inches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.bezier import BezierSegment
from matplotlib.font_manager import FontProperties
from matplotlib.patches import ConnectionStyle, FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from rrs_data.charts.bars import Write, written
from rrs_data.charts.colours import colour_of_country
from rrs_data.charts.shapes import Align, Points, layout

BEND = 0.2
"""How far an arrow bends to its right, as a share of its length, unless the layout says otherwise.

Two opposite ways so never meet.
"""

WIDEST = 30
"""A map's largest flow has the widest arrow, unless it is of fewer people than this."""

LINE = 1.15
"""The height of a line, in sizes of its letters."""


@dataclass(frozen=True)
class Style:
    """How a text is written: size in points, weight, alignment, colour, the edge of its plate."""

    size: float = 9.5
    weight: str = "normal"
    align: Align = "center"
    colour: str = "brand:foreground"
    plate: str = ""


def write(axes: Axes, text: str, x: float, y: float, style: Style) -> Bbox:
    """Write a text, its middle at y, legible over whatever it lies on; return its room."""
    ground = {"facecolor": "brand:background", "edgecolor": style.plate, "linewidth": 0.7}
    halo = [withStroke(linewidth=2, foreground="brand:background", alpha=0.7)]
    axes.text(
        x,
        y,
        text,
        color=style.colour,
        fontsize=style.size,
        fontweight=style.weight,
        horizontalalignment=style.align,
        verticalalignment="center_baseline" if style.plate else "center",
        linespacing=LINE,
        zorder=8 if style.plate else 7,
        path_effects=[] if style.plate else halo,
        bbox={"boxstyle": "round,pad=0.14", **ground} if style.plate else None,
    )
    wide, high = room(text, style)
    middle = x + wide * {"left": 0.5, "center": 0, "right": -0.5}[style.align]
    return around(middle, y, wide, high)


def room(text: str, style: Style) -> tuple[float, float]:
    """The width and height of a text, in inches."""
    font = FontProperties(family=mpl.rcParams["font.family"], weight=style.weight)
    lines = text.split("\n")
    widths = [
        TextPath((0, 0), line, size=style.size, prop=font).get_extents().width for line in lines
    ]
    return max(widths) / 72, LINE * style.size * len(lines) / 72


def around(x: float, y: float, wide: float, high: float) -> Bbox:
    """The room of a width and a height around a point."""
    return Bbox.from_bounds(x - wide / 2, y - high / 2, wide, high)


def draw_flows(
    axes: Axes,
    travels: pd.DataFrame,
    nodes: Mapping[str, Points],
    taken: Sequence[Bbox],
    form: Write,
) -> None:
    """Draw an arrow for each row of ``travels``, the largest undermost, and on each its number.

    The numbers keep clear of the names, whose room is ``taken``.
    """
    ranked = travels.sort_values("people", ascending=False, kind="stable")
    flows = list(zip(*(ranked[name] for name in ("home", "host", "people")), strict=True))
    for home, host, people in flows:
        width = 0.8 + 3.4 * people / max(flows[0][2], WIDEST)
        _draw(axes, home, host, width, nodes)
    ways = [_way(home, host, nodes) for home, host, _ in flows]
    styles = [Style(8.5, "semibold", plate=colour_of_country(home)) for home, _, _ in flows]
    texts = [written(people, form) for _, _, people in flows]
    full = [*taken, *(around(x, y, 0.12, 0.12) for x, y in nodes.values())]
    for way, text, style in zip(ways, texts, styles, strict=True):
        others = [other for other in ways if other is not way]
        full.append(spot := _free(way, others, room(text, style), full))
        write(axes, text, (spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2, style)


def _arc(home: str, host: str) -> ConnectionStyle.Arc3:
    return ConnectionStyle.Arc3(layout().bends.get((home, host), BEND))


def _way(home: str, host: str, nodes: Mapping[str, Points]) -> Points:
    """Points along an arrow's way, a quadratic Bézier curve, without its ends."""
    curve = BezierSegment(_arc(home, host).connect(tuple(nodes[home]), tuple(nodes[host])).vertices)
    return np.asarray(curve(np.linspace(0.1, 0.9, 65)))


def _draw(axes: Axes, home: str, host: str, width: float, nodes: Mapping[str, Points]) -> None:
    """Draw an arrow in the home country's colour."""
    patch = FancyArrowPatch(
        posA=tuple(nodes[home]),
        posB=tuple(nodes[host]),
        connectionstyle=_arc(home, host),
        arrowstyle="-|>",
        mutation_scale=6 + 1.2 * width,
        shrinkA=4,
        shrinkB=5,
        linewidth=width,
        color=colour_of_country(home),
        capstyle="butt",
        joinstyle="miter",
        zorder=4,
        path_effects=[withStroke(linewidth=width + 1.4, foreground="brand:background")],
    )
    axes.add_patch(patch)


def _free(
    way: Points, others: Sequence[Points], size: tuple[float, float], taken: Sequence[Bbox]
) -> Bbox:
    """Where on a way a number covers least: no text, few points of other ways."""
    crossing = np.concatenate([np.empty((0, 2)), *others])
    boxes = [around(x, y, size[0] + 0.09, size[1] + 0.03) for x, y in way]

    def cost(point: int) -> tuple[int, int, int]:
        box = boxes[point]
        covered = sum(map(box.overlaps, taken))
        return covered, box.count_contains(crossing), abs(point - len(way) // 2)

    return boxes[min(range(len(boxes)), key=cost)]
