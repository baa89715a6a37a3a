"""Participants of regional events: how many, from where, women and men, of what age."""

from collections.abc import Iterator

import pandas as pd

from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Text
from rrs_data.report.phrases import capital
from rrs_data.report.report import Report
from rrs_data.report.sections.charting import grid


def sentence(report: Report) -> Element | None:
    """Attendances, unique people and new people in one breath."""
    attended, people = report.actual("attendances"), report.actual("participants")
    if not attended.value or not people.value:
        return None
    since_start = report.mention(
        "Since the start of the programme it has been {n} person.",
        "Since the start of the programme it has been {n} people.",
        report.actual("participants_since_start"),
    )
    return Text.plain(
        report.n(
            "{In_period}, CSO representatives from {area} attended regional events {n} time:",
            "{In_period}, CSO representatives from {area} attended regional events {n} times:",
            attended,
        ),
        report.n("{n} unique person.", "{n} unique people.", people),
        *([] if report.final else since_start),
        *_women(report),
    )


def _women(report: Report) -> Iterator[str]:
    share = report.actual("women")
    if share.value is not None:
        yield report.t(
            "{share} of the participants were women "
            "({numerator} of {denominator} whose sex is recorded).",
            share=share,
            numerator=report.actual("women", ".numerator"),
            denominator=report.actual("women", ".denominator"),
        )


def caption_by_period(report: Report, by_period: pd.DataFrame) -> str:
    """How many people regional events brought together, and how many of them were new."""
    if by_period.empty:
        return ""
    since = report.actual("participants_since_start")
    if report.final and since.value:
        return report.n(
            "Regional events brought together {n} CSO representative from {area}",
            "Regional events brought together {n} CSO representatives from {area}",
            since,
        )
    people, new = report.actual("participants"), report.actual("new_participants")
    if not new.value or report.final:
        return report.n(
            "{In_period}, {n} CSO representative from {area} took part in regional events",
            "{In_period}, {n} CSO representatives from {area} took part in regional events",
            people,
        )
    return report.n(
        "Regional events brought together {n} CSO representative of {area} {in_period}, {new} new",
        "Regional events brought together {n} CSO representatives of {area} {in_period}, {new} new",
        people,
        new=new,
    )


def caption_by_age(report: Report, of_all: pd.Series) -> str:
    """The largest age group, or the largest ones."""
    largest = of_all[of_all == of_all.max()].index
    names = [report.label("people", "age_band", str(band)) for band in largest]
    if len(names) > 1:
        listed = report.language.listing(names)
        return report.t("The largest age groups of the participants: {bands}", bands=listed)
    return report.t("The largest age group of the participants: {band}", band="".join(names))


def by_country(report: Report) -> pd.DataFrame:
    """Unique people of the period by country and sex with the share of women, and of all countries.

    The share is of those whose sex is recorded.
    """
    people = report.breakdown("participants", by=["country", "sex"], country=REGION)
    t, code = report.t, f"{REGION}/{report.span}/{report.role('participants')}"
    keys = {capital(report.label("people", "sex", str(sex))): f"{{0}}[sex={sex}]" for sex in people}
    keys |= {t("Total"): "{0}", t("Share of women"): "{0}[sex=F] / {0}[sex=F,M]"}
    rows = {country: f"{code}[country={country}]" for country in people.index}
    rows |= {REGION: code} if rows else {}
    return grid(report, rows, keys, "country")


def inclusion(report: Report) -> Element | None:
    """Women, rural people and initiative groups among the unique participants of the period."""
    if not report.actual("participants").value or report.actual("women").value is None:
        return None
    rural, people = [], report.role("participants")
    if report.breakdown("participants", "place").get("rural"):
        villagers, known = f"{people}[place=rural]", f"{people}[place=rural,urban]"
        sentence = report.t(
            "{share} came from villages ({numerator} of {denominator} whose place is recorded).",
            share=report.figure(f"{villagers} / {known}"),
            numerator=report.figure(villagers),
            denominator=report.figure(known),
        )
        rural.append(sentence)
    groups = report.mention(
        "{n} participant came from an initiative group.",
        "{n} participants came from initiative groups.",
        report.actual("participants", "[organisation.kind=initiative_group]"),
    )
    return Text.plain(*_women(report), *rural, *groups)
