"""The programme: who, where and when, as ``params/programme.yml`` says; its reporting periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import pandas as pd

REGION = "ALL"
"""The code of all countries together."""

Texts = Mapping[str, str]
"""One text in each language, by language code."""

WRITTEN: Final = "en"
"""The language of the code's own texts: messages in the terminal, and the catalogues' keys."""

FINAL: Final = "final"
"""In place of a year: the final report, on the whole programme."""

Year = int | Literal["final"]


def in_message(texts: Texts) -> str:
    """A text for a message in the terminal, which is in English where the text is."""
    return texts.get(WRITTEN) or next(iter(texts.values()))


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included. ``year`` is its reporting year, or "final"."""

    start: date
    end: date
    year: Year | None = None

    def holds(self, days: pd.Series) -> pd.Series:
        """Which of the days (datetime64) lie in the period; a missing day lies in none."""
        return days.between(str(self.start), str(self.end))

    def as_record(self) -> dict[str, str | int | None]:
        """The period as plain values for JSON."""
        return {"start": str(self.start), "end": str(self.end), "year": self.year}


def year_period(year: int, first_month: int) -> Period:
    """The days of a reporting year, which is named for the calendar year in which it ends.

    The US federal fiscal year begins in month 10: FY2014 is 1 October 2013 – 30 September 2014
    (31 U.S.C. § 1102).
    """
    start, following = (date(each - (first_month > 1), first_month, 1) for each in (year, year + 1))
    return Period(start, following - timedelta(days=1), year)


def year_of(day: date, first_month: int) -> int:
    """The reporting year in which a day lies."""
    return day.year + (1 < first_month <= day.month)


@dataclass(frozen=True)
class Country:
    """A country of the programme. ``since`` is its first day there.

    ``cases`` holds, by language, the case forms that sentences need: ``genitive`` and ``locative``.
    """

    code: str
    since: date
    name: Texts
    focus: Texts
    cases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Award:
    """The award: its published amount in the reporting currency, and what is to be said with it."""

    amount: float
    number: str = ""
    called: Texts = field(default_factory=dict)
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Marking:
    """The donor's marking on the cover: its words, and a logo beside the parameters."""

    text: Texts
    logo: str = ""
    alt: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """From a day on, one unit of a currency is so many units of the reporting currency."""

    currency: str
    since: date
    rate: float
    source: Texts | str


@dataclass(frozen=True)
class Currency:
    """The reporting currency, and what others are worth in it."""

    code: str
    rates: tuple[Rate, ...] = ()

    def rate(self, currency: str, day: date) -> Rate | None:
        """The rate of another currency that was in force on a day; None before the first one."""
        known = [one for one in self.rates if one.currency == currency and one.since <= day]
        return max(known, key=lambda one: one.since, default=None)


@dataclass(frozen=True)
class Group:
    """Some of the countries; ``name`` as it stands in “CSOs of {name}”."""

    name: Texts
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """A region that the programme is for; ``values`` are how the registers write it."""

    country: str
    name: Texts
    values: tuple[str, ...]


@dataclass(frozen=True)
class Trainee:
    """Which kinds of event are trainings, by which definition, and whose it is."""

    kinds: tuple[str, ...]
    definition: Texts
    source: Texts


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
    prefix: str
    """Begins the names of all files."""
    first_month: int
    """The month with which reporting years begin."""
    deviation_threshold: float
    languages: tuple[str, ...]
    """The first is the one that a text without a translation falls back to."""
    currency: Currency
    countries: dict[str, Country]
    contact: Texts = field(default_factory=dict)
    deviation_note: Texts = field(default_factory=dict)
    marking: Marking | None = None
    notebooks: Mapping[str, Texts] = field(default_factory=dict)
    """The notebooks that all reports are made from, with their titles."""
    groups: Mapping[str, Group] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    acronyms: tuple[Mapping[str, Texts], ...] = ()
    """Each with its ``short`` form and its ``meaning``."""
    online: tuple[str, ...] = ()
    """The kinds of events that nobody travels to."""
    trainee: Trainee | None = None

    @cached_property
    def span(self) -> Period:
        """The whole programme as a period."""
        return Period(self.start, self.end)

    @property
    def years(self) -> tuple[int, ...]:
        """All reporting years of the programme."""
        first, last = (year_of(day, self.first_month) for day in (self.start, self.end))
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
        whole = year_period(year, self.first_month)
        return Period(max(whole.start, self.start), min(whole.end, self.end), year)

    def previous(self, period: Period) -> Period | None:
        """The reporting year before; None for the first year and for any other span."""
        if not isinstance(period.year, int) or period.year - 1 not in self.years:
            return None
        return self.period(period.year - 1)

    def until(self, period: Period) -> Period:
        """From the start of the programme to the end of a period."""
        return Period(self.start, period.end)
