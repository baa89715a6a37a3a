"""Drawn figures: how many figures of matplotlib each cell made that no cell ever showed.

A figure can be lost in many ways: closed before it is shown, made without pyplot, saved to a file
only, drawn with a backend that shows nothing. So every figure is noted when it is made, and crossed
out when a picture of it is written to memory, as all that show one do; a file is not the report.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from weakref import ref

from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure


class DrawnFigures:
    """The figures that were made and not shown so far, each with the index of its cell."""

    def __init__(self) -> None:
        """None so far; ``cell`` is the index of the cell that runs."""
        self.cell = 0
        self._of_cell: list[Figure] = []
        self._waiting: list[tuple[ref[Figure], int]] = []

    def made(self, figure: Figure) -> None:
        """A figure was made; it is held until its cell has run, to see whether it was drawn on."""
        self._of_cell.append(figure)

    def shown(self, figure: Figure) -> None:
        """A figure was shown."""
        self._of_cell = [each for each in self._of_cell if each is not figure]
        self._waiting = [each for each in self._waiting if each[0]() is not figure]

    def end_cell(self) -> None:
        """A cell has run: what it made may be shown by a later one, if there is anything on it."""
        self._waiting += [(ref(each), self.cell) for each in self._of_cell if each.axes]
        self._of_cell = []

    def not_shown(self) -> Counter[int]:
        """How many figures were never shown, by the index of their cell."""
        return Counter(cell for _, cell in self._waiting)


@contextmanager
def watched() -> Iterator[DrawnFigures]:
    """Note the figures that are made and shown meanwhile; matplotlib has no hooks for all."""
    drawn = DrawnFigures()

    def after_made(figure: Figure, *_: Any, **__: Any) -> None:
        drawn.made(figure)

    def after_written(canvas: FigureCanvasBase, file: Any, *_: Any, **__: Any) -> None:
        if hasattr(file, "write"):
            drawn.shown(canvas.figure)

    with (
        _followed(Figure, "__init__", after_made),
        _followed(FigureCanvasBase, "print_figure", after_written),
    ):
        yield drawn


@contextmanager
def _followed(owner: type, name: str, after: Callable[..., None]) -> Iterator[None]:
    """Have every call of a method followed by another with the same arguments."""
    own = getattr(owner, name)

    @wraps(own)
    def method(*given: Any, **named: Any) -> Any:
        result = own(*given, **named)
        after(*given, **named)
        return result

    setattr(owner, name, method)
    try:
        yield
    finally:
        setattr(owner, name, own)
