"""Participants of regional events: how many, from where, women and men, of what age."""

from collections.abc import Iterator, Sequence

from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Table, Text, bold
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import FigureSeries, by_sex, stacked


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
            "{In_year}, CSO representatives from {area} attended regional events {n} time:",
            "{In_year}, CSO representatives from {area} attended regional events {n} times:",
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
            "Women were {share} ({numerator} of {denominator} whose sex is recorded).",
            share=share,
            numerator=report.actual("women", ".numerator"),
            denominator=report.actual("women", ".denominator"),
        )


def chart_by_year(report: Report) -> Element | None:
    """New and returning people, year by year up to the report's."""
    unique, first = report.role("participants"), report.role("new_participants")
    if not unique or not first:
        return None
    people, new, returning = (
        [report.figure(key.format(year=year)) for year in report.years]
        for key in (
            f"{{year}}/{unique}",
            f"{{year}}/{first}",
            f"{{year}}/{unique} - {{year}}/{first}",
        )
    )
    if not any(one.value for one in (people if report.final else people[-1:])):
        return None
    return stacked(
        report,
        "fig-participants-years",
        _caption_by_year(report),
        [str(year) for year in report.years],
        [
            FigureSeries(report.t("new"), "brand:primary", new),
            FigureSeries(report.t("returning"), "brand:accent", returning),
        ],
        people,
    )


def _caption_by_year(report: Report) -> str:
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
            "{In_year}, {n} CSO representative from {area} took part in regional events",
            "{In_year}, {n} CSO representatives from {area} took part in regional events",
            people,
        )
    return report.n(
        "Regional events brought together {n} CSO representative from {area} {in_year}, {new} new",
        "Regional events brought together {n} CSO representatives from {area} {in_year}, {new} new",
        people,
        new=new,
    )


def chart_by_age(report: Report) -> Element | None:
    """Women and men in each age band."""
    people = report.breakdown("participants", "age_band")
    bands = [band for band in report.values("people", "age_band") if people.get(band)]
    if not bands:
        return None
    largest = max(bands, key=lambda band: people[band])
    return stacked(
        report,
        "fig-participants-age",
        report.t(
            "The largest age group of the participants: {band}",
            band=report.label("people", "age_band", largest),
        ),
        [report.label("people", "age_band", band) for band in bands],
        by_sex(
            report,
            {
                sex: [report.actual("participants", f"[age_band={b}][sex={sex}]") for b in bands]
                for sex in report.values("people", "sex")
            },
        ),
        [report.actual("participants", f"[age_band={band}]") for band in bands],
    )


def table_by_country(report: Report) -> Element | None:
    """Unique people of the year by country and sex, all countries; the report's own stands out."""
    countries = report.breakdown("participants", "country", REGION)
    recorded = report.breakdown("participants", "sex", REGION)
    if countries.empty:
        return None
    t = report.t
    sexes = [sex for sex in report.values("people", "sex") if recorded.get(sex)]
    rows = []
    for country in report.programme.countries:
        if countries.get(country):
            part = f"[country={country}]"
            cells = [escape(report.country_name(country)), *_numbers(report, part, sexes)]
            rows.append(bold(cells) if country == report.country else cells)
    rows.append(bold([t("All countries"), *_numbers(report, "", sexes)]))
    return Table(
        "tbl-participants",
        t("Unique participants of regional events by country and sex, {year_name}"),
        [
            t("Country"),
            *(capital(report.label("people", "sex", sex)) for sex in sexes),
            t("Total"),
            t("Share of women"),
        ],
        rows,
        numeric=range(1, len(sexes) + 3),
    )


def _numbers(report: Report, part: str, sexes: Sequence[str]) -> list[str]:
    """A row's cells: people of each sex, all of them, women among those whose sex is known."""
    people = f"{REGION}/{report.year}/{report.role('participants')}{part}"
    keys = [f"{people}[sex={sex}]" for sex in sexes]
    share = f"{people}[sex=F] / {people}[sex=F,M]"
    return [report.figure(key).cell for key in (*keys, people, share)]


def inclusion(report: Report) -> Element | None:
    """Women, rural people and initiative groups among the unique participants of the year."""
    women = report.actual("women")
    if not report.actual("participants").value or women.value is None:
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
    return Text.plain(
        report.t(
            "Women were {share} of the CSO representatives ({numerator} of {denominator} whose sex "
            "is recorded).",
            share=women,
            numerator=report.actual("women", ".numerator"),
            denominator=report.actual("women", ".denominator"),
        ),
        *rural,
        *groups,
    )
