"""Lettering: texts on a picture whose x and y are inches, and the room that they take."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from rrs_data.charts.shapes import Align

LINE = 1.15
"""The height of a line, in sizes of its letters."""


@dataclass(frozen=True)
class Style:
    """How a text is written: its colour and its ground's, size in points, weight, alignment."""

    colour: str
    ground: str
    size: float = 9.5
    weight: str = "normal"
    align: Align = "center"


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
        path_effects=[withStroke(linewidth=2, foreground=style.ground, alpha=0.7)],
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
