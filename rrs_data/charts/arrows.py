"""Arrows: people on their way from their own country to their host's, and the texts of a map.

All x and y are inches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.bezier import BezierSegment
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch
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
    """How a text is written: its size in points, weight, alignment and colour."""

    size: float = 9.5
    weight: str = "normal"
    align: Align = "center"
    colour: str = "brand:foreground"


def write(axes: Axes, text: str, x: float, y: float, style: Style) -> Bbox:
    """Write a text, its middle at y, legible over whatever it lies on; return its room."""
    axes.text(
        x,
        y,
        text,
        color=style.colour,
        fontsize=style.size,
        fontweight=style.weight,
        horizontalalignment=style.align,
        verticalalignment="center",
        linespacing=LINE,
        zorder=7,
        path_effects=[withStroke(linewidth=2, foreground="brand:background", alpha=0.7)],
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


@dataclass(frozen=True)
class Flow:
    """People of one country at events in another, by the countries' codes."""

    home: str
    host: str
    people: float


def draw_flows(
    axes: Axes,
    flows: Sequence[Flow],
    nodes: Mapping[str, Points],
    taken: Sequence[Bbox],
    number: Write,
) -> None:
    """Draw the flows from node to node, the largest undermost, and on each its number.

    The numbers keep clear of the names, whose room is ``taken``.
    """
    ranked = sorted(flows, key=lambda flow: -flow.people)
    for flow in ranked:
        _draw(axes, flow, nodes, max(ranked[0].people, WIDEST))
    style = Style(8.5, "semibold")
    texts = [written(flow.people, number) for flow in ranked]
    full = [*taken, *(around(x, y, 0.12, 0.12) for x, y in nodes.values())]
    ways = [_way(flow, nodes) for flow in ranked]
    spots = _spots(ways, [room(text, style) for text in texts], full)
    for flow, text, spot in zip(ranked, texts, spots, strict=True):
        _write_number(axes, text, spot, style, colour_of_country(flow.home))


def _bend(flow: Flow) -> float:
    return layout().bends.get((flow.home, flow.host), BEND)


def _way(flow: Flow, nodes: Mapping[str, Points]) -> Points:
    """Points along a flow's way, a quadratic Bézier curve, without its ends."""
    start, end = nodes[flow.home], nodes[flow.host]
    x, y = end - start
    knee = (start + end) / 2 + _bend(flow) * np.array([y, -x])
    way: Points = BezierSegment(np.array([start, knee, end]))(np.linspace(0.1, 0.9, 65))
    return way


def _draw(axes: Axes, flow: Flow, nodes: Mapping[str, Points], most: float) -> None:
    """Draw a flow's arrow in the home country's colour; ``most`` people have the widest one."""
    width = 0.8 + 3.4 * flow.people / most
    (x, y), (to_x, to_y) = nodes[flow.home], nodes[flow.host]
    patch = FancyArrowPatch(
        posA=(x, y),
        posB=(to_x, to_y),
        connectionstyle=f"arc3,rad={_bend(flow)}",
        arrowstyle="-|>",
        mutation_scale=6 + 1.2 * width,
        shrinkA=4,
        shrinkB=5,
        linewidth=width,
        color=colour_of_country(flow.home),
        capstyle="butt",
        joinstyle="miter",
        zorder=4,
        path_effects=[withStroke(linewidth=width + 1.4, foreground="brand:background")],
    )
    axes.add_patch(patch)


def _spots(
    ways: Sequence[Points], sizes: Sequence[tuple[float, float]], taken: Sequence[Bbox]
) -> list[Bbox]:
    """Where the numbers stand, each chosen again when the others have theirs."""
    spots: dict[int, Bbox] = {}
    for _ in range(3):
        for own, (way, size) in enumerate(zip(ways, sizes, strict=True)):
            others = [other for other in ways if other is not way]
            full = [*taken, *(spot for number, spot in spots.items() if number != own)]
            spots[own] = _free(way, others, size, full)
    return [spots[number] for number in range(len(ways))]


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


def _write_number(axes: Axes, text: str, spot: Bbox, style: Style, edge: str) -> None:
    """Write a number on a plate with an edge of its arrow's colour."""
    axes.text(
        (spot.x0 + spot.x1) / 2,
        (spot.y0 + spot.y1) / 2,
        text,
        color=style.colour,
        fontsize=style.size,
        fontweight=style.weight,
        horizontalalignment="center",
        verticalalignment="center_baseline",
        zorder=8,
        bbox={
            "boxstyle": "round,pad=0.14",
            "facecolor": "brand:background",
            "edgecolor": edge,
            "linewidth": 0.7,
        },
    )
