"""Tallies: what the counted rows of an indicator come to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import NamedTuple

import pandas as pd

from rrs_data.indicators.evidence import Evidence
from rrs_data.indicators.sheets import Indicator
from rrs_data.programme.programme import REGION

PAIR = "–"


class Amount(NamedTuple):
    """What some rows come to: a share keeps its ``numerator`` and ``denominator``.

    ``value`` is None where nothing could be counted (a share of nobody).
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Category:
    """One category of a breakdown: ``by`` is the column, the others what was counted in it."""

    by: str
    category: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Tally:
    """What an indicator's counted rows come to in a country (or the region).

    The three numbers are those of an :class:`Amount`.
    """

    indicator: Indicator
    country: str
    evidence: Evidence
    value: float | None
    numerator: float | None = None
    denominator: float | None = None

    @classmethod
    def of(cls, indicator: Indicator, country: str, evidence: Evidence) -> Tally:
        """Count the rows that are marked as counted."""
        return cls(indicator, country, evidence, *amount(indicator, evidence.counted, country))

    @cached_property
    def breakdown(self) -> tuple[Category, ...]:
        """All breakdowns, in the order of the sheet and of the categories' names."""
        counted = self.evidence.counted
        return tuple(
            Category(column, category, *amount(self.indicator, rows, self.country))
            for column in self.indicator.by
            for category, rows in _groups(counted, column)
        )

    def by(self, column: str) -> dict[str, float]:
        """One breakdown as category and value; a category of nobody's share has none."""
        return {
            one.category: one.value
            for one in self.breakdown
            if one.by == column and one.value is not None
        }

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The ids that were counted, or the pairs."""
        if self.indicator.count == "pairs":
            return tuple(sorted(set(meetings(self.evidence.counted, self.country)["pair"])))
        return self.evidence.keys

    @property
    def rows(self) -> dict[str, tuple[int, ...]]:
        """The numbers of the counted rows, as a spreadsheet shows them, by register."""
        return self.evidence.rows


def amount(indicator: Indicator, rows: pd.DataFrame, country: str) -> Amount:
    """What counted rows come to, as an indicator's sheet says."""
    match indicator.count:
        case "rows":
            return Amount(float(len(rows)))
        case "distinct":
            return Amount(float(rows["key"].nunique()))
        case "sum":
            return Amount(added(rows["amount"]))
        case "share":
            return _share(rows)
        case "pairs":
            return Amount(float(meetings(rows, country)["pair"].nunique()))


def added(amounts: pd.Series) -> float:
    """A sum that is the same in every order of the rows, without the dust of binary fractions."""
    return round(fsum(amounts.dropna()), 9)


def meetings(rows: pd.DataFrame, country: str) -> pd.DataFrame:
    """The pairs of keys that stand within one group: ``within`` and ``pair``.

    Of a country, the pairs that it belongs to.
    """
    met = rows[["within", "key"]].dropna().drop_duplicates()
    pairs = met.merge(met, on="within")
    pairs = pairs[pairs["key_x"] < pairs["key_y"]]
    if country != REGION:
        pairs = pairs[(pairs["key_x"] == country) | (pairs["key_y"] == country)]
    return pairs.assign(pair=pairs["key_x"] + PAIR + pairs["key_y"])


def _groups(rows: pd.DataFrame, column: str) -> list[tuple[str, pd.DataFrame]]:
    groups = rows.groupby(f"by:{column}", observed=True)
    return sorted(((str(name), own) for name, own in groups), key=lambda group: group[0])


def _share(rows: pd.DataFrame) -> Amount:
    denominator = float(rows["key"].nunique())
    numerator = float(rows.loc[rows["share"], "key"].nunique())
    return Amount(numerator / denominator if denominator else None, numerator, denominator)
