"""Phrases: what a report's country, period and days are called, and its texts in its language."""

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
    def span(self) -> str:
        """The report's period as keys write it."""
        return self.period.name

    @property
    def final(self) -> bool:
        """Whether the report is on the whole programme."""
        return self.year == FINAL

    @property
    def periods(self) -> list[Period]:
        """The country's periods of the same length up to the report's; of the final, its years."""
        return self.programme.alike(self.country, self.period)

    @property
    def previous(self) -> Period | None:
        """The country's period of the same length before the report's, if it has one."""
        return self.programme.previous(self.country, self.period)

    @cached_property
    def words(self) -> dict[str, str]:
        """What any text may name: the area, in cases; the period; the last day; the currency."""
        return {
            "area": self.of_area(self.country),
            "in_area": self._in_area(),
            "period_name": self.period_name,
            "in_period": self.in_period(),
            "In_period": capital(self.in_period()),
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

    def of_area(self, code: str) -> str:
        """A country's name, or the region's, as after “CSOs of”."""
        if code == REGION:
            return self.language.t("all countries", "genitive")
        cases = self.programme.countries[code].cases.get(self.language.code, {})
        name = self.country_name(code)
        return cases.get("genitive") or self.language.t("{country}", "genitive", country=name)

    def _in_area(self) -> str:
        """The report's country or region, with “in” before it."""
        if self.regional:
            return self.language.t("in all countries")
        cases = self.programme.countries[self.country].cases.get(self.language.code, {})
        return cases.get("locative") or self.language.t("in {country}", country=self.name)

    @property
    def period_name(self) -> str:
        """“fiscal year 2014”, “quarter 2 of fiscal year 2014”, “the whole programme”."""
        return self._named(self.period)[0]

    def in_period(self, period: Period | None = None) -> str:
        """“in fiscal year 2014”: when something happened, in the report's period or another."""
        return self._named(period or self.period)[1]

    def short_name(self, period: Period) -> str:
        """A period as the head of a column: “2014”, “Q2 2014”."""
        t, year = self.language.t, str(period.year)
        if period.part[:1] == "Q":
            return t("Q{number} {year}", number=period.part[1:], year=year)
        return t("H{number} {year}", number=period.part[1:], year=year) if period.part else year

    def _named(self, period: Period) -> tuple[str, str]:
        """A period's name, and the same with “in” before it."""
        t, number, year = self.language.t, period.part[1:], str(period.year)
        if year == FINAL:
            return t("the whole program"), t("over the life of the program")
        fiscal = self.programme.first_month > 1
        if not number and fiscal:
            return t("fiscal year {year}", year=year), t("in fiscal year {year}", year=year)
        if not number:
            return t("year {year}", year=year), t("in {year}", year=year)
        year = t("fiscal year {year}", "genitive", year=year) if fiscal else year
        name = t("half-year {number} of {year}", number=number, year=year)
        if period.part[:1] == "Q":
            name = t("quarter {number} of {year}", number=number, year=year)
        return name, t("in {period}", period=name)


def capital(text: str) -> str:
    """A text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A text with its first letter in lower case, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
