"""A copy of the demonstration registers with a fault of every kind that people bring about.

Each fault is planted by a function (or, where it is one cell, by a line of ``cells.CELLS``), which
says the finding that it must give: no more, no less.
"""

from __future__ import annotations

from pathlib import Path

from tests.broken import cells, doubles, files, keys, rows, shapes, sums, workbook
from tests.broken.copy_of import FAULTS, Broken, Told
from tests.broken.writing import write

PLANTED_BY = (cells, keys, rows, sums, doubles, shapes, files, workbook)
"""The modules that plant them."""


def break_registers(directory: Path) -> list[Told]:
    """Write registers with all faults into a directory, and say what is to be found there."""
    directory.mkdir(parents=True)
    broken = Broken.of_the_shipped(directory)
    planted = [fault for module in PLANTED_BY for fault in FAULTS[module.__name__]]
    told = [one for plant in planted for one in plant(broken)]
    write(broken)
    return sorted(told)
