"""Figures: what a key comes to, and from which rows.

Every number of a report is looked up here by its key, and so is what ``make explain`` prints: there
is one way to a figure, so that what is shown and what explains it cannot differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

import numpy as np
import pandas as pd

from rrs_data.indicators import keys
from rrs_data.indicators.achievements import Achievements
from rrs_data.indicators.keys import Key, Term, bad_key, check_part, parse_key
from rrs_data.indicators.reconciliation import Published, Reconciled, findings_of, published_key
from rrs_data.indicators.sheets import Indicator
from rrs_data.indicators.tallies import NO_ROWS, Evidence, Tally, added
from rrs_data.language.language import Style
from rrs_data.programme.programme import FINAL, REGION, Period

PROMISED = ("baseline", "target")
OF_SHARE = ("numerator", "denominator")

STYLES: Mapping[str, Style] = {"percent": "percent", "money": "money"}
"""How values of the units of sheets and columns are written, where they are no plain numbers."""

OF_PROGRAMME: Mapping[str, Style] = {"deviation_threshold": "percent", "award.amount": "money"}


@dataclass(frozen=True)
class Traced:
    """A term's value with the rows behind it. ``period`` is the span of days that was counted."""

    term: Term
    value: float | None
    style: Style
    period: Period
    evidence: Evidence = field(default=NO_ROWS, repr=False)
    tally: Tally | None = field(default=None, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids that were counted."""
        return self.tally.keys if self.tally else self.evidence.keys


@dataclass(eq=False, repr=False)
class Figures(Achievements):
    """Looks figures up, also what was published and restated; what was looked up once is kept.

    Its keys have their country and span written out: see :meth:`rrs_data.report.report.Report.key`.
    """

    published: Published = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._value = cache(self._value_of)
        self._inventory = cache(self._inventory_of)

    def value(self, key: Key) -> tuple[float | None, Style]:
        """A figure's value and how it is written. Raises FaultsError: there is no such figure."""
        (first, style), *others = (self._value(term) for term in key.terms)
        if not others:
            return first, style
        ((second, other),) = others
        if key.operator == "-":
            return (None if first is None or second is None else round(first - second, 9)), style
        one, target = key.terms
        sheet = self.indicators.sheets.get(one.base)
        if sheet and target == replace(one, measure="target") and key.operator == "/":
            baseline, _ = self._value(replace(one, measure="baseline"))
            return sheet.reached(first, second, baseline), "percent"
        unit_cost = key.operator == "/" and style == "money" and other == "number"
        style = "money" if unit_cost else "percent"
        if first is None or not second:
            return None, style
        return (first / second if key.operator == "/" else round(first / second - 1, 9)), style

    def _value_of(self, term: Term) -> tuple[float | None, Style]:
        # Kept without its rows: a report looks hundreds of figures up and traces few of them.
        traced = self.traced(term)
        return traced.value, traced.style

    def traced(self, term: Term) -> Traced:
        """A term with its rows, none in public. Raises FaultsError: there is no such figure."""
        codes = (*self.programme.countries, REGION)
        if term.country not in codes:
            raise bad_key(term, f"a country: one of {', '.join(codes)}")
        sheet = self.indicators.sheets.get(term.base)
        if term.base in keys.PARAMETERS:
            traced = self._parameter(term)
        elif term.base in keys.INVENTORY:
            lines = self.lines(term)
            number = lines[term.measure].sum() if term.measure else len(lines)
            traced = Traced(term, float(number), "number", self.days(term))
        else:
            traced = self._of_sheet(term, sheet) if sheet else self._of_rows(term)
        if not self.suppression:
            return traced
        shown = self.suppression.shows_term(term, sheet, traced.period)
        return replace(traced, value=traced.value if shown else None, evidence=NO_ROWS, tally=None)

    def lines(self, term: Term) -> pd.DataFrame:
        """The lines of the report's own inventory that a term counts. Raises FaultsError."""
        frame = self._inventory(term.base, term.country, self.days(term))
        _refuse_columns(term, [one for one in term.columns if one not in frame], frame.columns)
        for one in term.where:
            frame = frame[keys.within(keys.as_texts(frame[one.column]), one)]
        return frame

    def reconciled(self, period: Period) -> list[Reconciled]:
        """Every published figure with its computed value, for the report of a period.

        Empty when the day of publication lies after the period: the figures were not known then.
        """
        published = self.published
        return [
            Reconciled(figure, country, number, key, self.value(key)[0])
            for figure in (published.figures if published.as_of <= period.end else ())
            for country, number in figure.by_country.items()
            for key in [published_key(figure, country, published, self.indicators)]
        ]

    def days(self, term: Term) -> Period:
        """The days that a term's span means. Raises FaultsError."""
        programme, span = self.programme, term.span
        if span == "*":
            return programme.period(FINAL)
        since, _, last = span.rpartition("..")
        try:
            if named := programme.periods.get(last):
                return programme.until(named) if last != span else named
            start = date.fromisoformat(since) if since else programme.start
            return Period(start, date.fromisoformat(last))
        except ValueError:
            known = f"{', '.join(programme.periods)}, or ..{programme.years[-1]}"
            raise bad_key(term, f"a span: one of {known}") from None

    def _inventory_of(self, base: str, country: str, period: Period) -> pd.DataFrame:
        """What the report of a country (or the region) and a period is made of, as lines."""
        registers = self.registers
        if base == keys.INDICATORS:
            return pd.DataFrame(
                {
                    "code": one.indicator.code,
                    "result": one.indicator.result,
                    "status": one.status,
                    # Of what a public edition hides nobody is told whether it was reached.
                    "promised": one.target is not None and not one.hidden,
                    "compared": one.percent_of_target is not None,
                    "favourable": one.favourable,
                }
                for one in self.of(country, period)
            )
        if base == keys.RECONCILED:
            found = self.reconciled(period)
            lines = [(o.figure.code, o.figure.indicator, o.country, o.agrees) for o in found]
            return pd.DataFrame(lines, columns=["figure", "indicator", "country", "agrees"])
        if base == keys.ROWS:
            counts = registers.counts.items()
            counted = [(name, one.read, one.used, one.refused) for name, one in counts]
            return pd.DataFrame(counted, columns=["register", "read", "used", "refused"])
        warnings = [(one.rule, one.register) for one in findings_of(self).warnings]
        return pd.DataFrame(warnings, columns=["rule", "register"])

    @cached_property
    def _parameters(self) -> dict[str, float]:
        """The values that the parameters' files hold, by file and name."""
        programme, found = self.programme, dict[str, float]()
        found["programme.deviation_threshold"] = programme.deviation_threshold
        found["programme.award.amount"] = programme.award.amount
        for number, rate in enumerate(programme.currency.rates, 1):
            found[f"programme.rates.{number}"] = rate.rate
        for number, one in enumerate(self.published.restatements, 1):
            found |= {f"restatements.{number}.was": one.was, f"restatements.{number}.now": one.now}
        for figure in self.published.figures:
            for country, value in figure.by_country.items():
                found[f"published.{figure.code}.{country}"] = value
        return found

    def _parameter(self, term: Term) -> Traced:
        known, name = self._parameters, f"{term.base}.{term.measure}"
        if name not in known:
            of_file = [one for one in known if one.startswith(f"{term.base}.")]
            raise bad_key(term, f"one of {', '.join(of_file)}")
        style = OF_PROGRAMME.get(term.measure, "number")
        if term.base == "restatements":
            restated = self.published.restatements[int(term.measure.split(".")[0]) - 1]
            style = self.value(parse_key(restated.figure))[1]
        return Traced(term, float(known[name]), style, self.days(term))

    def _of_sheet(self, term: Term, sheet: Indicator) -> Traced:
        """What an indicator comes to, what was promised of it, or another of its numbers."""
        style, days = STYLES.get(sheet.unit, "number"), self.days(term)
        if term.measure in PROMISED:
            if days.year is None:
                raise bad_key(term, "a year, or final, for what was promised")
            value, rows = self.promised(term.base, term.country, days, term.measure)
            return Traced(term, value, style, days, rows)
        check_part(term, sheet, self.registers.schema)
        if days.year is not None:
            days = self.span(term.base, days)
        tally = self.tally(term.base, term.country, days, term.where)
        counted = Traced(term, tally.value, style, days, tally.evidence, tally)
        if not term.measure:
            return counted
        is_part = term.measure in OF_SHARE and sheet.count == "share"
        value = getattr(tally, term.measure) if is_part else self._values_of(term, sheet, tally)
        return replace(counted, value=value, style="number")

    def _values_of(self, term: Term, sheet: Indicator, tally: Tally) -> float:
        """How many values a column of the counted rows has: the countries of people, say."""
        registers = {source.register for source in sheet.sources}
        known = [name for name in registers if self.registers.schema.column(name, term.measure)]
        if not known:
            allowed = f"one of {', '.join((*PROMISED, *OF_SHARE))}, or a column of its registers"
            raise bad_key(term, allowed)
        values: set[str] = set()
        for name in known:
            rows = self.column(name, "row").isin(tally.evidence.rows.get(name, ()))
            values |= set(self.column(name, term.measure)[rows].dropna().astype(str))
        return float(len(values))

    def _of_rows(self, term: Term) -> Traced:
        """The rows of a register that a term takes, or what a column of theirs comes to."""
        schema = self.registers.schema
        if term.base not in schema.registers:
            names = ", ".join([*schema.registers, *keys.INVENTORY])
            codes = ", ".join(self.indicators.sheets)
            expected = f"an indicator, one of {codes}; or one of {names}"
            raise bad_key(term, expected, "take one of these")
        lacking = [one for one in term.columns if not schema.column(term.base, one)]
        _refuse_columns(term, lacking, schema.paths(term.base))
        days, column = self.days(term), schema.column(term.base, term.measure)
        asked = None if term.span == "*" else days
        rows = self.of_register(term.base, term.country, asked, term.where)
        if not column:
            return Traced(term, float(np.count_nonzero(rows.reasons == 0)), "number", days, rows)
        values, counted = self.column(term.base, term.measure), rows.reasons == 0
        if column.is_number:
            value = added(values.to_numpy()[counted])
        else:
            value = float(values[counted].nunique())
        return Traced(term, value, STYLES.get(column.unit, "number"), days, rows)


def _refuse_columns(term: Term, lacking: Sequence[str], known: Iterable[str]) -> None:
    if lacking:
        mend = f"take one of these in place of {lacking[0]}"
        raise bad_key(term, f"a column: {', '.join(known)}", mend)
