"""Frames: checked registers as typed data frames, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from rrs_data.intake.checks.register import Checked


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
            self._made[name] = with_derived(name, self._checked[name].frame)
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


def with_derived(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from a register's own columns: an event's ``days`` and ``cost`` (USD)."""
    if name != "events":
        return frame
    return frame.assign(
        days=(frame["end"] - frame["start"]).dt.days + 1,
        cost=frame[["cost_instruction", "cost_participants", "cost_travel"]].sum(axis=1),
    )
