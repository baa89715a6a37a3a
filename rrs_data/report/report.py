"""The report: one country (or the region), one reporting year, one language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from rrs_data.charts.colours import use_brand
from rrs_data.indicators.achievements import Achievement, Achievements
from rrs_data.indicators.figures import Figures
from rrs_data.indicators.keys import Key, parse_key
from rrs_data.indicators.reconciliation import Reconciled, load_restatements, uncounted
from rrs_data.indicators.sheets import Indicators, load_indicators
from rrs_data.indicators.tallies import Tally
from rrs_data.intake.checks import Context
from rrs_data.intake.registers import Registers, load_registers
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import NOTHING, Language
from rrs_data.language.markdown import Figure, Kind
from rrs_data.programme.faults import FaultsError, gather, raise_if_any
from rrs_data.programme.narrative import Narrative
from rrs_data.programme.programme import (
    FINAL,
    REGION,
    Period,
    Programme,
    Year,
    checked_request,
    load_programme,
)
from rrs_data.programme.published import Published, load_published

PROJECT = Path(__file__).resolve().parents[2]
"""Where registers, parameters and brand lie unless others are given."""


@dataclass(frozen=True)
class Report:
    """Everything that the sections of one report are made from."""

    programme: Programme
    indicators: Indicators
    published: Published
    registers: Registers
    language: Language
    country: str
    period: Period
    params: Path

    @cached_property
    def figures(self) -> Figures:
        """Where every number of the report is looked up."""
        achievements = Achievements(self.registers, self.indicators, self.programme)
        return Figures(achievements, self.published, load_restatements(self.params))

    @cached_property
    def achievements(self) -> dict[str, Achievement]:
        """All achievements of the report's country and period, by indicator code."""
        found = self.figures.achievements.of(self.country, self.period)
        return {achievement.indicator.code: achievement for achievement in found}

    @property
    def narrative(self) -> Narrative:
        """What people wrote for the report."""
        return Narrative(
            self.params, self.country, self.year, self.language.code, self.registers.illustrative
        )

    def role(self, role: str) -> str | None:
        """The code of the indicator that plays a role in the report's story, if one does."""
        return self.indicators.roles.get(role)

    def achieved(self, role: str) -> Achievement | None:
        """The achievement of the indicator that plays a role."""
        return self.achievements.get(self.role(role) or "")

    def actual(self, role: str, part: str = "", scope: str = "") -> Figure:
        """An actual of the indicator that plays a role; without such an indicator a dash.

        ``part`` and ``scope`` are written as in keys: ``[sex=F]``, ``ALL/2014/``.
        """
        code = self.role(role)
        return self.figure(f"{scope}{code}{part}") if code else Figure(NOTHING, "", None)

    def breakdown(self, role: str, by: str, country: str = "") -> dict[str, float]:
        """The indicator's breakdown by a column, in the report's country or another."""
        code = self.role(role)
        if not code:
            return {}
        return self._tally(code, country).by(by)

    def counted(
        self, role: str, register: str, paths: Iterable[str], country: str = ""
    ) -> pd.DataFrame:
        """The rows of a register that the indicator of a role counted, with some columns."""
        code, view = self.role(role), self.registers.columns(register, paths)
        if not code:
            return view.head(0)
        rows = self._tally(code, country).rows
        return view[view["row"].isin(rows.get(register, ()))]

    def _tally(self, code: str, country: str) -> Tally:
        return self.figures.achievements.tally(code, country or self.country, self.period)

    def values(self, register: str, column: str) -> tuple[str, ...]:
        """The values that a column may have, in the schema's order."""
        return self.registers.schema.registers[register].column[column].allowed

    def label(self, register: str, column: str, value: str) -> str:
        """The words for a value of a column; one without words stands as it is."""
        labels = self.registers.schema.registers[register].column[column].labels
        return self.language.pick(labels[value]) if value in labels else value

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

    def rows(self, register: str) -> pd.DataFrame:
        """A register's view, sliced to the report's country and period."""
        return self.registers.slice(register, self.country, self.period)

    @cached_property
    def reconciled(self) -> list[Reconciled]:
        """The published figures beside the computed ones; none before they were published."""
        return self.figures.reconciled(self.period)

    @property
    def span(self) -> str:
        """The report's period as keys write it."""
        return str(self.year)

    def key(self, text: str) -> Key:
        """A figure's key with country and span written out. Raises FaultsError."""
        return parse_key(text).at(self.country, self.span)

    @cached_property
    def ledger(self) -> dict[str, float]:
        """Every figure that was written so far, by its key with country and year: its value."""
        return {}

    def value(self, key: str) -> float | None:
        """A figure's value, for a decision: it does not count as written in the report."""
        return self.figures.value(self.key(key))[0]

    def figure(self, key: str, write: Callable[[float], str] | None = None) -> Figure:
        """A figure of the registers, written as its unit is unless ``write`` says otherwise.

        ``key`` is explained in ``keys``. Raises FaultsError when it names no figure.
        """
        full = self.key(key)
        value, style = self.figures.value(full)
        text = self.language.value(value, style)
        if value is not None:
            text = write(value) if write else text
            self.ledger[str(full)] = value
        of_indicator = any(term.base in self.indicators.sheets for term in full.terms)
        kind: Kind = "indicator" if of_indicator else "register"
        return Figure(text, str(full.near(self.country, self.span)), value, kind)

    @cached_property
    def words(self) -> dict[str, str]:
        """What any text may name: the area, in Russian in its cases; the year; the last day."""
        country, t = self.programme.countries.get(self.country), self.language.t
        if country is None:
            area, in_area = t("all countries", "genitive"), t("in all countries")
        elif self.language.code == "ru":
            area, in_area = country.cases["genitive"], country.cases["locative"]
        else:
            area, in_area = self.name, f"in {self.name}"
        return {
            "area": area,
            "in_area": in_area,
            "year_name": self.year_name,
            "in_year": self.in_year(),
            "In_year": capital(self.in_year()),
            "day": self.language.day(self.period.end),
        }

    def t(self, message: str, context: str | None = None, **values: object) -> str:
        """A text of the report's language; what ``words`` names need not be given."""
        return self.language.t(message, context, **self.words | values)

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
        if self.programme.reporting_year == "fiscal":
            return t("fiscal year {year}", year=self.year)
        return t("year {year}", year=self.year)

    def in_year(self, year: int | None = None) -> str:
        """“in fiscal year 2014”: when something happened, in the report's year or another."""
        t = self.language.t
        if year is None and self.year == FINAL:
            return t("over the whole programme")
        if self.programme.reporting_year == "fiscal":
            return t("in fiscal year {year}", year=year or self.year)
        return t("in {year}", year=year or self.year)

    def record(self) -> dict[str, Any]:
        """The report's figures as plain values, the same in every language.

        ``figures`` are those that the report's parts show, so the parts come first.
        """
        return {
            "country": self.country,
            "year": self.year,
            "period": self.period.as_record(),
            "illustrative": self.registers.illustrative,
            "registers": self.registers.hashes,
            "achievements": [a.as_record() for a in self.achievements.values()],
            "figures": dict(sorted(self.ledger.items())),
        }


def capital(text: str) -> str:
    """A text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A text with its first letter in lower case, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def open_report(
    country: str,
    year: Year | str,
    language: str,
    *,
    registers: str | Path | None = None,
    params: str | Path | None = None,
    brand: str | Path | None = None,
) -> Report:
    """Read and check all that a report needs; what is not given is the project's own.

    Raises FaultsError with every fault of the choice, the parameters and the registers.
    """
    directory = Path(params or PROJECT / "params")
    source = registers or PROJECT / "rrs_data" / "registers"
    try:
        programme, indicators, published, _ = gather(
            lambda: load_programme(directory),
            lambda: load_indicators(directory),
            lambda: load_published(directory),
            lambda: use_brand(Path(brand or PROJECT / "reports" / "_brand.yml")),
        )
        raise_if_any([*uncounted(published, indicators, load_schema())])
        code, when, (chosen,) = checked_request(programme, country, year, language, most=1)
    except FaultsError as error:
        faults = error.faults
        gather(lambda: raise_if_any(faults), lambda: load_registers(source))
        raise
    loaded = load_registers(source, context_of(programme, indicators))
    return Report(
        programme=programme,
        indicators=indicators,
        published=published,
        registers=loaded,
        language=Language(chosen),
        country=code,
        period=programme.period(when),
        params=directory,
    )


def context_of(programme: Programme, indicators: Indicators) -> Context:
    """What the programme and its indicators say of registers, for their check."""
    return Context(
        programme.start,
        programme.end,
        programme.years,
        programme.award.amount,
        tuple(indicators.sheets),
        tuple(code for code, one in indicators.sheets.items() if one.unit == "percent"),
    )
