"""Faults: what is wrong with what a person gave, told so that the person can mend it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rrs_data.intake.findings import Finding

SHOWN = 20
"""How many faults a message lists before it only counts the rest."""

SEND_BACK = (
    "`make check` (with the same REGISTERS=) tells all of them; FORMAT=html, csv or json and "
    "LANGUAGE=ru\nmake a file of them that can be sent to who keeps the registers."
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it stands, what was found, what is allowed, how to mend it."""

    where: str
    found: str
    expected: str
    mend: str
    finding: Finding | None = field(default=None, compare=False, repr=False)
    """Where the fault stands in a register: it is then told as a row of a table."""

    def __str__(self) -> str:
        """The fault as four lines for a terminal."""
        return (
            f"{self.where}\n"
            f"    found:    {self.found}\n"
            f"    expected: {self.expected}\n"
            f"    to mend:  {self.mend}"
        )

    @classmethod
    def not_writable(cls, directory: Path, error: OSError) -> Fault:
        """The operating system refused to write below the directory given with OUTPUT=."""
        return cls(
            f"OUTPUT, {directory}",
            error.strerror or str(error),
            "a directory that can be written to",
            "allow writing there, or choose another directory with OUTPUT=",
        )


class FaultsError(Exception):
    """Everything that is wrong with an input, in the order in which it was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the message lists the first of them and counts the rest."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """All faults as text, at most :data:`SHOWN` of each kind in full.

        Faults of registers are a table: there may be many, and they are sent on.
        """
        others = [fault for fault in self.faults if fault.finding is None]
        lines = [str(fault) for fault in others[:SHOWN]]
        if len(others) > SHOWN:
            lines.append(f"… and {len(others) - SHOWN} more faults")
        found = [fault.finding for fault in self.faults if fault.finding]
        if found:
            from rrs_data.intake.findings.table import as_table
            from rrs_data.language.language import Language

            table = as_table(found, Language("en"), most=SHOWN)
            lines += [*([""] if lines else []), table, "", SEND_BACK]
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback: the mistake is in what was given."""
        return str(self).splitlines()


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
