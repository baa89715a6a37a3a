"""Arrows: people on their way from their own country to their host's, drawn on a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.bezier import BezierSegment
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from rrs_data.charts.bars import Format
from rrs_data.charts.lettering import Style, around, room
from rrs_data.charts.palette import Palette
from rrs_data.charts.shapes import Points, layout

BEND = 0.2
"""How far an arrow bends to its right, as a share of its length, unless the layout says otherwise.

Two opposite ways so never meet.
"""

WIDEST = 30
"""A map's largest flow has the widest arrow, unless it is of fewer people than this."""


@dataclass(frozen=True)
class Flow:
    """People of one country at events in another, by the countries' codes."""

    home: str
    host: str
    people: int


@dataclass(frozen=True)
class Arrow:
    """A flow's way on the map, in inches: a quadratic Bézier curve."""

    flow: Flow
    start: Points
    end: Points

    @property
    def bend(self) -> float:
        """How far the way bends to its right, as a share of its length."""
        return layout().bends.get((self.flow.home, self.flow.host), BEND)

    @cached_property
    def points(self) -> Points:
        """Points along the way, without its ends."""
        x, y = self.end - self.start
        knee = (self.start + self.end) / 2 + self.bend * np.array([y, -x])
        curve = BezierSegment(np.array([self.start, knee, self.end]))
        way: Points = curve(np.linspace(0.1, 0.9, 65))
        return way

    def draw(self, axes: Axes, most: int, palette: Palette) -> None:
        """Draw the way in the home country's colour; ``most`` people have the widest arrow."""
        width = 0.8 + 3.4 * self.flow.people / most
        patch = FancyArrowPatch(
            posA=(self.start[0], self.start[1]),
            posB=(self.end[0], self.end[1]),
            connectionstyle=f"arc3,rad={self.bend}",
            arrowstyle="-|>",
            mutation_scale=6 + 1.2 * width,
            shrinkA=4,
            shrinkB=5,
            linewidth=width,
            color=palette.country(self.flow.home),
            capstyle="butt",
            joinstyle="miter",
            zorder=4,
            path_effects=[withStroke(linewidth=width + 1.4, foreground=palette["background"])],
        )
        axes.add_patch(patch)


def draw_flows(
    axes: Axes,
    flows: Sequence[Flow],
    nodes: Mapping[str, Points],
    taken: Sequence[Bbox],
    palette: Palette,
    write: Format,
) -> None:
    """Draw the flows from node to node, the largest undermost, and on each its number.

    The numbers keep clear of the names, whose room is ``taken``.
    """
    ranked = sorted(flows, key=lambda flow: -flow.people)
    arrows = [Arrow(flow, nodes[flow.home], nodes[flow.host]) for flow in ranked]
    for arrow in arrows:
        arrow.draw(axes, max(ranked[0].people, WIDEST), palette)
    style = Style(palette["foreground"], palette["background"], 8.5, "semibold")
    texts = [write(arrow.flow.people) for arrow in arrows]
    full = [*taken, *(around(x, y, 0.12, 0.12) for x, y in nodes.values())]
    spots = _spots(arrows, [room(text, style) for text in texts], full)
    for arrow, text, spot in zip(arrows, texts, spots, strict=True):
        _number(axes, text, spot, style, palette.country(arrow.flow.home))


def _spots(
    arrows: Sequence[Arrow], sizes: Sequence[tuple[float, float]], taken: Sequence[Bbox]
) -> list[Bbox]:
    """Where the numbers stand, each chosen again when the others have theirs."""
    spots: dict[int, Bbox] = {}
    for _ in range(3):
        for own, (arrow, size) in enumerate(zip(arrows, sizes, strict=True)):
            others = [other.points for other in arrows if other is not arrow]
            full = [*taken, *(spot for number, spot in spots.items() if number != own)]
            spots[own] = _free(arrow.points, others, size, full)
    return [spots[number] for number in range(len(arrows))]


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


def _number(axes: Axes, text: str, spot: Bbox, style: Style, edge: str) -> None:
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
            "facecolor": style.ground,
            "edgecolor": edge,
            "linewidth": 0.7,
        },
    )
