"""Placing: arrows and texts of a map, each where it covers least of what stands there already."""

from collections.abc import Iterable, Sequence

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

NUMBERS = (20, 17, 23, 14, 26, 11, 29, 8, 32)
"""At which of the 41 points of an arrow's way its number may stand, the middle first."""

AROUND = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)])
"""To which sides of a place its name may stand."""

STEPS = (0, 0.5, 1, 1.5, 2, 3, 4)
"""How far from its place a text over it may move, in halves of its own size."""

NEAR, DOT, FREE = 0.12, 0.08, 0.04
"""Inches: to keep from arrows, from the middle of a dot to its names, and around a text."""


class Placing:
    """What stands on a picture, and where there is room on it; all in inches.

    ``taken`` are the lower left and the upper right corners of texts and dots.
    """

    def __init__(self, figure: Figure, dots: Iterable[Points]) -> None:
        self.figure, self.dots, self.arrows = figure, np.array(list(dots)), np.empty((0, 2))
        FigureCanvasAgg(figure)  # texts are measured as it draws them
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
        inside = np.minimum(high, self.figure.get_size_inches()) - np.maximum(low, 0)
        out = (high - low).prod() - inside.clip(min=0).prod()
        arrows = ((self.arrows > low) & (self.arrows < high)).all(axis=1).sum()
        return float(10_000 * (texts + out) + arrows)


def _half(text: Text) -> Points:
    """Half the width and height that a text takes."""
    return np.array(text.get_window_extent().size) / text.figure.dpi / 2 + FREE
