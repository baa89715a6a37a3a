"""Placing: arrows and texts of a map, each where it covers least of what stands there already."""

from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.bezier import BezierSegment
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionStyle
from matplotlib.text import Text

from rrs_data.charts.shapes import Points

BENDS = (0.2, 0.3, 0.1, -0.2, -0.3)
"""How far an arrow may bend to its right, as shares of its length, the usual one first.

With the same bend two opposite ways never meet.
"""

WAY = np.linspace(0, 1, 41)
"""The shares of its way at which an arrow is looked at."""

NUMBERS = (20, 17, 23, 14, 26, 11, 29, 8, 32)
"""Where on this way its number may stand, the middle first."""

AROUND = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)])
"""Where a name may stand beside a dot."""

NEAR, DOT, FREE = 0.12, 0.08, 0.04
"""Inches: to keep from arrows, from the middle of a dot to its names, and around a text."""


class Placing:
    """What stands on a picture, and where there is room on it; all in inches.

    ``taken`` are the corners of texts and dots: left, lower, right, upper.
    """

    def __init__(self, figure: Figure, dots: Sequence[Points]) -> None:
        self.figure, self.dots, self.arrows = figure, dots, list[Points]()
        FigureCanvasAgg(figure)  # texts are measured as it draws them
        self.taken = [np.concatenate([dot - DOT, dot + DOT]) for dot in dots]

    def bend(self, start: Points, end: Points) -> tuple[float, Points]:
        """The bend and the way of an arrow that is in nobody's way, other dots' least of all."""
        others = [dot for dot in self.dots if (dot != start).any() and (dot != end).any()]
        ways = {bend: _way(start, end, bend) for bend in BENDS}

        def crowd(bend: float) -> int:
            inner = ways[bend][6:-6]
            return 3 * _close(inner, others) + sum(_close(inner, way) for way in self.arrows)

        best = min(BENDS, key=crowd)
        self.arrows.append(ways[best])
        return best, ways[best]

    def in_corner(self, text: Text) -> None:
        """Put a text in the lower right corner."""
        half = self._size(text) / 2
        self.put(text, np.array([(self.figure.get_figwidth() - half[0], half[1])]))

    def beside(self, text: Text, dot: Points) -> None:
        """Put a text beside a dot."""
        half = self._size(text) / 2
        self.put(text, dot + np.concatenate([AROUND * (half + away) for away in (DOT, 2 * DOT)]))

    def over(self, text: Text, point: Points) -> None:
        """Put a text over a point, or as near to it as there is room."""
        away = np.concatenate([AROUND * halves for halves in (0, 0.5, 1, 1.5, 2)])
        self.put(text, point + away * self._size(text) / 2)

    def put(self, text: Text, spots: Points) -> None:
        """Put the middle of a text on the best of some spots, the first of equally good ones."""
        half = self._size(text) / 2
        costs = [self._covered(spot - half, spot + half) for spot in spots]
        best = spots[np.argmin(costs)]
        text.set_position(tuple(best))
        self.taken.append(np.concatenate([best - half, best + half]))

    def _size(self, text: Text) -> Points:
        pixels = text.get_window_extent()
        size: Points = np.array(pixels.size) / self.figure.dpi + 2 * FREE
        return size

    def _covered(self, low: Points, high: Points) -> float:
        """What a text would cover: other texts and the picture's edge above all, then arrows."""
        taken = np.array(self.taken)
        shared = np.minimum(high, taken[:, 2:]) - np.maximum(low, taken[:, :2])
        texts = shared.clip(min=0).prod(axis=1).sum()
        inside = np.minimum(high, self.figure.get_size_inches()) - np.maximum(low, 0)
        out = (high - low).prod() - inside.clip(min=0).prod()
        ways = np.concatenate([*self.arrows, np.empty((0, 2))])
        return float(10_000 * (texts + out) + ((ways > low) & (ways < high)).all(axis=1).sum())


def _way(start: Points, end: Points, bend: float) -> Points:
    bent = ConnectionStyle.Arc3(bend).connect((start[0], start[1]), (end[0], end[1]))
    way: Points = BezierSegment(bent.vertices)(WAY)
    return way


def _close(way: Points, points: Sequence[Points] | Points) -> int:
    """How many of some points an arrow's way comes near to."""
    away = way[:, None] - np.reshape(points, (-1, 2))
    return int((np.linalg.norm(away, axis=-1) < NEAR).any(axis=0).sum())
