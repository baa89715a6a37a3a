"""The table of ``make bench``: what was measured, the ratios that matter, and whether they are met.

All figures are those of :mod:`tests.bench.__main__`, as they stand in its JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Figures = Mapping[str, Any]

LOOP, NEW, KEPT, CHANGED, FLOOR = (
    "a loop",
    "b from nothing",
    "c nothing changed",
    "d one row changed",
    "e floor",
)
OWN = ("seconds", "memory", "made", "where")
"""What a measurement says besides the seconds of its parts."""

FLAT = 0.1
"""How far the cost per report of a larger run may lie above that of a smaller one."""


def table(figures: Figures) -> str:
    """The figures for a terminal."""
    own, machine = figures["shipped"], figures["machine"]
    where = f"{machine['cores']} cores, Python {machine['python']}"
    lines = [
        f"{own['reports']} reports in two languages, {where}",
        *_measured(own),
        *_grown(figures["growth"]),
        *(
            f"{name}: {value:.2f}, aim {aim}: {'met' if met else 'missed'}"
            for name, value, aim, met in aims(figures)
        ),
    ]
    return "\n".join(lines)


def _measured(own: Figures) -> Iterator[str]:
    """A line for each of (a) to (e), beside the time of (b), and below it what it is made of."""
    first = own.get(NEW, {}).get("seconds")
    for name, cost in own.items():
        if isinstance(cost, dict):
            ratio = f"{cost['seconds'] / first:8.2f} x b" if first else ""
            memory = f"{cost['memory']:8.0f} MiB" if "memory" in cost else " " * 12
            yield f"{name:20} {cost['seconds']:9.2f} s {memory} {ratio}".rstrip()
            yield from (f"{'':20}   {more}" for more in _more(cost))


def _more(cost: Figures) -> Iterator[str]:
    """The seconds of its parts, those of all workers together, and what was made again."""
    if parts := {name: value for name, value in cost.items() if name not in OWN}:
        yield ", ".join(f"{name} {value:.1f}" for name, value in parts.items())
    if "where" in cost:
        yield f"all workers: {cost['where']}"
    if "made" in cost:
        yield f"made again: {', '.join(cost['made'])}"


def _grown(growth: Sequence[Figures]) -> Iterator[str]:
    for one in growth:
        yield (
            f"{one['made']:5} reports, {one['way']} of {one['workers']}: {one['seconds']:9.1f} s "
            f"{one['seconds per report']:7.2f} s each {one['memory']:8.0f} MiB"
        )


def aims(figures: Figures) -> Iterator[tuple[str, float, str, bool]]:
    """Each aim that was measured: its name, the value, the aim in words, and whether it is met."""
    own = figures["shipped"]
    new = own.get(NEW, {}).get("seconds")
    if new and LOOP in own:
        least = 10 if "quarto" in own[LOOP] else 6
        ratio = own[LOOP]["seconds"] / new
        yield "loop / ours", ratio, f"at least {least}", ratio >= least
    if new and FLOOR in own:
        ratio = new / (own[FLOOR]["seconds"] / figures["machine"]["cores"])
        yield "ours / (floor / workers)", ratio, "at most 1.5", ratio <= 1.5
    if KEPT in own:
        seconds = own[KEPT]["seconds"]
        yield "seconds with nothing changed", seconds, "below 1", seconds < 1
    yield from _aims_of_growth(figures["growth"])


def _aims_of_growth(growth: Sequence[Figures]) -> Iterator[tuple[str, float, str, bool]]:
    each = {(one["way"], one["workers"], one["reports"]): one for one in growth}
    for way, workers in dict.fromkeys((one["way"], one["workers"]) for one in growth):
        sizes = sorted(size for *some, size in each if some == [way, workers])
        if len(sizes) > 1:
            few, many = each[way, workers, sizes[0]], each[way, workers, sizes[-1]]
            ratio = many["seconds per report"] / few["seconds per report"]
            name = f"{way} of {workers}, cost of a report, {sizes[-1]} / {sizes[0]}"
            yield name, ratio, f"at most {1 + FLAT}", ratio <= 1 + FLAT
            ratio = many["memory"] / each[way, workers, sizes[-2]]["memory"]
            name = f"{way} of {workers}, memory, {sizes[-1]} / {sizes[-2]}"
            yield name, ratio, f"at most {1 + FLAT}", ratio <= 1 + FLAT
    for size in sorted({size for _, _, size in each}):
        one, two = each.get(("pool", 1, size)), each.get(("pool", 2, size))
        if one and two:
            ratio = one["seconds"] / two["seconds"]
            yield f"one worker / two, {size} reports", ratio, "at least 1.7", ratio >= 1.7
