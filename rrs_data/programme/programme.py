"""The programme: who, where and when, as ``params/programme.yml`` says; its reporting periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

REGION = "ALL"
"""The code of all countries together."""

Texts = Mapping[str, str]
"""One text in each language, by language code."""

WRITTEN: Final = "en"
"""The language of the code's own texts: messages in the terminal, and the catalogues' keys."""

FINAL: Final = "final"
"""In place of a year: the final report, on the whole programme."""

CHOICE = "public.csv"
"""The file beside the parameters that says which counts all public editions hide."""

Year = int | Literal["final"]

QUARTERS = {f"Q{number + 1}": (3 * number, 3) for number in range(4)}
HALVES = {f"H{number + 1}": (6 * number, 6) for number in range(2)}
PARTS, KINDS = QUARTERS | HALVES, ("", "H", "Q")
"""The parts of a reporting year: after how many of its months each begins, and its length."""


def in_message(texts: Texts) -> str:
    """A text for a message in the terminal, which is in English where the text is."""
    return texts.get(WRITTEN) or next(iter(texts.values()))


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included.

    ``year`` is its reporting year, or "final"; ``part`` is empty, or a quarter or half of the year.
    """

    start: date
    end: date
    year: Year | None = None
    part: str = ""

    @property
    def name(self) -> str:
        """What keys, files and directories call it: ``2014``, ``2014-Q2``, ``final``."""
        return period_key(self.year, self.part)

    def holds(self, days: pd.Series) -> NDArray[np.bool_]:
        """Which of the days (datetime64) lie in the period; a missing day lies in none."""
        values = days.to_numpy()
        day = values.dtype.type  # for pandas a comparison takes ten times as long
        held: NDArray[np.bool_] = (day(self.start) <= values) & (values <= day(self.end))
        return held

    def as_record(self) -> dict[str, str | int | None]:
        """The period as plain values for JSON."""
        part = {"part": self.part} if self.part else {}
        return {"start": str(self.start), "end": str(self.end), "year": self.year, **part}


def period_key(year: Year | None, part: str) -> str:
    """The name of a reporting year, or of a part of it."""
    return f"{year}-{part}" if part else str(year)


def year_period(year: int, first_month: int, part: str = "") -> Period:
    """The days of a reporting year, named for the calendar year in which it ends, or of a part.

    FY2014 of the US government is 1 October 2013 – 30 September 2014 (31 U.S.C. § 1102).
    """
    after, length = PARTS.get(part, (0, 12))
    month = 12 * (year - (first_month > 1)) + first_month - 1 + after
    start, next_one = (date(each // 12, each % 12 + 1, 1) for each in (month, month + length))
    return Period(start, next_one - timedelta(days=1), year, part)


@dataclass(frozen=True)
class Country:
    """A country of the programme. ``since`` is its first day there.

    ``cases`` holds, by language, the case forms that sentences need: ``genitive`` and ``locative``.
    """

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
    column: str = "region"


@dataclass(frozen=True)
class Trainee:
    """Which kinds of event are trainings, by which definition, and whose it is."""

    kinds: tuple[str, ...]
    definition: Texts
    source: Texts
    roles: tuple[str, ...] = ()
    """In attendances, of those who are trained; without them of all who take part."""


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
    small_counts: int = 5
    """Counts of people below it are hidden in the public edition."""
    contact: Texts = field(default_factory=dict)
    deviation_note: Texts = field(default_factory=dict)
    due: Mapping[str, int] = field(default_factory=dict)
    """How many days after a ``year`` or a ``part`` of it a report is due."""
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
    taking_part: tuple[str, ...] = ()
    """The roles in attendances of those who take part in an event; without them all do."""
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a topic of the narrative, the countries whose reports on a year or the whole owe it."""

    @property
    def years(self) -> tuple[int, ...]:
        """All reporting years of the programme."""
        ends, first = (self.start, self.end), self.first_month
        first, last = (day.year + (1 < first <= day.month) for day in ends)
        return tuple(range(first, last + 1))

    def years_of(self, country: str) -> tuple[int, ...]:
        """The reporting years in which a country (or the region) takes part."""
        return tuple(year for year in self.years if str(year) in self.periods_of(country))

    @cached_property
    def periods(self) -> dict[str, Period]:
        """All reporting periods by name, of each the days in the programme: a year, its parts."""
        names = [(year, part) for year in self.years for part in ("", *PARTS)]
        found = [year_period(year, self.first_month, part) for year, part in names]
        cut = [
            replace(one, start=max(one.start, self.start), end=min(one.end, self.end))
            for one in [*found, Period(self.start, self.end, FINAL)]
        ]
        return {one.name: one for one in cut if one.start <= one.end}

    def periods_of(self, country: str) -> dict[str, Period]:
        """The reporting periods in which a country (or the region) takes part, by name."""
        since = self.start if country == REGION else self.countries[country].since
        return {name: one for name, one in self.periods.items() if one.end >= since}

    def owed(self, country: str, period: Period) -> list[str]:
        """The topics of the narrative without which a report is a draft.

        A quarter or half owes none, and no plan is made for when the programme is over.
        """
        topics = [topic for topic, own in self.narrative.items() if country in own]
        over = period.end == self.end
        return [one for one in topics if not period.part and not (one == "plan" and over)]

    def period(self, year: Year, part: str = "") -> Period:
        """The days of a reporting year, or a part of it; of the final report, all."""
        return self.periods[period_key(year, part)]

    def alike(self, country: str, period: Period) -> list[Period]:
        """A country's periods of the same length up to a period; up to the whole its years."""
        every = [one for one in self.periods_of(country).values() if one.year != FINAL]
        kind = period.part[:1]
        return [one for one in every if one.part[:1] == kind and one.end <= period.end]

    def parts(self, period: Period) -> list[list[Period]]:
        """What a period is made of: the programme of years, a year of halves or of quarters."""
        others = [one for name, one in self.periods.items() if name not in (period.name, FINAL)]
        inside = [one for one in others if period.start <= one.start and one.end <= period.end]
        shorter = KINDS[KINDS.index(period.part[:1]) + (period.year != FINAL) :]
        found = [[one for one in inside if one.part[:1] == kind] for kind in shorter]
        return [of_kind for of_kind in found if of_kind]

    def previous(self, country: str, period: Period) -> Period | None:
        """A country's quarter before a quarter, year before a year; None before its first."""
        before = [one for one in self.alike(country, period) if one.end < period.start]
        return before[-1] if before and period.year else None

    def until(self, period: Period) -> Period:
        """From the start of the programme to the end of a period."""
        return Period(self.start, period.end)
