"""Tallies: what an indicator counts in the registers, for any country and any span of days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import reduce
from itertools import combinations
from math import fsum
from typing import Any

import pandas as pd

from rrs_data.indicators.conditions import matches
from rrs_data.indicators.sheets import Indicator, Source, entity_column
from rrs_data.intake.registers import Registers
from rrs_data.intake.schema import Schema
from rrs_data.programme.periods import Period
from rrs_data.programme.programme import REGION

UNKNOWN = "unknown"
"""The category of rows whose value is missing: they never vanish from a breakdown."""

PAIR = "–"


@dataclass(frozen=True)
class Part:
    """One category of a breakdown: ``by`` is the column, ``value`` what was counted in it."""

    by: str
    category: str
    value: float


@dataclass(frozen=True)
class Tally:
    """What was counted, and by which evidence.

    ``value`` is None where nothing could be counted (a share of nobody). A share keeps its
    ``numerator`` and ``denominator``. ``keys`` are the ids that were counted, ``rows`` the row
    numbers per register that speak for them.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    breakdown: tuple[Part, ...] = ()
    keys: tuple[str, ...] = ()
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def as_plain(self, *, evidence: bool = False) -> dict[str, Any]:
        """What was counted as plain values; with the ``evidence`` if it is asked for."""
        plain = asdict(self)
        names = ("value", "numerator", "denominator", "breakdown")
        return plain if evidence else {name: plain[name] for name in names}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Tally:
        """The same the other way round."""
        return cls(
            value=plain["value"],
            numerator=plain["numerator"],
            denominator=plain["denominator"],
            breakdown=tuple(Part(**part) for part in plain["breakdown"]),
            keys=tuple(plain.get("keys", ())),
            rows={name: tuple(rows) for name, rows in plain.get("rows", {}).items()},
        )

    def parts(self, by: str) -> dict[str, float]:
        """One breakdown as category and value."""
        return {part.category: part.value for part in self.breakdown if part.by == by}


def candidates(indicator: Indicator, registers: Registers) -> pd.DataFrame:
    """All rows that an indicator may count, whatever the country and the period.

    Columns: ``register``, ``row``, ``date``, ``country``, ``key`` (what is counted once),
    ``amount``, ``within``, ``share`` (whether the row belongs to the numerator), and one
    ``by:<column>`` for each breakdown.
    """
    frames = [_of_source(indicator, source, registers) for source in indicator.sources]
    return pd.concat(frames, ignore_index=True)


def _of_source(indicator: Indicator, source: Source, registers: Registers) -> pd.DataFrame:
    view = registers.view(source.register)
    counts = matches(view, source.where)
    if source.met:
        groups = view.loc[matches(view, source.met.where), source.met.within]
        counts &= view[source.met.within].isin(groups)
    view = view[counts]
    columns = {
        "row": view["row"],
        "date": view[source.date],
        "country": view[source.country],
        "key": _keys(view, source, registers.schema),
        "amount": view[source.amount] if source.amount else 0.0,
        "within": view[source.within] if source.within else "",
        "share": matches(view, indicator.share) if indicator.share else False,
    }
    for by in indicator.by:
        column = entity_column(indicator, source, registers.schema, by)
        columns[f"by:{by}"] = view[column].fillna(UNKNOWN)
    rows = pd.DataFrame(columns, index=view.index)
    rows.insert(0, "register", source.register)
    return rows[rows["key"].notna()]


def _keys(view: pd.DataFrame, source: Source, schema: Schema) -> pd.Series:
    """What is counted once; for plain rows the register's own key."""
    if source.key:
        return view[source.key]
    parts = (view[name].astype(str) for name in schema.registers[source.register].key)
    return reduce(lambda left, right: left + "/" + right, parts)


def tally(indicator: Indicator, rows: pd.DataFrame, country: str, period: Period) -> Tally:
    """Count an indicator's candidate rows for a country (or the region) and a span of days.

    A figure of the region is counted from rows and never summed from countries.
    """
    return count(indicator, rows[counts(indicator, rows, country, period)], country)


def counts(indicator: Indicator, rows: pd.DataFrame, country: str, period: Period) -> pd.Series:
    """Which candidate rows count for a country (or the region) and a span of days.

    Pairs of countries need the rows of all countries, whichever of them is asked for.
    """
    within = _in_period(indicator, rows, period)
    if country == REGION or indicator.count == "pairs":
        return within
    return within & (rows["country"] == country)


def count(indicator: Indicator, counted: pd.DataFrame, country: str) -> Tally:
    """Count selected rows, or some of them, as an indicator's sheet says."""
    if indicator.count == "pairs":
        return _pairs(counted, country)
    match indicator.count:
        case "rows":
            return _tally(len(counted), counted, indicator.by)
        case "distinct":
            distinct = counted.drop_duplicates("key")
            return _tally(len(distinct), counted, indicator.by, distinct)
        case "sum":
            return _sum(counted, indicator.by)
        case "share":
            return _share(counted)


def _in_period(indicator: Indicator, rows: pd.DataFrame, period: Period) -> pd.Series:
    """Rows of the period; for a "first" count, of the keys that come first in the period.

    A key's first day is looked up in all rows, so that who came before never counts as new, and
    who comes again later stays in the period of the first time.
    """
    within = period.holds(rows["date"])
    if indicator.first:
        within &= period.holds(rows.groupby("key")["date"].transform("min"))
    return within


def _tally(
    value: float, rows: pd.DataFrame, by: Iterable[str], counted: pd.DataFrame | None = None
) -> Tally:
    counted = rows if counted is None else counted
    breakdown = [
        Part(column, str(category), float(number))
        for column in by
        for category, number in counted[f"by:{column}"].value_counts(sort=False).items()
    ]
    return Tally(
        value=float(value), breakdown=_ordered(breakdown), keys=_unique(rows), rows=_rows(rows)
    )


def _sum(rows: pd.DataFrame, by: Iterable[str]) -> Tally:
    breakdown = [
        Part(column, str(category), _added(amounts))
        for column in by
        for category, amounts in rows.groupby(f"by:{column}")["amount"]
    ]
    return Tally(
        value=_added(rows["amount"]),
        breakdown=_ordered(breakdown),
        keys=_unique(rows),
        rows=_rows(rows),
    )


def _added(amounts: pd.Series) -> float:
    """A sum that is the same in every order of the rows, without the dust of binary fractions."""
    return round(fsum(amounts), 9)


def _share(rows: pd.DataFrame) -> Tally:
    denominator = rows["key"].nunique()
    numerator = rows.loc[rows["share"], "key"].nunique()
    return Tally(
        value=numerator / denominator if denominator else None,
        numerator=float(numerator),
        denominator=float(denominator),
        keys=_unique(rows),
        rows=_rows(rows),
    )


def _pairs(rows: pd.DataFrame, country: str) -> Tally:
    pairs: set[str] = set()
    groups: list[str] = []
    for group, keys in rows.groupby("within")["key"].unique().items():
        met = [
            PAIR.join(pair) for pair in combinations(sorted(keys), 2) if country in (REGION, *pair)
        ]
        if met:
            pairs.update(met)
            groups.append(str(group))
    evidence = rows[rows["within"].isin(groups)]
    return Tally(value=float(len(pairs)), keys=tuple(sorted(pairs)), rows=_rows(evidence))


def _ordered(parts: list[Part]) -> tuple[Part, ...]:
    """The same order however the rows stand; the columns keep the sheet's order."""
    columns = list(dict.fromkeys(part.by for part in parts))
    return tuple(sorted(parts, key=lambda part: (columns.index(part.by), part.category)))


def _unique(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(rows["key"].unique()))


def _rows(rows: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """The numbers of rows by register."""
    registers, numbers = rows["register"].to_numpy(), rows["row"].to_numpy()
    return {
        str(register): tuple(sorted(numbers[registers == register].tolist()))
        for register in sorted(set(registers))
    }
