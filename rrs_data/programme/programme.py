"""The programme: who, where and when, as ``params/programme.yml`` says; its reporting periods.

What a report may be on is asked for here by the command line and by ``open_report`` alike, so that
both say the same of a wrong country, year or language.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.parameters import read_params

if TYPE_CHECKING:
    import pandas as pd

REGION = "ALL"
"""The code of all countries together."""

Texts = Mapping[str, str]
"""One text in each language, by language code."""

YearKind = Literal["fiscal", "calendar"]

FINAL: Final = "final"
"""In place of a year: the final report, on the whole programme."""

Year = int | Literal["final"]


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


def year_period(year: int, kind: YearKind) -> Period:
    """The days of a reporting year.

    A US federal fiscal year is named for the year in which it ends: FY2014 is
    1 October 2013 – 30 September 2014 (31 U.S.C. § 1102).
    """
    if kind == "fiscal":
        return Period(date(year - 1, 10, 1), date(year, 9, 30), year)
    return Period(date(year, 1, 1), date(year, 12, 31), year)


def year_of(day: date, kind: YearKind) -> int:
    """The reporting year in which a day lies."""
    return day.year + (kind == "fiscal" and day.month >= 10)


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
    notebooks: Mapping[str, Texts] = field(default_factory=dict)
    """The notebooks that all reports are made from, with their titles."""

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
        whole = year_period(year, self.reporting_year)
        return Period(max(whole.start, self.start), min(whole.end, self.end), year)

    def previous(self, period: Period) -> Period | None:
        """The reporting year before; None for the first year and for any other span."""
        if not isinstance(period.year, int) or period.year - 1 not in self.years:
            return None
        return self.period(period.year - 1)

    def until(self, period: Period) -> Period:
        """From the start of the programme to the end of a period."""
        return Period(self.start, period.end)


def load_programme(params: Path) -> Programme:
    """Read ``programme.yml`` from the directory of parameters.

        load_programme(report.params).countries

    Raises FaultsError.
    """
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


def checked_request(
    programme: Programme, country: object, year: object, language: object, most: int | None = None
) -> tuple[str, Year, tuple[str, ...]]:
    """Country, year and at most so many languages of a report. Raises FaultsError."""
    (code, when), languages = gather(
        lambda: checked_report(programme, country, year),
        lambda: choices("LANGUAGE", language, programme.languages, most),
    )
    return code, when, languages


def checked_report(programme: Programme, country: object, year: object) -> tuple[str, Year]:
    """A country and one of its years; ``"kg"`` is ``KG``, ``"2014"`` 2014. Raises FaultsError."""
    code, when = gather(
        lambda: _country(programme, _text(country)), lambda: _year(programme, _text(year))
    )
    years = programme.years_of(code)
    if when not in (*years, FINAL):
        allowed = f"a year in which {code} takes part: {_listed(years)}"
        raise FaultsError([refusal("YEAR", when, allowed, f"take YEAR={years[0]} or later")])
    return code, when


def choices(
    name: str, given: object, allowed: Sequence[str], most: int | None = None
) -> tuple[str, ...]:
    """The values asked for, in the order in which they are allowed; nothing or ``all`` is all.

    Raises FaultsError with every word that is not allowed, or when there are more than ``most``.
    """
    words = re.split(r"[\s,]+", _text(given).casefold()) if _text(given) else ["all"]
    expected = f"one of {_listed(allowed)}"
    if most is None:
        expected += "; several with commas; or all"
    raise_if_any(
        [
            refusal(name, word, expected, _hint(name, nearest(word, allowed)))
            for word in words
            if word not in (*allowed, "all")
        ]
    )
    chosen = tuple(value for value in allowed if value in words or "all" in words)
    if most is not None and len(chosen) > most:
        raise FaultsError([refusal(name, given, expected, "take one of these")])
    return chosen


def refusal(name: str, given: object, expected: str, mend: str) -> Fault:
    """The fault of an option's value."""
    return Fault(name, f"“{given}”" if _text(given) else "nothing", expected, mend)


def nearest(word: str, allowed: Sequence[str]) -> str:
    """The allowed value that a word was probably meant to be; empty if there is none."""
    return next(iter(difflib.get_close_matches(word.casefold(), allowed, n=1)), "")


def _country(programme: Programme, given: str) -> str:
    codes = (*programme.countries, REGION)
    if given.upper() in codes:
        return given.upper()
    names = [f"{code} {country.name['en']}" for code, country in programme.countries.items()]
    allowed = f"one of {', '.join(names)}; {REGION} for all countries together"
    # By the country's name in any language, or by a longer code (KGZ).
    called = {
        name.casefold(): code
        for code, country in programme.countries.items()
        for name in country.name.values()
    }
    longer = "".join(code for code in programme.countries if given.upper().startswith(code))
    meant = called.get(nearest(given, list(called)), longer)
    mend = _hint("COUNTRY", meant, "take one of these codes")
    raise FaultsError([refusal("COUNTRY", given, allowed, mend)])


def _year(programme: Programme, given: str) -> Year:
    (chosen,) = choices("YEAR", given, [*map(str, programme.years), FINAL], most=1)
    return FINAL if chosen == FINAL else int(chosen)


def _hint(name: str, meant: str, otherwise: str = "take one of these") -> str:
    return f"did you mean {name}={meant}?" if meant else otherwise


def _text(given: object) -> str:
    return "" if given is None else str(given).strip()


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))
