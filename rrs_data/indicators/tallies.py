"""Tallies: rows marked with why they count or not, and what the counted ones come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations
from math import fsum
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.sheets import Indicator
from rrs_data.programme.programme import REGION

COUNTED = "counted"
"""What ``why`` says of a row that counts."""

Why = str | tuple[str, str, Any]
"""Why a row does not count; of a sheet's condition its register, column and test."""


@dataclass(frozen=True)
class Evidence:
    """Rows of registers, each marked with the first reason why it does not count.

    ``frame`` has ``register``, ``row`` (the number that a spreadsheet shows) and ``key`` at least.
    ``reasons`` are the rows' places in ``whys``: 0 is ``counted``.
    """

    frame: pd.DataFrame = field(repr=False, compare=False)
    reasons: NDArray[np.int8] = field(repr=False, compare=False)
    whys: tuple[Why, ...] = (COUNTED,)

    def unless(self, why: Why, kept: Any) -> Evidence:
        """The same with a reason for the rows that counted so far and are not among these."""
        left = (self.reasons == 0) & ~np.asarray(kept, dtype=bool)
        reasons = np.where(left, np.int8(self.whys.index(why)), self.reasons)
        return Evidence(self.frame, reasons, self.whys)

    @property
    def counted(self) -> NDArray[np.intp]:
        """The places of the counted rows in the frame; of a million rows they are not kept."""
        return np.flatnonzero(self.reasons == 0)

    @cached_property
    def rows(self) -> dict[str, NDArray[np.int64]]:
        """The numbers of the counted rows by register, in order; none where there are none."""
        own = self._by_register()
        return {name: np.unique(rows[why == 0]) for name, rows, why in own if (why == 0).any()}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The ids that were counted, where the rows have them."""
        return tuple(sorted(self.frame["key"].iloc[self.counted].dropna().unique()))

    def judged(self) -> dict[str, list[tuple[Why, NDArray[np.int64]]]]:
        """The numbers of all rows by register, and by the first reason that holds of each.

        A row that several sources read counts where one of them counts it. Not kept: of a million
        rows a report explains a hundred figures.
        """
        judged = {}
        for name, rows, why in self._by_register():
            order = np.lexsort((why, rows))
            numbers, first = np.unique(rows[order], return_index=True)
            own = why[order][first]
            judged[name] = [(self.whys[one], numbers[own == one]) for one in np.unique(own)]
        return judged

    def _by_register(self) -> Iterator[tuple[str, NDArray[np.int64], NDArray[np.int8]]]:
        """Of each register the numbers of its rows, and their places in ``whys``."""
        registers, rows = self.frame["register"].array, self.frame["row"].to_numpy()
        for code, name in enumerate(registers.categories):
            own = registers.codes == code
            yield str(name), rows[own], self.reasons[own]


NO_ROWS = Evidence(
    pd.DataFrame({"register": pd.Categorical([]), "row": [], "key": []}), np.zeros(0, np.int8)
)
"""The evidence of what the parameters hold and of what a report counts of itself."""

PAIR = "–"


@dataclass(frozen=True)
class Category:
    """One category of a breakdown by a column, and what was counted in it."""

    by: str
    category: str
    value: float | None
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True)
class Tally:
    """What an indicator's counted rows come to in a country (or the region).

    ``value`` is None where nothing could be counted: a share of nobody.
    """

    indicator: Indicator
    country: str
    evidence: Evidence
    value: float | None
    numerator: float | None
    denominator: float | None
    shown: tuple[Category, ...] | None = None
    """Of a public edition, the parts that it shows; of others None."""

    @cached_property
    def breakdown(self) -> tuple[Category, ...]:
        """All breakdowns, in the order of the sheet and of the categories' names."""
        if self.shown is not None:
            return self.shown
        return tuple(chain.from_iterable(map(self._broken_down, self.indicator.by)))

    def _broken_down(self, column: str) -> Iterator[Category]:
        frame, counted = self.evidence.frame, self.evidence.counted
        texts = frame[f"by:{column}"].array
        order = counted[np.argsort(texts.codes[counted], kind="stable")]
        codes, starts = np.unique(texts.codes[order], return_index=True)
        parts = zip(texts.categories[codes], np.split(order, starts[1:]), strict=False)  # or none
        for category, rows in sorted(parts, key=itemgetter(0)):
            yield Category(column, category, *amount(self.indicator, frame, rows, self.country))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The ids that were counted, or the pairs."""
        if self.indicator.count == "pairs":
            return tuple(sorted(meetings(self.evidence.frame, self.evidence.counted, self.country)))
        return self.evidence.keys


def amount(
    indicator: Indicator, frame: pd.DataFrame, rows: NDArray[np.intp], country: str
) -> tuple[float | None, float | None, float | None]:
    """What some counted rows come to, as a sheet says: the value, and of a share both its parts.

    The rows are given by their places in an evidence's frame.
    """
    match indicator.count:
        case "rows":
            return float(len(rows)), None, None
        case "distinct":
            return _different(frame, rows), None, None
        case "sum":
            return added(frame["amount"].to_numpy()[rows]), None, None
        case "share":
            denominator = _different(frame, rows)
            numerator = _different(frame, rows[frame["share"].to_numpy()[rows]])
            return (numerator / denominator if denominator else None), numerator, denominator
        case "pairs":
            return float(len(meetings(frame, rows, country))), None, None


def _different(frame: pd.DataFrame, rows: NDArray[np.intp]) -> float:
    return float(len(pd.unique(frame["key"].array.codes[rows])))


def added(amounts: pd.Series | NDArray[Any]) -> float | None:
    """A sum that is the same in every order of the rows, without the dust of binary fractions.

    One of which any part is not recorded is unknown: missing is not zero.
    """
    return None if pd.isna(amounts).any() else round(fsum(amounts), 9)


def meetings(frame: pd.DataFrame, rows: NDArray[np.intp], country: str) -> dict[str, set[str]]:
    """The pairs of keys that stand within one group, each with its groups; of a country its own."""
    met, pairs = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    own = frame[["within", "key"]].iloc[rows].dropna().drop_duplicates()
    for group, key in own.itertuples(index=False):
        met[group].add(key)
    for group, keys in met.items():
        for pair in combinations(sorted(keys), 2):
            if country in (REGION, *pair):
                pairs[PAIR.join(pair)].add(group)
    return pairs
