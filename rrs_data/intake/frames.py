"""Frames: checked registers as typed data frames, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from rrs_data.intake.checks.cells import Distinct
from rrs_data.intake.checks.register import Checked
from rrs_data.intake.checks.values import as_pandas, typed
from rrs_data.intake.schema import Column


class Frames(Mapping[str, pd.DataFrame]):
    """The frames of checked registers.

    A frame has the schema's columns, typed, and ``row``, the row's number in the file.
    """

    def __init__(self, checked: Mapping[str, Checked]) -> None:
        """The frames of these registers; none is made yet."""
        self._checked = checked
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The frame of one register."""
        if name not in self._made:
            frame = _frame(self._checked[name])
            self._made[name] = with_derived(name, frame)
        return self._made[name]

    def __getstate__(self) -> dict[str, Any]:
        """Another process gets what was checked, which is small, and makes its own frames."""
        return {"_checked": self._checked, "_made": {}}

    def __iter__(self) -> Iterator[str]:
        """The registers' names in the schema's order."""
        return iter(self._checked)

    def __len__(self) -> int:
        """How many registers there are."""
        return len(self._checked)


def _frame(checked: Checked) -> pd.DataFrame:
    columns: dict[str, Any] = {"row": pd.Series(checked.rows.astype("int64"))}
    for column in checked.register.columns:
        columns[column.name] = as_pandas(_values(checked.columns[column.name], column))
    return pd.DataFrame(columns)


def _values(cells: Distinct, column: Column) -> pa.Array:
    """A column's values row by row; each distinct text is converted once."""
    return typed(cells.texts, column).take(pa.array(cells.codes))


def with_derived(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from a register's own columns: an event's ``days`` and ``cost`` (USD)."""
    if name != "events":
        return frame
    return frame.assign(
        days=(frame["end"] - frame["start"]).dt.days + 1,
        cost=frame[["cost_instruction", "cost_participants", "cost_travel"]].sum(axis=1),
    )
