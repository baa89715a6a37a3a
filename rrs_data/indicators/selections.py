"""Selections: the rows that a figure's key means; what was looked for once is kept.

Rows are places in a register's view until somebody wants to see them: most figures need one column.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from rrs_data.indicators.achievements import Evaluator
from rrs_data.indicators.filters import NOT_RECORDED, Texts
from rrs_data.indicators.keys import FACTS, Filter, Term, bad_key
from rrs_data.indicators.sheets import DERIVED, Indicator, entity_column
from rrs_data.indicators.tallies import UNKNOWN, Tally, count, counts
from rrs_data.intake.schema import Schema
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.periods import FINAL, Period
from rrs_data.programme.programme import REGION

NO_VALUES = {UNKNOWN, NOT_RECORDED}
"""What a filter may say of any column, whatever values are allowed in it."""


class Selections:
    """Looks up the rows of terms that have their country and span written out."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Select from this evaluator's registers."""
        self.evaluator = evaluator
        self._places: dict[tuple[object, ...], np.ndarray] = {}
        self._texts: dict[tuple[str, ...], Texts] = {}

    def tally(self, term: Term) -> Tally:
        """An indicator, or a part of it, counted. Raises FaultsError."""
        if term.base not in self.evaluator.indicators.sheets:
            codes = ", ".join(self.evaluator.indicators.sheets)
            raise FaultsError([bad_key(str(term), f"one of {codes}", "take one of these")])
        self._check_country(term)
        period = self.counted_days(term)
        if not term.where:
            return self.evaluator.tally(term.base, term.country, period)
        indicator = self.evaluator.indicators.sheets[term.base]
        places = self._counted_places(term, period)
        for one in term.where:
            self._check_values(term, one)
            places = places[self._column(term, one.column).within(one)[places]]
        rows = self.evaluator.candidates(term.base).iloc[places]
        return count(replace(indicator, by=()), rows, term.country)  # a part has no parts itself

    def rows(self, term: Term) -> pd.DataFrame:
        """The rows of a register that a term takes. Raises FaultsError."""
        return self.evaluator.registers.view(term.base).iloc[self._taken(term)]

    def values(self, term: Term) -> pd.Series:
        """Of these rows the column that a term measures, else their numbers. Raises FaultsError."""
        places = self._taken(term)
        return self.evaluator.registers.view(term.base)[term.measure or "row"].iloc[places]

    def days(self, term: Term) -> Period:
        """The days that a term's span means. Raises FaultsError."""
        programme, span = self.evaluator.programme, term.span
        if span == "*":
            return programme.span
        if span == FINAL:
            return programme.period(FINAL)
        since, _, last = span.rpartition("..")
        try:
            if last in map(str, programme.years):
                year = programme.period(int(last))
                return programme.until(year) if last != span else year
            start = date.fromisoformat(since) if since else programme.start
            return Period(start, date.fromisoformat(last))
        except ValueError:
            years = ", ".join(map(str, programme.years))
            expected = f"a span: one of {years}, {FINAL}, or ..{programme.years[-1]}"
            raise FaultsError([bad_key(str(term), expected)]) from None

    def counted_days(self, term: Term) -> Period:
        """The days that an indicator counts: a year's, or all since the start."""
        period = self.days(term)
        return period if period.year is None else self.evaluator.span(term.base, period)

    def _counted_places(self, term: Term, period: Period) -> np.ndarray:
        """Where an indicator's rows of a country and a span are, before the filters of a part."""
        wanted = (term.base, term.country, period)
        if wanted not in self._places:
            indicator = self.evaluator.indicators.sheets[term.base]
            rows = self.evaluator.candidates(term.base)
            self._places[wanted] = np.flatnonzero(counts(indicator, rows, term.country, period))
        return self._places[wanted]

    def _column(self, term: Term, column: str) -> Texts:
        """A column of an indicator's candidate rows: a breakdown, or one of its registers'.

        Raises FaultsError: there is no such column.
        """
        wanted = (term.base, column)
        if wanted not in self._texts:
            rows = self.evaluator.candidates(term.base)
            known = f"by:{column}" in rows
            values = rows[f"by:{column}"] if known else self._looked_up(term, column, rows)
            self._texts[wanted] = Texts.of(values)
        return self._texts[wanted]

    def _looked_up(self, term: Term, column: str, rows: pd.DataFrame) -> pd.Series:
        registers = self.evaluator.registers
        values = pd.Series(None, index=rows.index, dtype=object)
        found = False
        for register, own in rows.groupby("register"):
            view = registers.view(str(register))
            if column in view:
                found = True
                known = view.set_index("row")[column]
                values[own.index] = own["row"].map(known).to_numpy()
        if not found:
            sheet = self.evaluator.indicators.sheets[term.base]
            raise FaultsError([_no_column(term, column, sheet, registers.schema)])
        return values

    def _taken(self, term: Term) -> np.ndarray:
        """Where the rows of a register are that a term takes. Raises FaultsError."""
        registers = self.evaluator.registers
        if term.base not in registers.frames:
            names = ", ".join([*registers.frames, *FACTS])
            raise FaultsError([bad_key(str(term), f"an indicator, or one of {names}")])
        places, view = self._sliced(term), registers.view(term.base)
        for column in [*(one.column for one in term.where), *filter(None, [term.measure])]:
            if column not in view:
                raise FaultsError([_no_column_of(term, column, registers.schema)])
        for one in term.where:
            wanted = (term.base, one.column)
            if wanted not in self._texts:
                self._texts[wanted] = Texts.of(view[one.column])
            places = places[self._texts[wanted].within(one)[places]]
        return places

    def _sliced(self, term: Term) -> np.ndarray:
        """Where a register's rows of a term's country and span are, before its filters."""
        wanted = (term.base, term.country, term.span)
        if wanted not in self._places:
            self._check_country(term)
            days = None if term.span == "*" else self.days(term)
            self._places[wanted] = self.evaluator.registers.places(term.base, term.country, days)
        return self._places[wanted]

    def _check_values(self, term: Term, one: Filter) -> None:
        """A value that the schema does not allow is a slip of the pen, not a part of nobody."""
        schema = self.evaluator.registers.schema
        sheet = self.evaluator.indicators.sheets[term.base]
        allowed: set[str] = set()
        for source in sheet.sources:
            known = one.column in sheet.by
            path = entity_column(sheet, source, schema, one.column) if known else one.column
            column = schema.column(source.register, path)
            allowed |= set(column.allowed) if column else set()
        unknown = [value for value in one.values if value not in (allowed | NO_VALUES)]  # noqa: PD011
        if allowed and unknown:
            expected = f"{one.column}: one of {', '.join(sorted(allowed))}"
            mend = f"correct {', '.join(unknown)}"
            raise FaultsError([bad_key(str(term), expected, mend)])

    def _check_country(self, term: Term) -> None:
        codes = (*self.evaluator.programme.countries, REGION)
        if term.country not in codes:
            raise FaultsError([bad_key(str(term), f"a country: one of {', '.join(codes)}")])


def _no_column(term: Term, column: str, sheet: Indicator, schema: Schema) -> Fault:
    paths = [path for source in sheet.sources for path in schema.paths(source.register)]
    return bad_key(
        str(term),
        f"a breakdown of {sheet.code} ({', '.join(sheet.by) or 'it has none'}), or one of "
        f"{', '.join(dict.fromkeys(paths))}",
        f"take one of these in place of {column}",
    )


def _no_column_of(term: Term, column: str, schema: Schema) -> Fault:
    allowed = [*schema.paths(term.base), *DERIVED.get(term.base, ())]
    return bad_key(
        str(term), f"a column: {', '.join(allowed)}", f"take one of these in place of {column}"
    )
