"""Lineage: what a key comes to, and from which rows.

Every number of a report is looked up here by its key, and so is what ``make explain`` prints: there
is one way to a figure, so that what is shown and what explains it cannot part.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from math import fsum

import pandas as pd

from rrs_data.achievements import Achievement, Evaluator
from rrs_data.faults import Fault, FaultsError
from rrs_data.indicators import DERIVED, Indicator, Unit
from rrs_data.keys import Filter, Key, Term, bad_key
from rrs_data.language import Style
from rrs_data.periods import FINAL, Period, Year
from rrs_data.programme import REGION
from rrs_data.published import Published
from rrs_data.registers import Registers
from rrs_data.schema import Schema
from rrs_data.tallies import Tally, count, selected
from rrs_data.tracing import Trace, trace_indicator, trace_rows

PROMISED = ("baseline", "target")
OF_SHARE = ("numerator", "denominator")

INDICATORS = "indicators"
"""The base that counts a report's indicators themselves: by ``status``, ``result``, and so on."""

PARAMETERS = ("programme", "published")
"""The bases that mean values of the parameters."""

MONEY = ("amount", "approved", "spent", "cost")
"""Columns of registers, or the beginnings of their names, that hold US dollars."""

TRUTH = {"True": "true", "False": "false"}

EMPTY = Trace({}, {}, (), ())


@dataclass(frozen=True)
class Traced:
    """A term's value, and the rows behind it. ``period`` is the span of days that was counted."""

    term: Term
    value: float | None
    style: Style
    unit: Unit | None
    country: str
    period: Period
    trace: Trace = field(default=EMPTY, repr=False)


class Lineage:
    """Looks figures up in the registers; what was looked up once is kept.

    Its keys have their country and span written out: see :meth:`rrs_data.report.Report.key`.
    """

    def __init__(self, evaluator: Evaluator, published: Published) -> None:
        """Look up what this evaluator counts, and what was published."""
        self.evaluator = evaluator
        self.published = published
        self._values: dict[Term, tuple[float | None, Style]] = {}
        self._frames: dict[tuple[object, ...], pd.DataFrame] = {}
        self._columns: dict[tuple[str, ...], pd.Series] = {}

    def value(self, key: Key) -> tuple[float | None, Style]:
        """A figure's value and how it is written. Raises FaultsError: there is no such figure."""
        values = [self._value(term) for term in key.terms]
        if len(values) == 1:
            return values[0]
        (first, style), (second, other) = values
        if key.operator == "-":
            return (None if None in (first, second) else _less(first, second)), style
        unit_cost = key.operator == "/" and style == "usd" and other == "number"
        style = "usd" if unit_cost else "percent"
        if first is None or not second:
            return None, style
        return (first / second if key.operator == "/" else round(first / second - 1, 9)), style

    def traced(self, term: Term) -> Traced:
        """A term with its rows. Raises FaultsError: there is no such figure."""
        value, style = self._value(term)
        period = self.days(term)
        if term.base == INDICATORS or not self._is_counted(term):
            return Traced(term, value, style, self._unit(term), term.country, period, EMPTY)
        if term.is_indicator and term.measure not in PROMISED:
            period = self._counted_days(term)
            found = self._tally(term)
            indicator = self.evaluator.indicators.sheets[term.base]
            trace = trace_indicator(
                indicator, self.evaluator.registers, found, term.country, period, term.where
            )
        else:
            rows = self._rows(self._promise(term) if term.is_indicator else term)
            register = "targets" if term.is_indicator else term.base
            days = None if term.span == "*" else period
            trace = trace_rows(self.evaluator.registers, register, rows, term.country, days)
        return Traced(term, value, style, self._unit(term), term.country, period, trace)

    def rows(self, term: Term) -> pd.DataFrame:
        """The rows of a register that a term takes. Raises FaultsError."""
        return self._rows(term)

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

    def _value(self, term: Term) -> tuple[float | None, Style]:
        if term not in self._values:
            self._values[term] = (self._counted(term), self._style(term))
        return self._values[term]

    def _counted(self, term: Term) -> float | None:
        if not self._is_counted(term):
            return self._parameter(term)
        if term.base == INDICATORS:
            return float(self._indicators(term).sum())
        if term.is_indicator:
            return self._of_indicator(term)
        rows = self._rows(term)
        if not term.measure:
            return float(len(rows))
        if self._is_number(term.base, term.measure):
            return round(fsum(rows[term.measure].dropna()), 9)
        return float(rows[term.measure].nunique())

    def _of_indicator(self, term: Term) -> float | None:
        year, measure = self._year(term), term.measure
        if measure in PROMISED:
            if year is None:
                raise FaultsError([bad_key(str(term), "a year, or final, for what was promised")])
            period = self.evaluator.programme.period(year)
            promised = self.evaluator.promised(term.base, term.country, period)
            return promised[PROMISED.index(measure)]
        found = self._tally(term)
        if not measure:
            return found.value
        if measure in OF_SHARE and found.denominator is not None:
            return found.numerator if measure == "numerator" else found.denominator
        return self._column_of(term, found)

    def _column_of(self, term: Term, found: Tally) -> float:
        """How many values a column of the counted rows has: the countries of people, say."""
        registers = self.evaluator.registers
        values: set[str] = set()
        for register, rows in found.rows.items():
            view = registers.view(register)
            if term.measure in view:
                values |= set(view.loc[view["row"].isin(rows), term.measure].dropna().astype(str))
        if not values and found.value:
            allowed = f"one of {', '.join((*PROMISED, *OF_SHARE))}, or a column of its registers"
            raise FaultsError([bad_key(str(term), allowed)])
        return float(len(values))

    def _tally(self, term: Term) -> Tally:
        if term.base not in self.evaluator.indicators.sheets:
            codes = ", ".join(self.evaluator.indicators.sheets)
            raise FaultsError([bad_key(str(term), f"one of {codes}", "take one of these")])
        self._check_country(term)
        period = self._counted_days(term)
        if not term.where:
            return self.evaluator.tally(term.base, term.country, period)
        indicator = self.evaluator.indicators.sheets[term.base]
        rows = self._selected(term, period)
        for one in term.where:
            rows = rows[_is_in(self._column(term, one.column).loc[rows.index], one)]
        return count(replace(indicator, by=()), rows, term.country)  # a part has no parts itself

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
            self._columns[wanted] = _as_text(values)
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

    def _rows(self, term: Term) -> pd.DataFrame:
        registers = self.evaluator.registers
        if term.base not in registers.frames:
            names = ", ".join([*registers.frames, INDICATORS])
            raise FaultsError([bad_key(str(term), f"an indicator, or one of {names}")])
        rows = self._slice(term)
        for one in term.where:
            if one.column not in rows:
                raise FaultsError([_no_column_of(term, one.column, registers.schema)])
            text = self._text(term, one.column)
            rows = rows[_is_in(text.loc[rows.index], one)]
        if term.measure and term.measure not in rows:
            raise FaultsError([_no_column_of(term, term.measure, registers.schema)])
        return rows

    def _text(self, term: Term, column: str) -> pd.Series:
        """A column of a register's rows as text."""
        wanted = (term.base, term.country, term.span, column)
        if wanted not in self._columns:
            self._columns[wanted] = _as_text(self._slice(term)[column])
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

    def _indicators(self, term: Term) -> pd.Series:
        """Which of the report's indicators fulfil the filters."""
        wanted = (term.base, term.country, term.span)
        if wanted not in self._frames:
            achievements = self.evaluator.achievements(term.country, self.days(term))
            self._frames[wanted] = pd.DataFrame(map(_facts, achievements))
        frame = self._frames[wanted]
        fulfilled = pd.Series(True, index=frame.index)
        for one in term.where:
            if one.column not in frame:
                raise FaultsError([bad_key(str(term), f"one of {', '.join(frame.columns)}")])
            fulfilled &= _is_in(_as_text(frame[one.column]), one)
        return fulfilled

    def _parameter(self, term: Term) -> float:
        """A value that the parameters hold: the threshold, the award, a published figure."""
        programme = self.evaluator.programme
        if term.base == "programme":
            known = {
                "deviation_threshold": programme.deviation_threshold,
                "award.amount": programme.award.amount,
            }
        else:
            known = {
                f"{figure.code}.{scope}": value
                for figure in self.published.figures
                for scope, value in {figure.country: figure.value, **figure.parts}.items()
            }
        if term.measure not in known:
            raise FaultsError([bad_key(str(term), f"one of {', '.join(known)}")])
        return float(known[term.measure])

    def _promise(self, term: Term) -> Term:
        """The row of the register of targets that an indicator's baseline and target stand in."""
        year = self._year(term)
        if year == FINAL:
            year = self.evaluator.programme.years[-1]
        where = (
            Filter("indicator", (term.base,)),
            Filter("year", (str(year),)),
            Filter("country", (term.country,)),  # a row of the region is one of many in its slice
        )
        return Term("targets", where, term.measure, term.country, term.span)

    def _year(self, term: Term) -> Year | None:
        return self.days(term).year

    def _counted_days(self, term: Term) -> Period:
        """The days that an indicator counts: a year's, or all since the start."""
        period = self.days(term)
        return period if period.year is None else self.evaluator.span(term.base, period)

    def _is_counted(self, term: Term) -> bool:
        return term.base not in PARAMETERS

    def _check_country(self, term: Term) -> None:
        codes = (*self.evaluator.programme.countries, REGION)
        if term.country not in codes:
            raise FaultsError([bad_key(str(term), f"a country: one of {', '.join(codes)}")])

    def _unit(self, term: Term) -> Unit | None:
        sheet = self.evaluator.indicators.sheets.get(term.base)
        return sheet.unit if sheet and term.measure in ("", *PROMISED) else None

    def _style(self, term: Term) -> Style:
        if term.base == "programme":
            return "percent" if term.measure == "deviation_threshold" else "usd"
        if unit := self._unit(term):
            return "percent" if unit == "percent" else "usd" if unit == "usd" else "number"
        column = term.measure.rsplit(".", 1)[-1]
        counted = not term.is_indicator and term.base != "published"
        return "usd" if counted and column.startswith(MONEY) else "number"

    def _is_number(self, register: str, path: str) -> bool:
        column = self.evaluator.registers.schema.column(register, path)
        return path in DERIVED.get(register, ()) or (
            column is not None and column.type in ("number", "integer")
        )


def _less(first: float | None, second: float | None) -> float:
    return round((first or 0.0) - (second or 0.0), 9)


def _is_in(values: pd.Series, one: Filter) -> pd.Series:
    """Which values, as text, a filter means."""
    found = values.isin(one.values)
    return (~found & values.notna()) if one.no else found


def _as_text(values: pd.Series) -> pd.Series:
    """Values as filters write them; what is missing stays so."""
    known = values.map(lambda value: TRUTH.get(str(value), str(value)), na_action="ignore")
    return known.astype(object)


def _facts(one: Achievement) -> dict[str, object]:
    """What can be counted of a report's indicators."""
    return {
        "code": one.indicator.code,
        "result": one.indicator.result,
        "status": one.status,
        "promised": one.target is not None,
        "compared": one.percent_of_target is not None,
        "favourable": one.favourable,
    }


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
