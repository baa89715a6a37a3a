"""Faults: what is wrong with what a person gave, told so that the person can mend it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHOWN = 20
"""How many faults a message lists before it only counts the rest."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it stands, what was found, what is allowed, how to mend it."""

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
    def in_cell(
        cls, path: Path, row: int, column: str, value: str, *, expected: str, mend: str
    ) -> Fault:
        """A fault in one cell of a register; ``row`` is the row as a spreadsheet numbers it."""
        shown = repr(value if len(value) <= 60 else value[:57] + "…") if value else "an empty cell"
        return cls(f"{path}, row {row}, column {column}", shown, expected, mend)


class FaultsError(Exception):
    """Everything that is wrong with an input, in the order in which it was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the message lists the first of them and counts the rest."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """All faults as text, at most :data:`SHOWN` of them in full."""
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(f"… and {len(self.faults) - SHOWN} more faults")
        return "\n".join(lines)


def raise_if_any(faults: Sequence[Fault]) -> None:
    """Raise one :class:`FaultsError` when there are faults."""
    if faults:
        raise FaultsError(faults)


def gather(*checks: Callable[[], Any]) -> list[Any]:
    """Call every check and return their results; the faults of all of them are raised together."""
    results: list[Any] = []
    faults: list[Fault] = []
    for check in checks:
        try:
            results.append(check())
        except FaultsError as error:
            faults.extend(error.faults)
    raise_if_any(faults)
    return results
