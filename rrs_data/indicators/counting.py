"""Counting: every row that an indicator could count, with why it counts or not.

Each indicator is one frame over the whole checked set. Its conditions are judged once; a country
and a span of days only mark more of its rows. Value, breakdowns, evidence and what was not counted
are all read off that frame, and a part of a figure is a filter of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.keys import Filter, as_texts, recorded, within
from rrs_data.indicators.sheets import Indicator, Indicators, Source, columns_of, entity_column
from rrs_data.indicators.tallies import COUNTED, Evidence, Tally, Why, amount, meetings
from rrs_data.intake.registers import Registers
from rrs_data.programme.programme import REGION, Period

MARKS = ("period", "country", "first", "part", "alone")
"""Why a row that fulfils an indicator's conditions is not counted, in the order of judging."""


@dataclass(eq=False, repr=False)
class Counts:
    """Counts what indicators' sheets ask for; what was looked up once is kept."""

    registers: Registers
    indicators: Indicators

    def __post_init__(self) -> None:
        self.candidates = cache(self._candidates_of)
        # A column of a register, or of those that it points to, by its dotted path.
        self.column = cache(self.registers.column)
        # The same as the texts that filters write, and for breakdowns.
        self.texts = cache(lambda name, path: as_texts(self.column(name, path)))
        self.recorded = cache(lambda name, path: recorded(self.texts(name, path)))
        self._in_register = cache(self._of_register)
        self._marked = cache(self._of_indicator)
        self._whole = cache(self._tally)

    def tally(self, code: str, country: str, period: Period, part: Sequence[Filter] = ()) -> Tally:
        """What an indicator, or a part of it, comes to in a country and any span of days.

        A figure of the region is counted from rows and never summed from countries.
        """
        if part:
            return self._tally(code, country, period, part)
        return self._whole(code, country, period)

    def of_register(
        self, name: str, country: str, period: Period | None, part: Sequence[Filter] = ()
    ) -> Evidence:
        """A register's own rows, marked for a country, a span of days (or all) and a part."""
        rows = self._in_register(name, country, period)
        for one in part:
            rows = rows.unless("part", within(self.texts(name, one.column), one))
        return rows

    def _tally(self, code: str, country: str, period: Period, part: Sequence[Filter] = ()) -> Tally:
        indicator, rows = self.indicators.sheets[code], self._marked(code, country, period)
        for one in part:
            rows = rows.unless("part", self._fulfils(indicator, one))
        if indicator.count == "pairs":
            met = set[str]().union(*meetings(rows.frame, rows.counted, country).values())
            rows = rows.unless("alone", rows.frame["within"].isin(met))
        return Tally(
            indicator, country, rows, *amount(indicator, rows.frame, rows.counted, country)
        )

    def _of_indicator(self, code: str, country: str, period: Period) -> Evidence:
        rows, indicator = self.candidates(code), self.indicators.sheets[code]
        rows = rows.unless("period", period.holds(rows.frame["date"]))
        # Pairs of countries need the rows of all countries, whichever of them is asked for.
        if country != REGION and indicator.count != "pairs":
            rows = rows.unless("country", rows.frame["country"] == country)
        if indicator.first:
            rows = rows.unless("first", period.holds(rows.frame["first"]))
        return rows

    def _of_register(self, name: str, country: str, period: Period | None) -> Evidence:
        """A register's rows by number, with their ids where they have one."""
        register = self.registers.schema.registers[name]
        key, *others = register.key
        frame = pd.DataFrame(
            {
                "register": pd.Categorical([name]).repeat(len(self.registers.frames[name])),
                "row": self.column(name, "row"),
                "key": np.nan if others else self.column(name, key).astype("str"),
            }
        )
        rows = Evidence(frame, np.zeros(len(frame), np.int8), (COUNTED, *MARKS))
        if register.date and period:
            rows = rows.unless("period", period.holds(self.column(name, register.date)))
        if register.country and country != REGION:
            rows = rows.unless("country", self.column(name, register.country) == country)
        return rows

    def _candidates_of(self, code: str) -> Evidence:
        """Every row of an indicator's registers, judged by the conditions of its sheet alone.

        Columns: ``register``, ``row``, ``date``, ``country``, ``key`` (what is counted once),
        ``amount``, ``within``, ``share`` (whether the row belongs to the numerator), ``first`` (the
        first day of the key), and one ``by:<column>`` for each breakdown.
        """
        indicator = self.indicators.sheets[code]
        found = [self._candidates_in(indicator, source) for source in indicator.sources]
        frame = found[0].frame
        if len(found) > 1:
            frame = pd.concat([one.frame for one in found], ignore_index=True)
            texts = ["key", *(f"by:{column}" for column in indicator.by)]
            frame = frame.astype(dict.fromkeys(texts, "category"))
        rows = Evidence(frame, np.concatenate([one.reasons for one in found]), _whys(indicator))
        if indicator.first:
            # The first day is looked up in all rows that fulfil the conditions, whatever their
            # country and period, so that who came before is never new.
            keys = frame[rows.reasons == 0].groupby("key", observed=True)
            frame["first"] = keys["date"].transform("min")
        return rows

    def _candidates_in(self, indicator: Indicator, source: Source) -> Evidence:
        schema, register = self.registers.schema, source.register
        names = list(dict.fromkeys(one.register for one in indicator.sources))
        number = len(self.registers.frames[register])
        columns: dict[str, Any] = {
            "register": pd.Categorical([register], names).repeat(number),
            "row": self.column(register, "row"),
            "date": self.column(register, source.date),
            "country": self.column(register, source.country),
            "key": self._key(source),
            "amount": self.column(register, source.amount) if source.amount else 0.0,
            "within": self.column(register, source.within) if source.within else "",
            "share": self._matches(source, indicator.share) if indicator.share else False,
        }
        for by in indicator.by:
            path = entity_column(indicator, source, schema, by)
            columns[f"by:{by}"] = self.recorded(register, path)
        # Indicators of the same register share its columns.
        frame = pd.DataFrame(columns, copy=False)
        rows = Evidence(frame, np.zeros(number, np.int8), _whys(indicator))
        for column, test in source.where.items():
            matching = self._matches(source, {column: test})
            rows = rows.unless((register, column, test), matching)
        if source.met:
            groups = self.column(register, source.met["within"])
            met = groups[self._matches(source, source.met["where"])]
            rows = rows.unless("met", groups.isin(met))
        if indicator.count != "sum":  # a refund is no grant of its own
            own = schema.registers[register].columns
            for column, values in (item for one in own for item in one.negative.items()):
                rows = rows.unless("correction", ~self.column(register, column).isin(values))
        return rows.unless("no_key", columns["key"].notna())

    def _matches(self, source: Source, where: Mapping[str, Any]) -> NDArray[np.bool_]:
        columns = {path: self.column(source.register, path) for path in columns_of(where)}
        frame = pd.DataFrame(columns, self.registers.frames[source.register].index, copy=False)
        return np.asarray(matches(frame, where), dtype=bool)

    def _key(self, source: Source) -> pd.Categorical:
        """What is counted once; for plain rows the register's own key."""
        if source.key:
            return self.texts(source.register, source.key)
        register = self.registers.schema.registers[source.register]
        columns = [self.column(source.register, name).astype("str") for name in register.key]
        # Nothing is a value of a column that need not be filled in.
        return as_texts(
            reduce(lambda key, one: key + "/" + one, [one.fillna("") for one in columns])
        )

    def _fulfils(self, indicator: Indicator, one: Filter) -> NDArray[np.bool_]:
        """Which candidate rows a filter means; a register without such a column has no value."""
        if one.column in indicator.by:
            return within(self.candidates(indicator.code).frame[f"by:{one.column}"].array, one)
        found = []
        for source in indicator.sources:
            path = entity_column(indicator, source, self.registers.schema, one.column)
            if self.registers.schema.column(source.register, path):
                texts = self.texts(source.register, path)
            else:
                texts = pd.Categorical([None]).repeat(len(self.registers.frames[source.register]))
            found.append(within(texts, one))
        return np.concatenate(found)


def _whys(indicator: Indicator) -> tuple[Why, ...]:
    """All reasons why an indicator's rows do not count, in the order in which they are judged."""
    conditions = (
        (source.register, column, test)
        for source in indicator.sources
        for column, test in source.where.items()
    )
    return (COUNTED, *conditions, "met", "correction", "no_key", *MARKS)


def matches(frame: pd.DataFrame, where: Mapping[str, Any]) -> pd.Series:
    """Which rows fulfil all conditions. A missing value fulfils none of them, not even ``not``."""
    fulfilled = pd.Series(True, index=frame.index)
    for column, test in where.items():
        if column == "any":
            fulfilled &= reduce(or_, (matches(frame, option) for option in test))
        else:
            fulfilled &= _holds(frame, column, test)
    return fulfilled


def _holds(frame: pd.DataFrame, column: str, test: Any) -> pd.Series:
    values = frame[column]
    if not isinstance(test, Mapping):
        return values.isin(test if isinstance(test, list) else [test])
    ((kind, operand),) = test.items()
    if kind == "not":
        return values.notna() & ~values.isin([operand])
    other: Any = frame[str(operand)] if kind == "differs_from" else operand
    compare = {"min": values.ge, "max": values.le, "differs_from": values.ne}[kind]
    held = compare(other).fillna(False).astype(bool)
    fulfilled: pd.Series = held & values.notna() & ~pd.isna(other)
    return fulfilled
