"""Figures: what a key comes to, and from which rows.

Every number of a report is looked up here by its key, and so is what ``make explain`` prints: there
is one way to a figure, so that what is shown and what explains it cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import pandas as pd

from rrs_data.indicators.achievements import Achievement, Achievements
from rrs_data.indicators.keys import (
    INDICATORS,
    INVENTORY,
    PARAMETERS,
    RECONCILED,
    ROWS,
    Key,
    Term,
    as_texts,
    bad_key,
    check_country,
    check_part,
    check_register,
    days_of,
    parse_key,
    within,
)
from rrs_data.indicators.reconciliation import Published, Reconciled, Restatement, published_key
from rrs_data.indicators.sheets import Indicator
from rrs_data.indicators.tallies import NO_ROWS, Evidence, Tally, added
from rrs_data.language.language import Style
from rrs_data.programme.programme import Period

PROMISED = ("baseline", "target")
OF_SHARE = ("numerator", "denominator")

STYLES: Mapping[str, Style] = {"percent": "percent", "usd": "usd", "USD": "usd"}
"""How values of the units of sheets and columns are written, where they are no plain numbers."""


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
        self._schema = self.counts.registers.schema
        self._value = cache(self._looked_up)
        self._inventory = cache(self._inventory_of)

    def value(self, key: Key) -> tuple[float | None, Style]:
        """A figure's value and how it is written. Raises FaultsError: there is no such figure."""
        (first, style), *others = (self._value(term) for term in key.terms)
        if not others:
            return first, style
        ((second, other),) = others
        if key.operator == "-":
            return (None if first is None or second is None else round(first - second, 9)), style
        unit_cost = key.operator == "/" and style == "usd" and other == "number"
        style = "usd" if unit_cost else "percent"
        if first is None or not second:
            return None, style
        return (first / second if key.operator == "/" else round(first / second - 1, 9)), style

    def traced(self, term: Term) -> Traced:
        """A term with its rows. Raises FaultsError: there is no such figure."""
        value, style = self._value(term)
        if term.base in (*PARAMETERS, *INVENTORY):
            return Traced(term, value, style, self.days(term))
        if not self.sheet(term):
            return Traced(term, value, style, self.days(term), self._in_register(term))
        if term.measure in PROMISED:
            return Traced(term, value, style, self.days(term), self._promised(term))
        tally = self._tally(term)
        return Traced(term, value, style, self._counted_days(term), tally.evidence, tally)

    def rows(self, term: Term) -> list[int]:
        """The numbers of the rows of a register that a term counts. Raises FaultsError."""
        return [int(row) for row in self._in_register(term).counted["row"]]

    def lines(self, term: Term) -> pd.DataFrame:
        """The lines of the report's own inventory that a term counts. Raises FaultsError."""
        frame = self._inventory(term.base, term.country, self.days(term))
        for column in filter(None, [*(one.column for one in term.where), term.measure]):
            if column not in frame:
                mend = f"take one of these in place of {column}"
                raise bad_key(term, f"one of {', '.join(frame.columns)}", mend)
        for one in term.where:
            frame = frame[within(as_texts(frame[one.column]), one)]
        return frame

    def reconciled(self, period: Period) -> list[Reconciled]:
        """Every published figure with its computed value, for the report of a period.

        Empty when the day of publication lies after the period: the figures were not known then.
        """
        published, sheets = self.published, self.achievements.indicators
        if published.as_of > period.end:
            return []
        return [
            Reconciled(figure, country, number, key, self.value(key)[0])
            for figure in published.figures
            for country, number in {figure.country: figure.value, **figure.parts}.items()
            for key in [published_key(figure, country, published, sheets)]
        ]

    def days(self, term: Term) -> Period:
        """The days that a term's span means. Raises FaultsError."""
        return days_of(term, self.achievements.programme)

    def sheet(self, term: Term) -> Indicator | None:
        """The sheet of the indicator that a term names, if it names one."""
        return self.achievements.indicators.sheets.get(term.base)

    def _inventory_of(self, base: str, country: str, period: Period) -> pd.DataFrame:
        """What the report of a country (or the region) and a period is made of, as lines."""
        registers = self.counts.registers
        if base == INDICATORS:
            return pd.DataFrame(map(_line, self.achievements.of(country, period)))
        if base == RECONCILED:
            found = self.reconciled(period)
            lines = [(o.figure.code, o.figure.indicator, o.country, o.agrees) for o in found]
            return pd.DataFrame(lines, columns=["figure", "indicator", "country", "agrees"])
        if base == ROWS:
            counts = registers.counts.items()
            counted = [(name, one.read, one.used, one.refused) for name, one in counts]
            return pd.DataFrame(counted, columns=["register", "read", "used", "refused"])
        warnings = [(one.rule, one.register) for one in registers.warnings]
        return pd.DataFrame(warnings, columns=["rule", "register"])

    @cached_property
    def _parameters(self) -> Mapping[str, Mapping[str, float]]:
        """The values that the parameters' files hold, by file and name."""
        programme = self.achievements.programme
        return {
            "programme": {
                "deviation_threshold": programme.deviation_threshold,
                "award.amount": programme.award.amount,
            },
            "restatements": {
                f"{number}.{name}": value
                for number, one in enumerate(self.restatements, 1)
                for name, value in (("was", one.was), ("now", one.now))
            },
            "published": {
                f"{figure.code}.{country}": value
                for figure in self.published.figures
                for country, value in {figure.country: figure.value, **figure.parts}.items()
            },
        }

    def _looked_up(self, term: Term) -> tuple[float | None, Style]:
        return self._number(term), self._style(term)

    def _number(self, term: Term) -> float | None:
        if term.base in PARAMETERS:
            known = self._parameters[term.base]
            if term.measure not in known:
                raise bad_key(term, f"one of {', '.join(known)}")
            return float(known[term.measure])
        if term.base in INVENTORY:
            lines = self.lines(term)
            return float(lines[term.measure].sum() if term.measure else len(lines))
        sheet = self.sheet(term)
        return self._of_indicator(term, sheet) if sheet else self._of_register(term)

    def _of_indicator(self, term: Term, sheet: Indicator) -> float | None:
        if term.measure in PROMISED:
            return self.achievements.value_of(self._promised(term), term.measure)
        tally = self._tally(term)
        if not term.measure:
            return tally.value
        if term.measure in OF_SHARE and sheet.count == "share":
            return tally.numerator if term.measure == "numerator" else tally.denominator
        return self._column_of(term, sheet, tally)

    def _column_of(self, term: Term, sheet: Indicator, tally: Tally) -> float:
        """How many values a column of the counted rows has: the countries of people, say."""
        registers = {source.register for source in sheet.sources}
        known = [name for name in registers if self._schema.column(name, term.measure)]
        if not known:
            allowed = f"one of {', '.join((*PROMISED, *OF_SHARE))}, or a column of its registers"
            raise bad_key(term, allowed)
        values: set[str] = set()
        for name in known:
            rows = self.counts.column(name, "row").isin(tally.evidence.rows.get(name, ()))
            values |= set(self.counts.column(name, term.measure)[rows].dropna().astype(str))
        return float(len(values))

    def _of_register(self, term: Term) -> float | None:
        """The rows of a register that a term takes, or what a column of theirs comes to."""
        counted = self._in_register(term).reasons == 0
        column = self._schema.column(term.base, term.measure)
        if not column:
            return float(counted.sum())
        values = self.counts.column(term.base, term.measure)[counted]
        return added(values) if column.is_number else float(values.nunique())

    def _tally(self, term: Term) -> Tally:
        check_country(term, self.achievements.programme)
        check_part(term, self.achievements.indicators.sheets[term.base], self._schema)
        return self.counts.tally(term.base, term.country, self._counted_days(term), term.where)

    def _in_register(self, term: Term) -> Evidence:
        """The rows of a register, marked for a term. Raises FaultsError."""
        check_register(term, self.achievements.indicators, self._schema)
        check_country(term, self.achievements.programme)
        days = None if term.span == "*" else self.days(term)
        return self.counts.of_register(term.base, term.country, days, term.where)

    def _counted_days(self, term: Term) -> Period:
        """The days that an indicator counts: a year's, or all since the start."""
        days = self.days(term)
        return days if days.year is None else self.achievements.span(term.base, days)

    def _promised(self, term: Term) -> Evidence:
        """The row of the register of targets that an indicator's baseline and target stand in."""
        check_country(term, self.achievements.programme)
        days = self.days(term)
        if days.year is None:
            raise bad_key(term, "a year, or final, for what was promised")
        return self.achievements.promised(term.base, term.country, days)

    def _style(self, term: Term) -> Style:
        if term.base == "programme":
            return "percent" if term.measure == "deviation_threshold" else "usd"
        if term.base == "restatements":
            restated = self.restatements[int(term.measure.split(".")[0]) - 1]
            return self.value(parse_key(restated.figure))[1]
        sheet = self.sheet(term)
        if sheet:
            return STYLES.get(sheet.unit if term.measure in ("", *PROMISED) else "", "number")
        of_register = term.base in self._schema.registers
        column = self._schema.column(term.base, term.measure) if of_register else None
        return STYLES.get(column.unit if column else "", "number")


def _line(one: Achievement) -> dict[str, object]:
    return {
        "code": one.indicator.code,
        "result": one.indicator.result,
        "status": one.status,
        "promised": one.target is not None,
        "compared": one.percent_of_target is not None,
        "favourable": one.favourable,
    }
