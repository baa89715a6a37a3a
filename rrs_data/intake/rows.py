"""Rows of a register, counted: none is ever dropped without a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rows:
    """Rows that were read, and those of them that were refused; the others were used."""

    read: int
    refused: int = 0

    @property
    def used(self) -> int:
        """The rows that figures are counted from."""
        return self.read - self.refused


def total(counts: Iterable[Rows]) -> Rows:
    """The rows of several registers together."""
    counted = list(counts)
    return Rows(sum(one.read for one in counted), sum(one.refused for one in counted))
