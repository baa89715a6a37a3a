"""The programme: who, where and when, read from ``params/programme.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from rrs_data.programme.parameters import read_params
from rrs_data.programme.periods import FINAL, Period, Year, YearKind, year_of, year_period

REGION = "ALL"
"""The code of all countries together."""

Texts = Mapping[str, str]
"""One text in each language, by language code."""


@dataclass(frozen=True)
class Country:
    """A country of the programme. ``since`` is its first day there.

    ``cases`` holds the Russian case forms that sentences need: ``genitive`` and ``locative``.
    """

    code: str
    since: date
    name: Texts
    cases: Mapping[str, str]
    focus: Texts


@dataclass(frozen=True)
class Award:
    """The published amount of the award, and what is to be said with it."""

    amount: float
    currency: str
    note: Texts


@dataclass(frozen=True)
class Programme:
    """The programme's published facts and the rules of its reports."""

    title: Texts
    abbreviation: Texts
    implementer: Texts
    donor: Texts
    aim: Texts
    award: Award
    start: date
    end: date
    reporting_year: YearKind
    deviation_threshold: float
    languages: tuple[str, ...]
    countries: dict[str, Country]

    @cached_property
    def span(self) -> Period:
        """The whole programme as a period."""
        return Period(self.start, self.end)

    @property
    def years(self) -> tuple[int, ...]:
        """All reporting years of the programme."""
        first, last = (year_of(day, self.reporting_year) for day in (self.start, self.end))
        return tuple(range(first, last + 1))

    def years_of(self, country: str) -> tuple[int, ...]:
        """The reporting years in which a country (or the region) takes part."""
        if country == REGION:
            return self.years
        since = self.countries[country].since
        return tuple(year for year in self.years if self.period(year).end >= since)

    def period(self, year: Year) -> Period:
        """The days of a reporting year that lie in the programme; of the final report, all."""
        if year == FINAL:
            return Period(self.start, self.end, FINAL)
        return year_period(year, self.reporting_year).clipped(self.span)

    def previous(self, period: Period) -> Period | None:
        """The reporting year before; None for the first year and for any other span."""
        if not isinstance(period.year, int) or period.year - 1 not in self.years:
            return None
        return self.period(period.year - 1)

    def until(self, period: Period) -> Period:
        """From the start of the programme to the end of a period."""
        return Period(self.start, period.end)


def load_programme(params: Path) -> Programme:
    """Read ``programme.yml`` from the directory of parameters. Raises FaultsError."""
    content: dict[str, Any] = read_params(params / "programme.yml", "programme")
    countries = {
        code: Country(
            code, date.fromisoformat(entry["since"]), entry["name"], entry["ru"], entry["focus"]
        )
        for code, entry in content["countries"].items()
    }
    return Programme(
        **{
            **content,
            "award": Award(**content["award"]),
            "start": date.fromisoformat(content["start"]),
            "end": date.fromisoformat(content["end"]),
            "languages": tuple(content["languages"]),
            "countries": countries,
        }
    )
