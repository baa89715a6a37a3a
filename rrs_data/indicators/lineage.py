"""Lineage: what a key comes to, and from which rows.

Every number of a report is looked up here by its key, and so is what ``make explain`` prints: there
is one way to a figure, so that what is shown and what explains it cannot part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum

from rrs_data.indicators.achievements import Evaluator
from rrs_data.indicators.facts import Facts
from rrs_data.indicators.keys import FACTS, PARAMETERS, Filter, Key, Term, bad_key, parse_key
from rrs_data.indicators.restatements import Restatement
from rrs_data.indicators.selections import Selections
from rrs_data.indicators.sheets import DERIVED, Unit
from rrs_data.indicators.tallies import Tally
from rrs_data.indicators.tracing import Trace, trace_indicator, trace_rows
from rrs_data.language.language import Style
from rrs_data.programme.faults import FaultsError
from rrs_data.programme.periods import FINAL, Period, Year
from rrs_data.programme.programme import REGION
from rrs_data.programme.published import Published

PROMISED = ("baseline", "target")
OF_SHARE = ("numerator", "denominator")

MONEY = ("amount", "approved", "spent", "cost")
"""Columns of registers, or the beginnings of their names, that hold US dollars."""

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
    evaluator: Evaluator = field(repr=False, compare=False)
    trace: Trace = field(default=EMPTY, repr=False)


class Lineage:
    """Looks figures up in the registers; what was looked up once is kept.

    Its keys have their country and span written out: see :meth:`rrs_data.report.report.Report.key`.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        published: Published,
        restatements: Sequence[Restatement] = (),
    ) -> None:
        """Look up what this evaluator counts, what was published, and what was restated."""
        self.evaluator = evaluator
        self.published = published
        self.restatements = restatements
        self.selections = Selections(evaluator)
        self.facts = Facts(evaluator, published)
        self._values: dict[Term, tuple[float | None, Style]] = {}

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
        period = self.selections.days(term)
        if not self._is_counted(term):
            return self._traced(term, value, style, period, EMPTY)
        if term.is_indicator and term.measure not in PROMISED:
            period = self.selections.counted_days(term)
            found = self.selections.tally(term)
            indicator = self.evaluator.indicators.sheets[term.base]
            trace = trace_indicator(
                indicator, self.evaluator.registers, found, term.country, period, term.where
            )
        else:
            rows = self.selections.rows(self._promise(term) if term.is_indicator else term)
            register = "targets" if term.is_indicator else term.base
            days = None if term.span == "*" else period
            trace = trace_rows(self.evaluator.registers, register, rows, term.country, days)
        return self._traced(term, value, style, period, trace)

    def _traced(
        self, term: Term, value: float | None, style: Style, period: Period, trace: Trace
    ) -> Traced:
        unit = self._unit(term)
        return Traced(term, value, style, unit, term.country, period, self.evaluator, trace)

    def _value(self, term: Term) -> tuple[float | None, Style]:
        if term not in self._values:
            self._values[term] = (self._counted(term), self._style(term))
        return self._values[term]

    def _is_whole(self, term: Term) -> bool:
        """Whether a term counts all rows of a register, whose number is known without them."""
        everything = (term.country, term.span, term.where, term.measure) == (REGION, "*", (), "")
        return everything and term.base in self.evaluator.registers.counts

    def _counted(self, term: Term) -> float | None:
        if term.base in PARAMETERS:
            return self._parameter(term)
        if term.base in FACTS:
            return self.facts.value(term, self.selections.days(term))
        if term.is_indicator:
            return self._of_indicator(term)
        return self._of_register(term)

    def _of_register(self, term: Term) -> float:
        """The rows of a register that a term takes, or what a column of theirs comes to."""
        if self._is_whole(term):
            return float(self.evaluator.registers.counts[term.base].used)
        values = self.selections.values(term)
        if not term.measure:
            return float(len(values))
        if self._is_number(term.base, term.measure):
            return round(fsum(values.dropna()), 9)
        return float(values.nunique())

    def _of_indicator(self, term: Term) -> float | None:
        year, measure = self._year(term), term.measure
        if measure in PROMISED:
            if year is None:
                raise FaultsError([bad_key(str(term), "a year, or final, for what was promised")])
            period = self.evaluator.programme.period(year)
            promised = self.evaluator.promised(term.base, term.country, period)
            return promised[PROMISED.index(measure)]
        found = self.selections.tally(term)
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

    def _parameter(self, term: Term) -> float:
        """A value that the parameters hold: the threshold, the award, a published figure."""
        known = self._known(term.base)
        if term.measure not in known:
            raise FaultsError([bad_key(str(term), f"one of {', '.join(known)}")])
        return float(known[term.measure])

    def _known(self, base: str) -> dict[str, float]:
        """The values that one of the parameters' files holds, by name."""
        programme = self.evaluator.programme
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
        return self.selections.days(term).year

    def _is_counted(self, term: Term) -> bool:
        """Whether the rows of registers are counted."""
        return term.base not in (*PARAMETERS, *FACTS)

    def _unit(self, term: Term) -> Unit | None:
        sheet = self.evaluator.indicators.sheets.get(term.base)
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
        of_register = self._is_counted(term) and not term.is_indicator
        return "usd" if of_register and column.startswith(MONEY) else "number"

    def _is_number(self, register: str, path: str) -> bool:
        column = self.evaluator.registers.schema.column(register, path)
        return path in DERIVED.get(register, ()) or (
            column is not None and column.type in ("number", "integer")
        )


def _less(first: float | None, second: float | None) -> float:
    return round((first or 0.0) - (second or 0.0), 9)
