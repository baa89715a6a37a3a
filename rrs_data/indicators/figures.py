"""Figures: what a key comes to, and from which rows.

Every number of a report is looked up here by its key, and so is what ``make explain`` prints: there
is one way to a figure, so that what is shown and what explains it cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from rrs_data.indicators.achievements import Achievements
from rrs_data.indicators.conditions import has_column, is_number
from rrs_data.indicators.evidence import NO_ROWS, Evidence
from rrs_data.indicators.filters import as_texts, within
from rrs_data.indicators.inventory import inventory
from rrs_data.indicators.keys import (
    INVENTORY,
    PARAMETERS,
    RECONCILED,
    Filter,
    Key,
    Term,
    bad_key,
    parse_key,
)
from rrs_data.indicators.reconciliation import Reconciled, reconcile
from rrs_data.indicators.restatements import Restatement
from rrs_data.indicators.sheets import Indicator, Unit
from rrs_data.indicators.tallies import Tally, added
from rrs_data.indicators.terms import check_base, check_columns, check_country, check_part, days_of
from rrs_data.language.language import Style
from rrs_data.programme.faults import FaultsError
from rrs_data.programme.periods import FINAL, Period
from rrs_data.programme.published import Published

PROMISED = ("baseline", "target")
OF_SHARE = ("numerator", "denominator")

MONEY = ("amount", "approved", "spent", "cost")
"""Columns of registers, or the beginnings of their names, that hold US dollars."""


@dataclass(frozen=True)
class Traced:
    """A term's value with the rows behind it. ``period`` is the span of days that was counted."""

    term: Term
    value: float | None
    style: Style
    unit: Unit | None
    period: Period
    evidence: Evidence = field(default=NO_ROWS, repr=False)
    tally: Tally | None = field(default=None, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids that were counted."""
        return self.tally.keys if self.tally else self.evidence.keys


class Figures:
    """Looks figures up; what was looked up once is kept.

    Its keys have their country and span written out: see :meth:`rrs_data.report.report.Report.key`.
    """

    def __init__(
        self,
        achievements: Achievements,
        published: Published,
        restatements: Sequence[Restatement] = (),
    ) -> None:
        """Look up what is counted, what was published, and what was restated."""
        self.achievements = achievements
        self.counts = achievements.counts
        self.published = published
        self.restatements = restatements
        self._schema = achievements.counts.registers.schema
        self._values: dict[Term, tuple[float | None, Style]] = {}
        self._inventories: dict[tuple[str, str, Period], pd.DataFrame] = {}

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
        unit, days = self._unit(term), self.days(term)
        if term.base in (*PARAMETERS, *INVENTORY):
            return Traced(term, value, style, unit, days)
        if not self._is_counted(term):
            promise = self._promise(term) if self.sheet(term) else term
            return Traced(term, value, style, unit, days, self._in_register(promise))
        tally = self._tally(term)
        return Traced(term, value, style, unit, self._counted_days(term), tally.evidence, tally)

    def rows(self, term: Term) -> list[int]:
        """The numbers of the rows of a register that a term counts. Raises FaultsError."""
        return [int(row) for row in self._in_register(term).counted["row"]]

    def lines(self, term: Term) -> pd.DataFrame:
        """The lines of the report's own inventory that a term counts. Raises FaultsError."""
        frame = self._inventory(term)
        columns = [one.column for one in term.where] + ([term.measure] if term.measure else [])
        if unknown := [column for column in columns if column not in frame]:
            mend = f"take one of these in place of {', '.join(unknown)}"
            raise FaultsError([bad_key(str(term), f"one of {', '.join(frame.columns)}", mend)])
        for one in term.where:
            frame = frame[within(as_texts(frame[one.column]), one)]
        return frame

    def reconciled(self, period: Period) -> list[Reconciled]:
        """The published figures and the computed ones, for the report of a period."""
        return reconcile(
            lambda key: self.value(key)[0], self.published, self.achievements.indicators, period
        )

    def days(self, term: Term) -> Period:
        """The days that a term's span means. Raises FaultsError."""
        return days_of(term, self.achievements.programme)

    def sheet(self, term: Term) -> Indicator | None:
        """The sheet of the indicator that a term names, if it names one."""
        return self.achievements.indicators.sheets.get(term.base)

    def _value(self, term: Term) -> tuple[float | None, Style]:
        if term not in self._values:
            self._values[term] = (self._looked_up(term), self._style(term))
        return self._values[term]

    def _looked_up(self, term: Term) -> float | None:
        if term.base in PARAMETERS:
            return self._parameter(term)
        if term.base in INVENTORY:
            lines = self.lines(term)
            return float(lines[term.measure].sum() if term.measure else len(lines))
        if sheet := self.sheet(term):
            return self._of_indicator(term, sheet)
        return self._of_register(term)

    def _of_indicator(self, term: Term, sheet: Indicator) -> float | None:
        measure = term.measure
        if measure in PROMISED:
            period = self.days(term)
            if period.year is None:
                raise FaultsError([bad_key(str(term), "a year, or final, for what was promised")])
            promised = self.achievements.promised(term.base, term.country, period)
            return promised[PROMISED.index(measure)]
        tally = self._tally(term)
        if not measure:
            return tally.value
        if measure in OF_SHARE and sheet.count == "share":
            return tally.numerator if measure == "numerator" else tally.denominator
        return self._column_of(term, sheet, tally)

    def _column_of(self, term: Term, sheet: Indicator, tally: Tally) -> float:
        """How many values a column of the counted rows has: the countries of people, say."""
        registers = [
            name
            for name in dict.fromkeys(source.register for source in sheet.sources)
            if has_column(term.measure, name, self._schema)
        ]
        if not registers:
            allowed = f"one of {', '.join((*PROMISED, *OF_SHARE))}, or a column of its registers"
            raise FaultsError([bad_key(str(term), allowed)])
        values: set[str] = set()
        for name in registers:
            rows = self.counts.column(name, "row").isin(tally.rows.get(name, ()))
            found = self.counts.column(name, term.measure)[rows]
            values |= set(found.dropna().astype(str))
        return float(len(values))

    def _of_register(self, term: Term) -> float | None:
        """The rows of a register that a term takes, or what a column of theirs comes to.

        A sum of which any part is not recorded is unknown: missing is not zero.
        """
        counted = self._in_register(term).reasons == 0
        if not term.measure:
            return float(counted.sum())
        values = self.counts.column(term.base, term.measure)[counted]
        if is_number(term.measure, term.base, self._schema):
            return None if values.isna().any() else added(values)
        return float(values.nunique())

    def _tally(self, term: Term) -> Tally:
        check_country(term, self.achievements.programme)
        check_part(term, self.achievements.indicators.sheets[term.base], self._schema)
        return self.counts.tally(term.base, term.country, self._counted_days(term), term.where)

    def _in_register(self, term: Term) -> Evidence:
        """The rows of a register, marked for a term. Raises FaultsError."""
        check_base(term, self.achievements.indicators, self._schema)
        check_country(term, self.achievements.programme)
        check_columns(term, self._schema)
        days = None if term.span == "*" else self.days(term)
        return self.counts.of_register(term.base, term.country, days, term.where)

    def _counted_days(self, term: Term) -> Period:
        """The days that an indicator counts: a year's, or all since the start."""
        period = self.days(term)
        return period if period.year is None else self.achievements.span(term.base, period)

    def _promise(self, term: Term) -> Term:
        """The row of the register of targets that an indicator's baseline and target stand in."""
        year = self.days(term).year
        if year == FINAL:
            year = self.achievements.programme.years[-1]
        where = (
            Filter("indicator", (term.base,)),
            Filter("year", (str(year),)),
            Filter("country", (term.country,)),  # the region's row is one of many in its slice
        )
        return Term("targets", where, term.measure, term.country, term.span)

    def _inventory(self, term: Term) -> pd.DataFrame:
        wanted = (term.base, term.country, self.days(term))
        if wanted not in self._inventories:
            base, country, period = wanted
            reconciled = self.reconciled(period) if base == RECONCILED else []
            found = inventory(base, self.achievements, reconciled, country, period)
            self._inventories[wanted] = found
        return self._inventories[wanted]

    def _parameter(self, term: Term) -> float:
        """A value that the parameters hold: the threshold, the award, a published figure."""
        known = self._known(term.base)
        if term.measure not in known:
            raise FaultsError([bad_key(str(term), f"one of {', '.join(known)}")])
        return float(known[term.measure])

    def _known(self, base: str) -> dict[str, float]:
        """The values that one of the parameters' files holds, by name."""
        programme = self.achievements.programme
        if base == "programme":
            return {
                "deviation_threshold": programme.deviation_threshold,
                "award.amount": programme.award.amount,
            }
        if base == "restatements":
            return {
                f"{number}.{name}": value
                for number, one in enumerate(self.restatements, 1)
                for name, value in (("was", one.was), ("now", one.now))
            }
        return {
            f"{figure.code}.{scope}": value
            for figure in self.published.figures
            for scope, value in {figure.country: figure.value, **figure.parts}.items()
        }

    def _is_counted(self, term: Term) -> bool:
        """Whether a term is counted by an indicator's sheet."""
        return self.sheet(term) is not None and term.measure not in PROMISED

    def _unit(self, term: Term) -> Unit | None:
        sheet = self.sheet(term)
        return sheet.unit if sheet and term.measure in ("", *PROMISED) else None

    def _style(self, term: Term) -> Style:
        if term.base == "programme":
            return "percent" if term.measure == "deviation_threshold" else "usd"
        if term.base == "restatements":
            restated = self.restatements[int(term.measure.split(".")[0]) - 1]
            return self.value(parse_key(restated.figure))[1]
        if unit := self._unit(term):
            return "percent" if unit == "percent" else "usd" if unit == "usd" else "number"
        column = term.measure.rsplit(".", 1)[-1]
        of_register = term.base in self._schema.registers
        return "usd" if of_register and column.startswith(MONEY) else "number"


def _less(first: float | None, second: float | None) -> float:
    return round((first or 0.0) - (second or 0.0), 9)
