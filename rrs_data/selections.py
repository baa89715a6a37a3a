"""Selections: the rows that a figure's key means, as frames; each is made once and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from rrs_data.achievements import Evaluator
from rrs_data.faults import Fault, FaultsError
from rrs_data.filters import NOT_RECORDED, as_text, is_in
from rrs_data.indicators import DERIVED, Indicator, entity_column
from rrs_data.keys import FACTS, Filter, Term, bad_key
from rrs_data.periods import FINAL, Period
from rrs_data.programme import REGION
from rrs_data.registers import Registers
from rrs_data.schema import Schema
from rrs_data.tallies import UNKNOWN, Tally, count, selected

NO_VALUES = {UNKNOWN, NOT_RECORDED}
"""What a filter may say of any column, whatever values are allowed in it."""


class Selections:
    """Looks up the rows of terms that have their country and span written out."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Select from this evaluator's registers."""
        self.evaluator = evaluator
        self._frames: dict[tuple[object, ...], pd.DataFrame] = {}
        self._columns: dict[tuple[str, ...], pd.Series] = {}

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
        rows = self._selected(term, period)
        kept = pd.Series(True, index=rows.index)
        for one in term.where:
            self._check_values(term, one)
            kept &= is_in(self._column(term, one.column).loc[rows.index], one)
        part = replace(indicator, by=())  # a part has no parts itself
        return count(part, rows[kept], term.country)

    def rows(self, term: Term) -> pd.DataFrame:
        """The rows of a register that a term takes. Raises FaultsError."""
        rows, kept = self._kept(term)
        return rows if kept is None else rows[kept]

    def values(self, term: Term) -> pd.Series:
        """Of these rows the column that a term measures, else their numbers. Raises FaultsError."""
        rows, kept = self._kept(term)
        values = rows[term.measure or "row"]
        return values if kept is None else values[kept]

    def _kept(self, term: Term) -> tuple[pd.DataFrame, pd.Series | None]:
        """A register's rows of a country and a span, and which of them a term takes; None is all.

        A view is wide: its columns are taken once all filters are known, or only the one needed.
        """
        registers = self.evaluator.registers
        if term.base not in registers.frames:
            names = ", ".join([*registers.frames, *FACTS])
            raise FaultsError([bad_key(str(term), f"an indicator, or one of {names}")])
        rows = self._slice(term)
        kept = None
        for one in term.where:
            if one.column not in rows:
                raise FaultsError([_no_column_of(term, one.column, registers.schema)])
            fits = is_in(self._text(term, one.column), one)
            kept = fits if kept is None else kept & fits
        if term.measure and term.measure not in rows:
            raise FaultsError([_no_column_of(term, term.measure, registers.schema)])
        return rows, kept

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

    def _selected(self, term: Term, period: Period) -> pd.DataFrame:
        """An indicator's rows of a country and a span, before the filters of a part."""
        wanted = (term.base, term.country, period)
        if wanted not in self._frames:
            indicator = self.evaluator.indicators.sheets[term.base]
            rows = self.evaluator.candidates(term.base)
            self._frames[wanted] = selected(indicator, rows, term.country, period)
        return self._frames[wanted]

    def _column(self, term: Term, column: str) -> pd.Series:
        """A column of an indicator's candidate rows as text: a breakdown, or one of its registers'.

        Raises FaultsError: there is no such column.
        """
        wanted = (term.base, column)
        if wanted not in self._columns:
            rows = self.evaluator.candidates(term.base)
            known = f"by:{column}" in rows
            values = rows[f"by:{column}"] if known else self._looked_up(term, column, rows)
            self._columns[wanted] = as_text(values)
        return self._columns[wanted]

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

    def _text(self, term: Term, column: str) -> pd.Series:
        """A column of a register's rows as text."""
        wanted = (term.base, term.country, term.span, column)
        if wanted not in self._columns:
            self._columns[wanted] = as_text(self._slice(term)[column])
        return self._columns[wanted]

    def _slice(self, term: Term) -> pd.DataFrame:
        """A register's rows of a term's country and span, before its filters."""
        wanted = (term.base, term.country, term.span)
        if wanted not in self._frames:
            self._check_country(term)
            registers = self.evaluator.registers
            self._frames[wanted] = (
                _of_country(registers, term)
                if term.span == "*"
                else registers.slice(term.base, term.country, self.days(term))
            )
        return self._frames[wanted]

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


def _of_country(registers: Registers, term: Term) -> pd.DataFrame:
    """All rows of a register that belong to a country, or to any, whenever they were."""
    view = registers.view(term.base)
    if term.country == REGION:
        return view
    return view[view[registers.schema.registers[term.base].country] == term.country]


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
