"""Support to organizations: services, grants and the prize."""

from collections.abc import Iterator
from dataclasses import replace

from rrs_data.charts.colours import colour_of_country
from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Table, Text, bold
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import Write, counted_from, listing, ranked


def services(report: Report) -> Element | None:
    """Organizations that used services, since the start."""
    served = report.mention(
        "By {day}, {n} organization of {area} had used services and trainings.",
        "By {day}, {n} organizations of {area} had used services and trainings.",
        report.actual("organisations_served"),
    )
    development = report.mention(
        "{n} CSO used organizational development services.",
        "{n} CSOs used organizational development services.",
        report.actual("development_services"),
    )
    return Text.plain(*served, *development) if served else None


def chart_of_services(report: Report) -> Element | None:
    """CSOs that used organizational development services since the start, by country."""
    countries = report.breakdown("development_services", "country", REGION)
    if len(countries) < 2 or (not report.regional and report.country not in countries):
        return None
    codes = sorted(countries.index, key=lambda code: (-countries[code], code))
    scope = f"{REGION}/{report.year}/"
    caption = report.n(
        "{n} CSO used organizational development services by {day}",
        "{n} CSOs used organizational development services by {day}",
        report.actual("development_services", scope=scope),
    )
    return ranked(
        report,
        "fig-services",
        caption,
        [report.country_name(code) for code in codes],
        [report.actual("development_services", f"[country={code}]", scope) for code in codes],
        colours=list(map(colour_of_country, codes)),
    )


def table_of_services(report: Report) -> Element | None:
    """Services of the year by kind: how many, and for how many organizations."""
    occurring = set(report.rows("services")["kind"])
    kinds = [kind for kind in report.values("services", "kind") if kind in occurring]
    if not kinds:
        return None
    t = report.t
    rows = [
        [
            escape(capital(report.label("services", "kind", kind))),
            *_served(report, f"[kind={kind}]"),
        ]
        for kind in kinds
    ]
    rows.append(bold([t("All services"), *_served(report, "")]))
    return Table(
        "tbl-services",
        t("Services to organizations, {year_name}"),
        [t("Kind"), t("Services"), t("Organizations")],
        rows,
        numeric=(1, 2),
        source=counted_from(report, "services"),
    )


def _served(report: Report, part: str) -> list[str]:
    """The cells of a kind of service: how many services, for how many organizations."""
    keys = (f"services{part}", f"services{part}.organisation_id")
    return [report.figure(key).cell for key in keys]


def grants(report: Report) -> Element | None:
    """Number and sum of the year's grants."""
    amount = report.actual("grants_amount")
    sentence = report.mention(
        "{In_year}, {n} grant was awarded to CSOs of {area}, {amount} in all.",
        "{In_year}, {n} grants were awarded to CSOs of {area}, {amount} in all.",
        report.actual("grants"),
        amount=amount,
    )
    return Text.plain(*sentence) if sentence and amount.value is not None else None


def chart_of_grants(report: Report) -> Element | None:
    """The sums of the year's grants by purpose."""
    amounts = report.breakdown("grants_amount", "purpose")
    purposes = [purpose for purpose in report.values("grants", "purpose") if amounts.get(purpose)]
    if len(purposes) < 2:
        return None
    purposes.sort(key=lambda purpose: -amounts[purpose])
    names = [capital(report.label("grants", "purpose", purpose)) for purpose in purposes]
    figures = [report.actual("grants_amount", f"[purpose={purpose}]") for purpose in purposes]
    caption = report.t(
        "Grants {in_year} by purpose: “{purpose}” leads with {amount}",
        purpose=names[0].lower(),
        amount=figures[0],
    )
    return ranked(report, "fig-grants", caption, names, figures)


def table_of_grants(report: Report) -> Element | None:
    """Every grant of the year, and their sum."""
    t, code = report.t, report.language.code
    grants = report.rows("grants").sort_values(["awarded", "grant_id"])
    columns: dict[str, Write] = {
        t("Grant"): lambda grant: escape(grant[f"title_{code}"]),
        t("Organization"): lambda grant: escape(grant[f"organisation.title_{code}"]),
        t("Purpose"): lambda grant: escape(report.label("grants", "purpose", grant["purpose"])),
        t("Awarded"): lambda grant: escape(report.language.short_day(grant["awarded"].date())),
        t("Amount"): lambda grant: (
            report.figure(f"grants[grant_id={grant['grant_id']}].amount").cell
        ),
    }
    caption = t("Grants awarded, {year_name}")
    source = counted_from(report, "grants")
    table = listing(
        report, "tbl-grants", caption, grants, columns, register="grants", source=source
    )
    if not table:
        return None
    total = bold([t("Total"), "", "", "", report.figure("grants.amount").cell])
    return replace(table, rows=[*table.rows, total])


def prizes(report: Report) -> Iterator[Element]:
    """Winners of the prize since the start, with both dates, and by which they are counted."""
    t, day, code = report.t, report.language.short_day, report.language.code
    name, nomination = f"organisation.title_{code}", f"nomination_{code}"
    country = "organisation.country"
    columns: dict[str, Write] = {
        t("Organization"): lambda winner: escape(winner[name]),
        t("Country"): lambda winner: escape(report.country_name(winner[country])),
        t("Nomination"): lambda winner: escape(winner[nomination]),
        t("Achieved on"): lambda winner: escape(day(winner["achievement_date"].date())),
        t("Presented on"): lambda winner: escape(day(winner["award_date"].date())),
    }
    caption = t("Winners of the ARGO Social Partnership Prize by {day}")
    winners = report.evidence("prizes", register="prizes").sort_values([country, "prize_id"])
    table = listing(report, "tbl-prizes", caption, winners, columns, register="prizes")
    if table:
        yield Text.note(t("Winners are counted by the date of the achievement, not of the award."))
        yield table
