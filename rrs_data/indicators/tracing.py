"""Tracing: a figure back to the rows that were counted, and why the others were not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from rrs_data.indicators.conditions import matches
from rrs_data.indicators.keys import Filter
from rrs_data.indicators.sheets import Indicator, Source
from rrs_data.indicators.tallies import Tally
from rrs_data.intake.registers import Registers
from rrs_data.programme.periods import Period
from rrs_data.programme.programme import REGION

Why = Literal[
    "elsewhere", "condition", "met", "no_key", "period", "country", "first", "part", "alone"
]
"""Why rows are not counted: in the order in which they fall away."""


@dataclass(frozen=True)
class Excluded:
    """Rows of a register that a figure does not count; ``condition`` is the one not fulfilled.

    ``elsewhere`` counts the rows of a register that a report does not load, as they are neither of
    its country nor of its period: their numbers are not known.
    """

    register: str
    why: Why
    rows: tuple[int, ...]
    condition: tuple[str, Any] | None = None
    elsewhere: int = 0

    @property
    def number(self) -> int:
        """How many rows they are."""
        return len(self.rows) + self.elsewhere


@dataclass(frozen=True)
class Trace:
    """Where a figure comes from: row numbers by register, as a spreadsheet shows them.

    Every row that was ``read`` is ``used`` or ``excluded``, for the first reason that holds.
    ``keys`` are the ids that were counted.
    """

    read: Mapping[str, int]
    used: Mapping[str, tuple[int, ...]]
    excluded: tuple[Excluded, ...]
    keys: tuple[str, ...]


def trace_indicator(
    indicator: Indicator,
    registers: Registers,
    tally: Tally,
    country: str,
    period: Period,
    part: tuple[Filter, ...] = (),
) -> Trace:
    """The trace of an indicator's tally in a country (or the region) and a span of days."""
    excluded = [_elsewhere(registers, source.register) for source in indicator.sources]
    left = {source.register: _left(source, registers, excluded) for source in indicator.sources}
    first = _first_days(indicator, left)
    for source in indicator.sources:
        view, used = left[source.register], set(tally.rows.get(source.register, ()))
        for why, kept in _later(indicator, source, view, country, period, first):
            _drop(view["row"], kept, Excluded(source.register, why, ()), excluded)
            view = view[kept.reindex(view.index)]
        last = Excluded(source.register, "part" if part else "alone", ())
        _drop(view["row"], view["row"].isin(used), last, excluded)
    read = {one.register: registers.counts[one.register].used for one in indicator.sources}
    return Trace(read, tally.rows, _some(excluded), tally.keys)


def trace_rows(
    registers: Registers, register: str, rows: pd.DataFrame, country: str, period: Period | None
) -> Trace:
    """The trace of rows of a register: those that a figure takes of a country and a period."""
    view, schema = registers.view(register), registers.schema.registers[register]
    excluded = [_elsewhere(registers, register)]
    steps: tuple[tuple[Why, pd.Series | None], ...] = (
        ("period", period.holds(view[schema.date]) if schema.date and period else None),
        ("country", view[schema.country] == country if country != REGION else None),
        ("part", view["row"].isin(rows["row"])),
    )
    left = view["row"]
    for why, kept in steps:
        if kept is not None:
            _drop(left, kept, Excluded(register, why, ()), excluded)
            left = left[kept.reindex(left.index)]
    key = schema.key[0] if len(schema.key) == 1 else None
    keys = tuple(sorted(map(str, rows[key]))) if key else ()
    used = tuple(sorted(rows["row"].tolist()))
    read = {register: registers.counts[register].used}
    return Trace(read, {register: used}, _some(excluded), keys)


def _elsewhere(registers: Registers, register: str) -> Excluded:
    """The rows of a register that are not loaded."""
    here = len(registers[register])
    return Excluded(register, "elsewhere", (), elsewhere=registers.counts[register].used - here)


def _some(excluded: list[Excluded]) -> tuple[Excluded, ...]:
    return tuple(one for one in excluded if one.number)


def _left(source: Source, registers: Registers, excluded: list[Excluded]) -> pd.DataFrame:
    """A source's rows that fulfil its conditions; the others are told.

    Of a view's many columns those that later steps look at.
    """
    whole = registers.view(source.register)
    left = pd.Series(True, index=whole.index)
    for empty, kept in _conditions(source, whole):
        _drop(whole.loc[left, "row"], kept, empty, excluded)
        left &= kept
    columns = dict.fromkeys(("row", source.date, source.country, source.key or "row"))
    return whole.loc[left, list(columns)]


def _conditions(source: Source, view: pd.DataFrame) -> Iterator[tuple[Excluded, pd.Series]]:
    """Which rows fulfil each of a source's conditions, with what is told of the others."""
    for column, test in source.where.items():
        excluded = Excluded(source.register, "condition", (), (column, test))
        yield excluded, matches(view, {column: test})
    if source.met:
        groups = view.loc[matches(view, source.met.where), source.met.within]
        yield Excluded(source.register, "met", ()), view[source.met.within].isin(groups)
    if source.key:
        yield Excluded(source.register, "no_key", ()), view[source.key].notna()


def _first_days(indicator: Indicator, left: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The first day of each key in all rows, for an indicator that counts what comes first."""
    if not indicator.first:
        return pd.Series(dtype="datetime64[ns]")
    days = [
        pd.DataFrame({"key": left[s.register][s.key], "date": left[s.register][s.date]})
        for s in indicator.sources
        if s.key
    ]
    return pd.concat(days).groupby("key")["date"].min()


def _later(
    indicator: Indicator,
    source: Source,
    view: pd.DataFrame,
    country: str,
    period: Period,
    first: pd.Series,
) -> Iterator[tuple[Why, pd.Series]]:
    """After the conditions: the period, the country, and what came first."""
    yield "period", period.holds(view[source.date])
    if country != REGION and indicator.count != "pairs":
        yield "country", view[source.country] == country
    if indicator.first and source.key:
        days = first.reindex(view[source.key])  # map() would not take it where it is empty
        yield "first", period.holds(pd.Series(days.to_numpy(), index=view.index))


def _drop(rows: pd.Series, kept: pd.Series, empty: Excluded, excluded: list[Excluded]) -> None:
    """Tell which of these rows are not kept, by their numbers."""
    dropped = tuple(sorted(rows[~kept.reindex(rows.index).astype(bool)].tolist()))
    if dropped:
        excluded.append(Excluded(empty.register, empty.why, dropped, empty.condition))
