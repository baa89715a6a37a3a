"""Services to organizations: organizational development and others."""

from __future__ import annotations

from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.labels import categories_of, label
from rrs_data.report.parts import Part, Table, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.figures import ranked
from rrs_data.report.sections.sources import counted_from


def sentence(report: Report) -> Part | None:
    """Organizations that used services, since the start."""
    development, any_ = report.figure("RRS-5"), report.figure("RRS-6")
    if not any_.value:
        return None
    text = report.n(
        "By {day}, {n} organization of {place} had used services and trainings.",
        "By {day}, {n} organizations of {place} had used services and trainings.",
        any_,
        day=report.language.day(report.period.end),
        place=report.of_place,
    )
    if development.value:
        text += " " + report.n(
            "{n} CSO used organizational development services.",
            "{n} CSOs used organizational development services.",
            development,
        )
    return Text.plain(text)


def chart(report: Report) -> Part | None:
    """CSOs that used organizational development services since the start, by country."""
    tally = report.evaluator.tally("RRS-5", REGION, report.programme.until(report.period))
    parts = tally.parts("country")
    if len(parts) < 2 or (not report.regional and report.country not in parts):
        return None
    codes = sorted(parts, key=lambda code: (-parts[code], code))
    names = [report.country_name(code) for code in codes]
    total = f"{REGION}/{report.year}/RRS-5"
    figures = [report.figure(f"{total}[country={code}]") for code in codes]
    caption = report.n(
        "{n} CSO used organizational development services by {day}",
        "{n} CSOs used organizational development services by {day}",
        report.figure(total),
        day=report.language.day(report.period.end),
    )
    colours = [report.palette.country(code) for code in codes]
    return ranked(report, "fig-services", caption, names, figures, colours=colours)


def table(report: Report) -> Part | None:
    """Services of the year by kind: how many, and for how many organizations."""
    services = report.rows("services")
    kinds = [k for k in categories_of(report, "services", "kind") if (services["kind"] == k).any()]
    if not kinds:
        return None
    t = report.t
    rows = [
        [
            escape(capital(label(report, "services", "kind", kind))),
            *_numbers(report, f"[kind={kind}]"),
        ]
        for kind in kinds
    ]
    rows.append([f"**{cell}**" for cell in (t("All services"), *_numbers(report, ""))])
    return Table(
        "tbl-services",
        t("Services to organizations, {year_name}", year_name=report.year_name),
        [t("Kind"), t("Services"), t("Organizations")],
        rows,
        numeric=(1, 2),
        source=counted_from(report, "services"),
    )


def _numbers(report: Report, part: str) -> list[str]:
    """The cells of a kind of service: how many services, for how many organizations."""
    keys = (f"services{part}", f"services{part}.organisation_id")
    return [report.figure(key).cell for key in keys]
