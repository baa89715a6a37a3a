"""Participants of regional events: how many, from where, women and men, of what age."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rrs_data.indicators.tallies import UNKNOWN
from rrs_data.language.markdown import escape
from rrs_data.language.marks import Figure
from rrs_data.programme.programme import REGION
from rrs_data.report.labels import categories_of, label
from rrs_data.report.parts import Part, Table, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.figures import Series, by_sex, stacked

SEXES = ("F", "M", UNKNOWN)


def sentence(report: Report) -> Part | None:
    """Attendances, unique people and new people in one breath."""
    attended = report.figure("RRS-4")
    people, since = report.figure("RRS-1"), report.figure("RRS-3")
    if not attended.value or not people.value or not since.value:
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


def _since_start(report: Report, people: Figure) -> list[str]:
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
    share = report.figure("RRS-16")
    if share.value is None:
        return []
    return [
        report.t(
            "Women were {share} ({numerator} of {denominator} whose sex is recorded).",
            share=share,
            numerator=report.figure("RRS-16.numerator"),
            denominator=report.figure("RRS-16.denominator"),
        )
    ]


def chart_by_year(report: Report) -> Part | None:
    """New and returning people, year by year up to the report's."""
    years = report.years
    people, new, returning = (
        [report.figure(key.format(year=year)) for year in years]
        for key in ("{year}/RRS-1", "{year}/RRS-2", "{year}/RRS-1 - {year}/RRS-2")
    )
    if not any(one.value for one in (people if report.final else people[-1:])):
        return None
    return stacked(
        report,
        "fig-participants-years",
        _caption_by_year(report),
        [str(year) for year in years],
        [
            Series(report.t("new"), report.palette["primary"], new),
            Series(report.t("returning"), report.palette["accent"], returning),
        ],
        people,
    )


def _caption_by_year(report: Report) -> str:
    if report.final:
        return report.n(
            "Regional events brought together {n} CSO representative from {place}",
            "Regional events brought together {n} CSO representatives from {place}",
            report.figure("RRS-3"),
            place=report.of_place,
        )
    new = report.figure("RRS-2")
    if not new.value:
        return report.n(
            "{In_year}, {n} CSO representative from {place} took part in regional events",
            "{In_year}, {n} CSO representatives from {place} took part in regional events",
            report.figure("RRS-1"),
            In_year=capital(report.in_year()),
            place=report.of_place,
        )
    return report.n(
        "Regional events brought together {n} CSO representative from {place} {in_year}, {new} new",
        "Regional events brought together {n} CSO representatives from {place} {in_year}, {new}"
        " new",
        report.figure("RRS-1"),
        place=report.of_place,
        in_year=report.in_year(),
        new=new,
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
            report,
            {
                sex: [report.figure(f"RRS-1[age_band={band}][sex={sex}]") for band in bands]
                for sex in SEXES
            },
        ),
        [report.figure(f"RRS-1[age_band={band}]") for band in bands],
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
            part = f"[country={country}]"
            cells = [escape(report.country_name(country)), *_by_sex(report, part, sexes)]
            rows.append([f"**{cell}**" for cell in cells] if country == report.country else cells)
    rows.append([f"**{cell}**" for cell in (t("All countries"), *_by_sex(report, "", sexes))])
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


def _by_sex(report: Report, part: str, sexes: Sequence[str]) -> list[str]:
    """A row's cells: people of each sex, all of them, women among those whose sex is known."""
    people = f"{REGION}/{report.year}/RRS-1{part}"
    keys = [f"{people}[sex={sex}]" for sex in sexes]
    share = f"{people}[sex=F] / {people}[sex=F,M]"
    return [report.figure(key).cell for key in (*keys, people, share)]


def _people(report: Report, country: str) -> pd.DataFrame:
    """The register's rows of the people whom the indicator of unique participants counted."""
    keys = report.evaluator.tally("RRS-1", country, report.period).keys
    people = report.registers["people"]
    return people[people["person_id"].isin(keys)]
