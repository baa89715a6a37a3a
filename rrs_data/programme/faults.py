"""Faults: what is wrong with what a person gave, reported so that the person can mend it."""

from __future__ import annotations

import linecache
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

CELL = re.compile(r"ipython-input-|ipykernel_")
"""Stands in the names that IPython gives to cells where others have files."""

SHOWN = 20
"""How many faults of a kind a message lists before it only counts the rest."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

        Fault("events.csv, row 7", "“2014-13-01”", "a date", "correct the month")

    It says where it stands, what was found, what is allowed, and how to mend it.
    """

    where: str
    found: str
    expected: str
    mend: str

    def __str__(self) -> str:
        """The fault as four lines for a terminal."""
        return (
            f"{self.where}\n"
            f"    found:    {self.found}\n"
            f"    expected: {self.expected}\n"
            f"    to mend:  {self.mend}"
        )

    @classmethod
    def listed(cls, faults: Sequence[Self]) -> str:
        """Faults of this class as one text; a class of faults that come in masses has its own."""
        lines = [str(fault) for fault in faults[:SHOWN]]
        if len(faults) > SHOWN:
            lines.append(f"… and {len(faults) - SHOWN} more faults")
        return "\n".join(lines)


class FaultsError(Exception):
    """Everything that is wrong with an input.

        FaultsError([Fault("my cell", "no rows", "rows", "ask for another year")]).faults

    Faults come in the order in which they were found; what is not a fault lists itself like one.
    """

    def __init__(self, faults: Sequence[Any]) -> None:
        """Keep the faults; the message lists the first of each class and counts the rest."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """The faults, those of each class together: plain ones first, then others as they came."""
        classes = dict.fromkeys([Fault, *(type(one) for one in self.faults)])
        listed = [[fault for fault in self.faults if type(fault) is each] for each in classes]
        return "\n\n".join(type(own[0]).listed(own) for own in listed if own)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback: the line of the cell, and the faults."""
        shown, trace = str(self).splitlines(), self.__traceback__
        while trace and not CELL.search(trace.tb_frame.f_code.co_filename):
            trace = trace.tb_next
        if trace is None:
            return shown
        line = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
        return [f"In line {trace.tb_lineno} of the cell: {line}", "", *shown]


def raise_if_any(faults: Sequence[Any]) -> None:
    """Raise one :class:`FaultsError` when there are faults."""
    if faults:
        raise FaultsError(faults)


def gather(*checks: Callable[[], Any]) -> list[Any]:
    """Call every check and return their results; their faults are raised together, each once."""
    results: list[Any] = []
    faults: list[Fault] = []
    for check in checks:
        try:
            results.append(check())
        except FaultsError as error:
            faults.extend(error.faults)
    raise_if_any(list(dict.fromkeys(faults)))
    return results
