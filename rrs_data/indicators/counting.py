"""Counting: every row that an indicator could count, with why it counts or not.

Each indicator is one frame over the whole checked set. Its conditions are judged once; a country
and a span of days only mark more of its rows. Value, breakdowns, evidence and what was not counted
are all read off that frame, and a part of a figure is a filter of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators import conditions
from rrs_data.indicators.conditions import has_column, matches
from rrs_data.indicators.filters import as_texts, categorical, recorded, within
from rrs_data.indicators.keys import Filter
from rrs_data.indicators.sheets import Indicator, Indicators, Source, entity_column
from rrs_data.indicators.tallies import COUNTED, Tally, meetings
from rrs_data.intake.registers import Registers
from rrs_data.programme.periods import Period
from rrs_data.programme.programme import REGION

Reasons = NDArray[np.int8]
"""Why each row counts or not: 0 where it does, else the number of the category in ``why``."""

MARKED = ("period", "country", "first", "part", "alone")
"""Why a row that fulfils an indicator's conditions is not counted, in the order of judging."""


class Counts:
    """Counts what indicators' sheets ask for; what was looked up once is kept."""

    def __init__(self, registers: Registers, indicators: Indicators) -> None:
        """Count these indicators in these registers."""
        self.registers = registers
        self.indicators = indicators
        self._candidates: dict[str, pd.DataFrame] = {}
        self._texts: dict[tuple[str, str], pd.Categorical] = {}
        self._marked: dict[tuple[str, str, Period | None], Reasons] = {}
        self._tallies: dict[tuple[str, str, Period], Tally] = {}

    def candidates(self, code: str) -> pd.DataFrame:
        """Every row of an indicator's registers, whatever the country and the period.

        Columns: ``register``, ``row`` (its number in the file), ``date``, ``country``, ``key``
        (what is counted once), ``amount``, ``within``, ``share`` (whether the row belongs to the
        numerator), ``first`` (the first day of the key), one ``by:<column>`` for each breakdown,
        and ``why``: ``counted``, or the first condition that the row does not fulfil.
        """
        if code not in self._candidates:
            self._candidates[code] = self._candidates_of(self.indicators.sheets[code])
        return self._candidates[code]

    def rows(
        self, code: str, country: str, period: Period, part: Sequence[Filter] = ()
    ) -> pd.DataFrame:
        """The same with ``why`` for a country (or the region), a span of days, and a part."""
        frame = self.candidates(code)
        reasons = self._reasons_of(code, country, period, part)
        return frame.assign(why=categorical(reasons, list(frame["why"].cat.categories)))

    def tally(self, code: str, country: str, period: Period, part: Sequence[Filter] = ()) -> Tally:
        """What an indicator, or a part of it, comes to in a country and any span of days.

        A figure of the region is counted from rows and never summed from countries.
        """
        if part:
            return self._tally(code, country, period, part)
        counted = (code, country, period)
        if counted not in self._tallies:
            self._tallies[counted] = self._tally(code, country, period)
        return self._tallies[counted]

    def rows_of_register(
        self, name: str, country: str, period: Period | None, part: Sequence[Filter] = ()
    ) -> pd.DataFrame:
        """A register's rows with ``why`` for a country, a span of days (or all) and a part.

        Columns: ``register``, ``row``, ``key`` (its id, where it has one) and ``why``.
        """
        register = self.registers.schema.registers[name]
        key = register.key[0] if len(register.key) == 1 else None
        reasons = self.reasons_of_register(name, country, period, part)
        return pd.DataFrame(
            {
                "register": categorical(np.zeros(len(reasons), np.int8), [name]),
                "row": self.column(name, "row"),
                "key": self.column(name, key).astype("str") if key else np.nan,
                "why": categorical(reasons, [COUNTED, *MARKED]),
            }
        )

    def reasons_of_register(
        self, name: str, country: str, period: Period | None, part: Sequence[Filter] = ()
    ) -> Reasons:
        """The same as numbers: 0 for each row that counts."""
        reasons = self._reasons_of_register(name, country, period)
        if part:
            reasons = reasons.copy()
            for one in part:
                kept = within(self.texts(name, one.column), one)
                _unless(reasons, kept, MARKED.index("part") + 1)
        return reasons

    def column(self, register: str, path: str) -> pd.Series:
        """A column of a register, or of those that it points to, by its dotted path."""
        return self.registers.columns(register, [path])[path]

    def texts(self, register: str, path: str) -> pd.Categorical:
        """The same as the texts that filters write."""
        if (register, path) not in self._texts:
            self._texts[register, path] = as_texts(self.column(register, path))
        return self._texts[register, path]

    def _candidates_of(self, indicator: Indicator) -> pd.DataFrame:
        frames = [
            self._candidates_in(indicator, number, source)
            for number, source in enumerate(indicator.sources)
        ]
        whole = frames[0]
        if len(frames) > 1:
            whole = pd.concat(frames, ignore_index=True)
            texts = [f"by:{column}" for column in indicator.by]
            whole = whole.astype(dict.fromkeys(texts, "category"))
        if indicator.first:
            counted = whole[whole["why"] == COUNTED]
            whole["first"] = counted.groupby("key")["date"].transform("min")
        return whole

    def _candidates_in(self, indicator: Indicator, number: int, source: Source) -> pd.DataFrame:
        """The rows of one of an indicator's registers; the indexes are their positions in it."""
        schema, register = self.registers.schema, source.register
        key = self._key(source)
        columns: dict[str, Any] = {
            "register": pd.Categorical([register], _registers(indicator)).repeat(len(key)),
            "row": self.column(register, "row"),
            "date": self.column(register, source.date),
            "country": self.column(register, source.country),
            "key": key,
            "amount": self.column(register, source.amount) if source.amount else 0.0,
            "within": self.column(register, source.within) if source.within else "",
            "share": self._matches(source, indicator.share) if indicator.share else False,
        }
        for by in indicator.by:
            path = entity_column(indicator, source, schema, by)
            columns[f"by:{by}"] = recorded(self.texts(register, path))
        columns["why"] = self._why(indicator, number, source, key)
        return pd.DataFrame(columns)

    def _why(
        self, indicator: Indicator, number: int, source: Source, key: pd.Series
    ) -> pd.Categorical:
        """Whether each row fulfils a source's conditions, or the first one that it does not."""
        names = _whys(indicator)
        reasons = np.zeros(len(key), np.int8)
        for name, (of, column, test) in labelled(indicator).items():
            if of == number:
                _unless(reasons, self._matches(source, {column: test}), names.index(name))
        if source.met:
            groups = self.column(source.register, source.met.within)
            met = groups[self._matches(source, source.met.where)]
            _unless(reasons, groups.isin(met), names.index("met"))
        _unless(reasons, key.notna(), names.index("no_key"))
        return categorical(reasons, names)

    def _matches(self, source: Source, where: Mapping[str, Any]) -> NDArray[np.bool_]:
        paths = list(dict.fromkeys(conditions.columns(where)))
        frame = pd.DataFrame({path: self.column(source.register, path) for path in paths})
        return np.asarray(matches(frame, where), dtype=bool)

    def _key(self, source: Source) -> pd.Series:
        """What is counted once; for plain rows the register's own key."""
        if source.key:
            return self.column(source.register, source.key).astype("str")
        first, *others = self.registers.schema.registers[source.register].key
        key = self.column(source.register, first).astype("str")
        for name in others:
            key = key + "/" + self.column(source.register, name).astype("str")
        return key

    def _reasons_of(
        self, code: str, country: str, period: Period, part: Sequence[Filter]
    ) -> Reasons:
        """Why an indicator's rows count or not in a country, a span of days, and a part."""
        frame, indicator = self.candidates(code), self.indicators.sheets[code]
        reasons = self._reasons(code, country, period)
        if not part and indicator.count != "pairs":
            return reasons
        reasons = reasons.copy()
        for one in part:
            _unless(reasons, self._fulfils(indicator, one), _number(frame, "part"))
        if indicator.count == "pairs":
            met = meetings(frame[reasons == 0], country)["within"]
            _unless(reasons, frame["within"].isin(met), _number(frame, "alone"))
        return reasons

    def _reasons(self, code: str, country: str, period: Period) -> Reasons:
        """Why an indicator's rows count or not in a country and a span of days."""
        wanted = (code, country, period)
        if wanted not in self._marked:
            frame, indicator = self.candidates(code), self.indicators.sheets[code]
            reasons: Reasons = np.array(frame["why"].cat.codes, np.int8)
            _unless(reasons, period.holds(frame["date"]), _number(frame, "period"))
            # Pairs of countries need the rows of all countries, whichever of them is asked for.
            if country != REGION and indicator.count != "pairs":
                _unless(reasons, frame["country"] == country, _number(frame, "country"))
            if indicator.first:
                # The first day is looked up in all rows, so that who came before is never new.
                _unless(reasons, period.holds(frame["first"]), _number(frame, "first"))
            self._marked[wanted] = reasons
        return self._marked[wanted]

    def _reasons_of_register(self, name: str, country: str, period: Period | None) -> Reasons:
        wanted = (name, country, period)
        if wanted not in self._marked:
            register = self.registers.schema.registers[name]
            reasons = np.zeros(len(self.registers[name]), np.int8)
            if register.date and period:
                days = self.column(name, register.date)
                _unless(reasons, period.holds(days), MARKED.index("period") + 1)
            if country != REGION:
                own = self.column(name, register.country) == country
                _unless(reasons, own, MARKED.index("country") + 1)
            self._marked[wanted] = reasons
        return self._marked[wanted]

    def _tally(self, code: str, country: str, period: Period, part: Sequence[Filter] = ()) -> Tally:
        counted = self._reasons_of(code, country, period, part) == 0
        return Tally(self.indicators.sheets[code], country, self.candidates(code)[counted])

    def _fulfils(self, indicator: Indicator, one: Filter) -> NDArray[np.bool_]:
        """Which candidate rows a filter means: by a breakdown, or by a column of the registers.

        A register that has no such column holds nothing for it.
        """
        if one.column in indicator.by:
            frame = self.candidates(indicator.code)
            return within(frame[f"by:{one.column}"].array, one)
        schema = self.registers.schema
        found = []
        for source in indicator.sources:
            nothing = pd.Categorical([None]).repeat(len(self.registers[source.register]))
            known = has_column(one.column, source.register, schema)
            found.append(within(self.texts(source.register, one.column) if known else nothing, one))
        return np.concatenate(found)


def labelled(indicator: Indicator) -> dict[str, tuple[int, str, Any]]:
    """An indicator's conditions by what ``why`` calls them: the source's place, column and test."""
    several = len(indicator.sources) > 1
    return {
        f"{f'{number + 1}.' if several else ''}where:{column}": (number, column, test)
        for number, source in enumerate(indicator.sources)
        for column, test in source.where.items()
    }


def _whys(indicator: Indicator) -> list[str]:
    """All that ``why`` can say of an indicator's rows, in the order in which it is judged."""
    return [COUNTED, *labelled(indicator), "met", "no_key", *MARKED]


def _registers(indicator: Indicator) -> list[str]:
    return list(dict.fromkeys(source.register for source in indicator.sources))


def _number(frame: pd.DataFrame, why: str) -> int:
    return list(frame["why"].cat.categories).index(why)


def _unless(reasons: Reasons, kept: Any, reason: int) -> None:
    """Give the rows that counted so far, and are not among these, their reason."""
    reasons[(reasons == 0) & ~np.asarray(kept, dtype=bool)] = reason
