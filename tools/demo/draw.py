"""Draws: chance that falls the same way on every machine and every Python.

Only ``random.Random.random`` is used, whose sequence Python promises to keep for a given seed;
``choice``, ``shuffle`` and ``sample`` have changed between versions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

SEED = 20121001
"""The first day of the programme."""


class Draw:
    """A stream of chance. Each noun has its own, so that a new event leaves the grants alone."""

    def __init__(self, stream: int) -> None:
        """Start the stream of that number."""
        self._random = random.Random(SEED * 100 + stream).random

    def chance(self, share: float) -> bool:
        """True in that share of the draws."""
        return self._random() < share

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._random() * (most - least + 1))

    def choose(self, items: Sequence[Item]) -> Item:
        """One of the items, all alike."""
        return items[self.whole(0, len(items) - 1)]

    def weighted(self, items: Sequence[Item], weights: Sequence[int]) -> Item:
        """One of the items, each as likely as its weight."""
        left = self.whole(1, sum(weights))
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left <= 0:
                return item
        raise ValueError("weights must be positive")

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.whole(0, last)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def sample(self, items: Sequence[Item], size: int) -> list[Item]:
        """That many different items; all of them when there are fewer."""
        return self.shuffled(items)[:size]
