"""Evidence: every row of a figure's registers, with why it counts or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.filters import categorical

COUNTED = "counted"
"""What ``why`` says of a row that counts."""


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
    """Rows of registers, each marked with the first reason why it does not count.

    ``frame`` has ``register``, ``row`` (the number that a spreadsheet shows) and ``key`` at least.
    ``reasons`` are the rows' places in ``whys``: 0 is ``counted``. ``conditions`` holds the column
    and the test of those that are an indicator's conditions.
    """

    frame: pd.DataFrame = field(repr=False, compare=False)
    reasons: NDArray[np.int8] = field(repr=False, compare=False)
    whys: tuple[str, ...] = (COUNTED,)
    conditions: Mapping[str, tuple[str, Any]] = field(default_factory=dict)

    def unless(self, why: str, kept: Any) -> Evidence:
        """The same with a reason for the rows that counted so far and are not among these."""
        left = (self.reasons == 0) & ~np.asarray(kept, dtype=bool)
        return replace(self, reasons=np.where(left, np.int8(self.whys.index(why)), self.reasons))

    @property
    def counted(self) -> pd.DataFrame:
        """The rows that count."""
        counted: pd.DataFrame = self.frame[self.reasons == 0]
        return counted

    @property
    def marked(self) -> pd.DataFrame:
        """All rows with their ``why``."""
        return self.frame.assign(why=categorical(self.reasons, self.whys))

    @cached_property
    def read(self) -> dict[str, int]:
        """How many rows each register has."""
        return {name: len(own) for name, own in self._by_register.items()}

    @cached_property
    def rows(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the counted rows by register; none where there are none."""
        found = self.counted.groupby("register", observed=True)["row"]
        return {str(name): tuple(sorted(set(rows.tolist()))) for name, rows in found}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The ids that were counted, where the rows have them."""
        return tuple(sorted(self.counted["key"].dropna().unique()))

    @cached_property
    def excluded(self) -> tuple[Excluded, ...]:
        """The other rows, by the first reason that holds of each."""
        return tuple(self._excluded())

    def _excluded(self) -> Iterator[Excluded]:
        for register, own in self._by_register.items():
            for why, rows in own.groupby("why", observed=True)["row"]:
                if why != COUNTED:
                    condition = self.conditions.get(str(why))
                    yield Excluded(register, str(why), tuple(sorted(rows.tolist())), condition)

    @cached_property
    def _by_register(self) -> dict[str, pd.DataFrame]:
        """Each row once: where several sources read a register, by the one that counts it."""
        once = self.marked.sort_values("why", kind="stable").drop_duplicates(["register", "row"])
        names = self.frame["register"].cat.categories
        return {name: once[once["register"] == name] for name in names}


NO_ROWS = Evidence(
    pd.DataFrame({"register": pd.Categorical([]), "row": [], "key": []}), np.zeros(0, np.int8)
)
"""The evidence of what the parameters hold and of what a report counts of itself."""
