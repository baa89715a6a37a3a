"""The table of a benchmark: every measurement beside the first one."""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

HEADS = ("", "wall, s", "median", "CPU, s", "median", "MiB", "x wall", "x CPU", "aim")
MOST = 2048
"""The aim for the memory, in MiB."""


class Row(NamedTuple):
    """A measurement: seconds, seconds of CPU and MiB of each time.

    ``aim`` is the most that it should take, as a multiple of the first measurement.
    """

    title: str
    aim: float | None
    wall: list[float]
    cpu: list[float]
    memory: list[float]


def table(rows: list[Row]) -> str:
    """The measurements as lines of text: the least, the median, and multiples of the first one.

    Multiples are those of the least times, which other work on the machine disturbs least.
    """
    first, *_ = rows
    lines = [HEADS, *(_cells(row, first) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADS))]
    shown = [
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    most = max(max(row.memory) for row in rows)
    return "\n".join([*shown, f"most memory: {most:.0f} MiB (aim: below {MOST})"])


def _cells(row: Row, first: Row) -> tuple[str, ...]:
    times, cpu = min(row.wall) / min(first.wall), min(row.cpu) / min(first.cpu)
    return (
        row.title,
        *(f"{value:.3f}" for value in (min(row.wall), median(row.wall))),
        *(f"{value:.3f}" for value in (min(row.cpu), median(row.cpu))),
        f"{max(row.memory):.0f}",
        f"{times:.2f}",
        f"{cpu:.2f}",
        _verdict(times, row.aim),
    )


def _verdict(times: float, aim: float | None) -> str:
    if aim is None:
        return ""
    return f"{aim:g} {'met' if times <= aim else 'missed'}"
