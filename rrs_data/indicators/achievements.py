"""Achievements: an indicator's actual value beside its baseline, its target and its past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from rrs_data.indicators.sheets import Indicator, Indicators
from rrs_data.indicators.tallies import Tally, candidates, tally
from rrs_data.intake.registers import Registers
from rrs_data.programme.periods import FINAL, Period, Year
from rrs_data.programme.programme import Programme

Status = Literal["met", "below", "above", "no_target", "no_data"]

PEOPLE = ("people", "attendances")
"""Units whose evidence ids are people's: records that leave the house hold none of them."""


@dataclass(frozen=True)
class Achievement:
    """What an indicator came to in a country (or the region) and a reporting period.

    ``tally`` is the period's own count, ``cumulative`` the value since the start of the
    programme, ``previous`` the value of the reporting year before: None in the country's first.
    ``baseline`` and ``target`` are None where none was set: missing is not zero.
    """

    indicator: Indicator
    country: str
    period: Period
    tally: Tally
    previous: float | None
    cumulative: float | None
    baseline: float | None
    target: float | None
    threshold: float

    @property
    def actual(self) -> float | None:
        """The value to set beside the target."""
        return self.tally.value

    @property
    def percent_of_target(self) -> float | None:
        """Actual over target as a share (1.0 is 100 %); a zero target has none."""
        if self.actual is None or not self.target:
            return None
        return self.actual / self.target

    @property
    def deviation(self) -> float | None:
        """How far the actual lies from the target, as a share of the target."""
        share = self.percent_of_target
        return None if share is None else round(share - 1, 9)

    @property
    def status(self) -> Status:
        """Where the actual lies, beyond the programme's deviation threshold or within it.

        A zero target is met by zero alone.
        """
        if self.actual is None:
            return "no_data"
        if self.target is None:
            return "no_target"
        distance = round(self.actual - self.target, 9)
        if abs(distance) <= round(self.threshold * abs(self.target), 9):
            return "met"
        return "above" if distance > 0 else "below"

    @property
    def off_target(self) -> bool:
        """Whether the actual needs a reason, in whichever direction it is off."""
        return self.status in ("below", "above")

    @property
    def favourable(self) -> bool:
        """Whether the actual is as good as promised, or better by the indicator's direction."""
        good = "above" if self.indicator.direction == "up" else "below"
        return self.status in ("met", good)

    def as_record(self) -> dict[str, Any]:
        """The achievement as plain values for JSON, the same in every language.

        Evidence names organisations, events, grants and pairs; people only as a number.
        """
        counts_people = self.indicator.unit in PEOPLE or self.indicator.count == "share"
        return {
            "indicator": self.indicator.code,
            "title": dict(self.indicator.title),
            "unit": self.indicator.unit,
            "baseline": self.baseline,
            "target": self.target,
            "actual": self.actual,
            "numerator": self.tally.numerator,
            "denominator": self.tally.denominator,
            "percent_of_target": self.percent_of_target,
            "deviation": self.deviation,
            "status": self.status,
            "previous": self.previous,
            "cumulative": self.cumulative,
            "breakdown": [
                {"by": part.by, "category": part.category, "value": part.value}
                for part in self.tally.breakdown
            ],
            "evidence": {
                "count": len(self.tally.keys),
                "ids": None if counts_people else list(self.tally.keys),
            },
            "rows": {register: list(rows) for register, rows in self.tally.rows.items()},
        }


class Evaluator:
    """Turns indicator sheets and registers into achievements.

    One evaluator serves any number of countries and periods: an indicator's candidate rows are
    gathered once, and what was counted once is kept.
    """

    def __init__(self, registers: Registers, indicators: Indicators, programme: Programme) -> None:
        """Evaluate these sheets over these registers by the programme's rules."""
        self.registers = registers
        self.indicators = indicators
        self.programme = programme
        self._candidates: dict[str, pd.DataFrame] = {}
        self._tallies: dict[tuple[str, str, date, date], Tally] = {}

    def tally(self, code: str, country: str, period: Period) -> Tally:
        """Count an indicator for a country and any span of days, whatever its sheet's span."""
        counted = (code, country, period.start, period.end)
        if counted not in self._tallies:
            indicator = self.indicators.sheets[code]
            self._tallies[counted] = tally(indicator, self.candidates(code), country, period)
        return self._tallies[counted]

    def candidates(self, code: str) -> pd.DataFrame:
        """All rows that an indicator may count."""
        if code not in self._candidates:
            self._candidates[code] = candidates(self.indicators.sheets[code], self.registers)
        return self._candidates[code]

    def span(self, code: str, period: Period) -> Period:
        """The days that an indicator counts in a reporting year: those, or all since the start."""
        return self._span(self.indicators.sheets[code], period)

    def promised(
        self, code: str, country: str, period: Period
    ) -> tuple[float | None, float | None]:
        """An indicator's baseline and target; None where none was set."""
        return self._promised(code, country, period)

    def achievement(self, code: str, country: str, period: Period) -> Achievement:
        """The achievement of one indicator in a country and a reporting period."""
        indicator = self.indicators.sheets[code]
        previous = self._previous(country, period)
        baseline, target = self._promised(code, country, period)
        return Achievement(
            indicator=indicator,
            country=country,
            period=period,
            tally=self.tally(code, country, self._span(indicator, period)),
            previous=(
                self.tally(code, country, self._span(indicator, previous)).value
                if previous
                else None
            ),
            cumulative=self.tally(code, country, self.programme.until(period)).value,
            baseline=baseline,
            target=target,
            threshold=self.programme.deviation_threshold,
        )

    def achievements(self, country: str, period: Period) -> Iterator[Achievement]:
        """The achievements of all indicators, in the order of the sheets."""
        for code in self.indicators.sheets:
            yield self.achievement(code, country, period)

    def _previous(self, country: str, period: Period) -> Period | None:
        """The year before, or None where the country had none in the programme."""
        previous = self.programme.previous(period)
        return previous if previous and previous.year in self.programme.years_of(country) else None

    def _span(self, indicator: Indicator, period: Period) -> Period:
        return self.programme.until(period) if indicator.span == "programme" else period

    def _promised(
        self, code: str, country: str, period: Period
    ) -> tuple[float | None, float | None]:
        """Baseline and target of the register; None where there is no row or no value.

        Over the whole programme, an indicator counted since the start has the target of the last
        year; targets of single years do not add up to one.
        """
        year: Year | None = period.year
        if year == FINAL:
            whole = self.indicators.sheets[code].span == "programme"
            year = self.programme.years[-1] if whole else None
        return self._targets.get((code, country, year), (None, None))

    @cached_property
    def _targets(self) -> dict[tuple[str, str, Year | None], tuple[float | None, float | None]]:
        """Baseline and target by indicator, country and year."""
        columns = ["indicator", "country", "year", "baseline", "target"]
        return {
            (code, country, year): (
                None if pd.isna(baseline) else float(baseline),
                None if pd.isna(target) else float(target),
            )
            for code, country, year, baseline, target in self.registers["targets"][
                columns
            ].itertuples(index=False)
        }
