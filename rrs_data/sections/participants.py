"""Participants of regional events: how many, from where, women and men, of what age."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rrs_data import charts
from rrs_data.labels import categories_of, label
from rrs_data.markdown import escape
from rrs_data.parts import Part, Table, Text
from rrs_data.programme import REGION
from rrs_data.report import Report, capital
from rrs_data.sections.figures import by_sex, stacked
from rrs_data.tallies import UNKNOWN

SEXES = ("F", "M", UNKNOWN)


def sentence(report: Report) -> Part | None:
    """Attendances, unique people and new people in one breath."""
    attended = report.achievement("RRS-4").actual
    people, since = report.achievement("RRS-1").actual, report.achievement("RRS-3").actual
    if not attended or not people or not since:
        return None
    text = " ".join(
        [
            report.n(
                "{In_year}, CSO representatives from {place} attended regional events {n} time:",
                "{In_year}, CSO representatives from {place} attended regional events {n} times:",
                attended,
                In_year=capital(report.in_year()),
                place=report.of_place,
            ),
            report.n("{n} unique person.", "{n} unique people.", people),
            *_since_start(report, since),
            *_women(report),
        ]
    )
    return Text.plain(text)


def _since_start(report: Report, people: float) -> list[str]:
    if report.final:
        return []
    return [
        report.n(
            "Since the start of the programme it has been {n} person.",
            "Since the start of the programme it has been {n} people.",
            people,
        )
    ]


def _women(report: Report) -> list[str]:
    tally = report.achievement("RRS-16").tally
    if tally.value is None:
        return []
    return [
        report.t(
            "Women were {share} ({numerator} of {denominator} whose sex is recorded).",
            share=report.language.percent(tally.value),
            numerator=report.language.number(tally.numerator),
            denominator=report.language.number(tally.denominator),
        )
    ]


def chart_by_year(report: Report) -> Part | None:
    """New and returning people, year by year up to the report's."""
    years = report.years
    tallies = {
        code: [
            report.evaluator.tally(code, report.country, report.programme.period(year)).value or 0
            for year in years
        ]
        for code in ("RRS-1", "RRS-2")
    }
    new = tallies["RRS-2"]
    returning = [people - first for people, first in zip(tallies["RRS-1"], new, strict=True)]
    if not (sum(tallies["RRS-1"]) if report.final else tallies["RRS-1"][-1]):
        return None
    return stacked(
        report,
        "fig-participants-years",
        _caption_by_year(report),
        [str(year) for year in years],
        [
            charts.Series(report.t("new"), report.palette["primary"], new),
            charts.Series(report.t("returning"), report.palette["accent"], returning),
        ],
    )


def _caption_by_year(report: Report) -> str:
    if report.final:
        return report.n(
            "Regional events brought together {n} CSO representative from {place}",
            "Regional events brought together {n} CSO representatives from {place}",
            report.achievement("RRS-3").actual or 0,
            place=report.of_place,
        )
    new = report.achievement("RRS-2").actual
    if not new:
        return report.n(
            "{In_year}, {n} CSO representative from {place} took part in regional events",
            "{In_year}, {n} CSO representatives from {place} took part in regional events",
            report.achievement("RRS-1").actual or 0,
            In_year=capital(report.in_year()),
            place=report.of_place,
        )
    return report.n(
        "Regional events brought together {n} CSO representative from {place} {in_year}, {new} new",
        "Regional events brought together {n} CSO representatives from {place} {in_year}, {new}"
        " new",
        report.achievement("RRS-1").actual or 0,
        place=report.of_place,
        in_year=report.in_year(),
        new=report.language.number(new),
    )


def chart_by_age(report: Report) -> Part | None:
    """Women and men in each age band."""
    people = _people(report, report.country)
    bands = [
        band
        for band in categories_of(report, "people", "age_band")
        if (people["age_band"] == band).any()
    ]
    if not bands:
        return None
    counts = people.groupby(["age_band", "sex"]).size()
    largest = max(bands, key=lambda band: int((people["age_band"] == band).sum()))
    return stacked(
        report,
        "fig-participants-age",
        report.t(
            "The largest age group of the participants: {band}",
            band=label(report, "people", "age_band", largest),
        ),
        [label(report, "people", "age_band", band) for band in bands],
        by_sex(
            report, {sex: [float(counts.get((band, sex), 0)) for band in bands] for sex in SEXES}
        ),
    )


def table_by_country(report: Report) -> Part | None:
    """Unique people of the year by country and sex, all countries; the report's own stands out."""
    people = _people(report, REGION)
    if people.empty:
        return None
    t = report.t
    sexes = [sex for sex in SEXES if (people["sex"] == sex).any()]
    rows = []
    for country in report.programme.countries:
        own = people[people["country"] == country]
        if not own.empty:
            cells = [escape(report.country_name(country)), *_by_sex(report, own, sexes)]
            rows.append([f"**{cell}**" for cell in cells] if country == report.country else cells)
    rows.append([f"**{cell}**" for cell in (t("All countries"), *_by_sex(report, people, sexes))])
    return Table(
        "tbl-participants",
        t(
            "Unique participants of regional events by country and sex, {year_name}",
            year_name=report.year_name,
        ),
        [
            t("Country"),
            *(capital(label(report, "people", "sex", sex)) for sex in sexes),
            t("Total"),
            t("Share of women"),
        ],
        rows,
        numeric=range(1, len(sexes) + 3),
    )


def _by_sex(report: Report, people: pd.DataFrame, sexes: Sequence[str]) -> list[str]:
    """A row's cells: people of each sex, all of them, women among those whose sex is known."""
    counts = {sex: int((people["sex"] == sex).sum()) for sex in sexes}
    known = counts.get("F", 0) + counts.get("M", 0)
    share = counts.get("F", 0) / known if known else None
    numbers = [report.language.number(counts[sex]) for sex in sexes]
    return [*numbers, report.language.number(len(people)), escape(report.language.percent(share))]


def _people(report: Report, country: str) -> pd.DataFrame:
    """The register's rows of the people whom the indicator of unique participants counted."""
    keys = report.evaluator.tally("RRS-1", country, report.period).keys
    people = report.registers["people"]
    return people[people["person_id"].isin(keys)]
