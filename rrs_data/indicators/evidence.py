"""Evidence: every row behind a figure, with why it was counted or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from rrs_data.indicators.tallies import COUNTED


@dataclass(frozen=True)
class Excluded:
    """Rows of a register that a figure does not count, by their numbers.

    ``condition`` is the column and the test that they do not pass, where ``why`` is one.
    """

    register: str
    why: str
    rows: tuple[int, ...]
    condition: tuple[str, Any] | None = None

    @property
    def number(self) -> int:
        """How many rows they are."""
        return len(self.rows)


@dataclass(frozen=True)
class Evidence:
    """Where a figure comes from, read off the frame that it was counted in.

    ``frame`` has a row for each row of the registers: ``register``, ``row`` (the number that a
    spreadsheet shows), ``key`` and ``why``. ``keys`` are the ids that were counted, ``conditions``
    the tests of an indicator by what ``why`` calls them. What is not counted from rows has no
    frame.
    """

    frame: pd.DataFrame | None = field(default=None, repr=False, compare=False)
    keys: tuple[str, ...] = ()
    conditions: Mapping[str, tuple[str, Any]] = field(default_factory=dict)

    @cached_property
    def read(self) -> dict[str, int]:
        """How many rows each register has."""
        return {name: len(own) for name, own in self._by_register.items()}

    @cached_property
    def counted(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the counted rows by register; none where there are none."""
        found = {
            name: _sorted(own.loc[own["why"] == COUNTED, "row"])
            for name, own in self._by_register.items()
        }
        return {name: rows for name, rows in found.items() if rows}

    @cached_property
    def excluded(self) -> tuple[Excluded, ...]:
        """The other rows, by the first reason that holds of each."""
        return tuple(self._excluded())

    def _excluded(self) -> Iterator[Excluded]:
        for register, own in self._by_register.items():
            for why, rows in own.groupby("why", observed=True)["row"]:
                if why != COUNTED:
                    condition = self.conditions.get(str(why))
                    yield Excluded(register, str(why), _sorted(rows), condition)

    @cached_property
    def _by_register(self) -> dict[str, pd.DataFrame]:
        """Each row once: where several sources read a register, by the one that counts it."""
        if self.frame is None:
            return {}
        once = self.frame.sort_values("why", kind="stable").drop_duplicates(["register", "row"])
        names = self.frame["register"].cat.categories
        return {name: once[once["register"] == name] for name in names}


def _sorted(rows: pd.Series) -> tuple[int, ...]:
    return tuple(sorted(rows.tolist()))
