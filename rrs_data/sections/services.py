"""Services to organizations: organizational development and others."""

from __future__ import annotations

from rrs_data.labels import categories_of, label
from rrs_data.markdown import escape
from rrs_data.parts import Part, Table, Text
from rrs_data.programme import REGION
from rrs_data.report import Report, capital
from rrs_data.sections.figures import ranked


def sentence(report: Report) -> Part | None:
    """Organizations that used services, since the start."""
    development, any_ = report.achievement("RRS-5").actual, report.achievement("RRS-6").actual
    if not any_:
        return None
    text = report.n(
        "By {day}, {n} organization of {place} had used services and trainings.",
        "By {day}, {n} organizations of {place} had used services and trainings.",
        any_,
        day=report.language.day(report.period.end),
        place=report.of_place,
    )
    if development:
        text += " " + report.n(
            "{n} CSO used organizational development services.",
            "{n} CSOs used organizational development services.",
            development,
        )
    return Text.plain(text)


def chart(report: Report) -> Part | None:
    """CSOs that used organizational development services since the start, by country.

    None where the registers hold the rows of one country alone.
    """
    if not report.registers.reaches(REGION, report.period.end):
        return None
    tally = report.evaluator.figure("RRS-5", REGION, report.programme.until(report.period))
    parts = tally.parts("country")
    if len(parts) < 2 or (not report.regional and report.country not in parts):
        return None
    codes = sorted(parts, key=lambda code: (-parts[code], code))
    names = [report.country_name(code) for code in codes]
    values = [parts[code] for code in codes]
    caption = report.n(
        "{n} CSO used organizational development services by {day}",
        "{n} CSOs used organizational development services by {day}",
        tally.value or 0,
        day=report.language.day(report.period.end),
    )
    colours = [report.palette.country(code) for code in codes]
    return ranked(report, "fig-services", caption, names, values, colours=colours)


def table(report: Report) -> Part | None:
    """Services of the year by kind: how many, and for how many organizations."""
    services = report.rows("services")
    kinds = [k for k in categories_of(report, "services", "kind") if (services["kind"] == k).any()]
    if not kinds:
        return None
    t, number = report.t, report.language.number
    rows = [
        [
            escape(capital(label(report, "services", "kind", kind))),
            number(len(own := services[services["kind"] == kind])),
            number(own["organisation_id"].nunique()),
        ]
        for kind in kinds
    ]
    rows.append(
        [
            f"**{t('All services')}**",
            f"**{number(len(services))}**",
            f"**{number(services['organisation_id'].nunique())}**",
        ]
    )
    return Table(
        "tbl-services",
        t("Services to organizations, {year_name}", year_name=report.year_name),
        [t("Kind"), t("Services"), t("Organizations")],
        rows,
        numeric=(1, 2),
    )
