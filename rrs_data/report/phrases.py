"""Phrases: what a report's country, year and days are called, and its texts in its language."""

import re
from dataclasses import dataclass
from functools import cached_property

from rrs_data.language.language import Language
from rrs_data.language.markdown import Figure
from rrs_data.programme.programme import FINAL, REGION, Period, Programme, Year

FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Phrases:
    """What a report is on, and the words for it."""

    programme: Programme
    language: Language
    country: str
    period: Period

    @property
    def regional(self) -> bool:
        """Whether the report is on all countries together."""
        return self.country == REGION

    @property
    def year(self) -> Year:
        """The reporting year, or "final"."""
        return FINAL if self.period.year is None else self.period.year

    @property
    def final(self) -> bool:
        """Whether the report is on the whole programme."""
        return self.year == FINAL

    @property
    def years(self) -> tuple[int, ...]:
        """The country's reporting years up to the end of the report's period."""
        return tuple(
            year
            for year in self.programme.years_of(self.country)
            if self.programme.period(year).end <= self.period.end
        )

    @cached_property
    def words(self) -> dict[str, str]:
        """What any text may name: the area, in cases; the year; the last day; the currency."""
        country, t = self.programme.countries.get(self.country), self.language.t
        if country is None:
            area, in_area = t("all countries", "genitive"), t("in all countries")
        elif cases := country.cases.get(self.language.code):
            area, in_area = cases["genitive"], cases["locative"]
        else:
            area, in_area = self.name, f"in {self.name}"
        return {
            "area": area,
            "in_area": in_area,
            "year_name": self.year_name,
            "in_year": self.in_year(),
            "In_year": capital(self.in_year()),
            "day": self.language.day(self.period.end),
            "currency": self.programme.currency.code,
        }

    def t(self, message: str, context: str | None = None, **values: object) -> str:
        """A text of the report's language; what ``words`` names need not be given.

        Without values its other fields stay as they are, for :func:`sentence` to fill them.
        """
        known = values or {name: f"{{{name}}}" for name in FIELD.findall(message)}
        return self.language.t(message, context, **known | self.words | values)

    def n(self, one: str, many: str, number: float | Figure, **values: object) -> str:
        """A text in the plural form that a number needs; what ``words`` names need not be given."""
        return self.language.n(one, many, number, **self.words | values)

    def mention(self, one: str, many: str, figure: Figure, **values: object) -> list[str]:
        """A sentence on a figure, ``{n}``; none where it came to nothing."""
        return [self.n(one, many, figure, **values)] if figure.value else []

    @property
    def name(self) -> str:
        """What the report is on: the country's name, or “All countries”."""
        return self.area_name(self.country)

    def area_name(self, code: str) -> str:
        """A country's name, or “All countries” for the region's code."""
        return self.language.t("All countries") if code == REGION else self.country_name(code)

    def country_name(self, code: str) -> str:
        """A country's name, as the programme's parameters give it."""
        return self.language.pick(self.programme.countries[code].name)

    @property
    def year_name(self) -> str:
        """“fiscal year 2014”, “year 2014” with calendar years, or “the whole programme”."""
        t = self.language.t
        if self.year == FINAL:
            return t("the whole programme")
        if self.programme.first_month > 1:
            return t("fiscal year {year}", year=self.year)
        return t("year {year}", year=self.year)

    def in_year(self, year: int | None = None) -> str:
        """“in fiscal year 2014”: when something happened, in the report's year or another."""
        t = self.language.t
        if year is None and self.year == FINAL:
            return t("over the whole programme")
        if self.programme.first_month > 1:
            return t("in fiscal year {year}", year=year or self.year)
        return t("in {year}", year=year or self.year)


def capital(text: str) -> str:
    """A text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A text with its first letter in lower case, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
