"""Support to organizations: services, grants and the prize."""

import pandas as pd

from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Text
from rrs_data.report.phrases import capital
from rrs_data.report.report import Report
from rrs_data.report.sections.charting import Write, first_of, grid, listing


def served_by_country(report: Report) -> pd.Series:
    """CSOs that used organizational development services since the start, the most first.

    Nothing where there is nothing to compare, or the report's country is not among them.
    """
    found = report.breakdown("development_services", "country", country=REGION)
    found = found.sort_values(ascending=False, kind="stable")
    told = len(found) > 1 and (report.regional or report.country in found)
    return found if told else found.head(0)


def caption_of_services(report: Report, served: pd.Series) -> str:
    """How many CSOs of all countries used organizational development services."""
    if served.empty:
        return ""
    return report.n(
        "{n} CSO used organizational development services by {day}",
        "{n} CSOs used organizational development services by {day}",
        report.actual("development_services", scope=f"{REGION}/{report.span}/"),
    )


def services_by_kind(report: Report, services: pd.DataFrame) -> pd.DataFrame:
    """Services by kind: how many, and for how many organizations; all of them in the last row."""
    occurring = set(services["kind"])
    kinds = [kind for kind in report.values("services", "kind") if kind in occurring]
    parts = {capital(report.label("services", "kind", kind)): f"[kind={kind}]" for kind in kinds}
    parts |= {report.t("All services"): ""} if kinds else {}
    keys = {
        report.t("Services"): "services{0}",
        report.t("Organizations"): "services{0}.organisation_id",
    }
    return grid(report, parts, keys, report.t("Kind"))


def grants(report: Report) -> Element | None:
    """Number and sum of the period's grants."""
    amount = report.actual("grants_amount")
    sentence = report.mention(
        "{In_period}, {n} grant was awarded to CSOs of {area}, {amount} in all.",
        "{In_period}, {n} grants were awarded to CSOs of {area}, {amount} in all.",
        report.actual("grants"),
        amount=amount,
    )
    return Text.plain(*sentence) if sentence and amount.value is not None else None


def caption_of_grants(report: Report, purposes: pd.Series) -> str:
    """Which purpose leads, and with what sum."""
    first = first_of(purposes)
    if not first:
        return report.t("Grants {in_period} by purpose")
    return report.t(
        "Grants {in_period} by purpose: “{purpose}” leads with {amount}",
        purpose=report.label("grants", "purpose", str(first[0])),
        amount=first[1],
    )


def table_of_grants(report: Report, grants: pd.DataFrame) -> pd.DataFrame:
    """Grants by date in words, and their sum in a row called ``total``."""
    t, code = report.t, report.language.code
    columns: dict[str, str | Write] = {
        t("Grant"): f"title_{code}",
        t("Organization"): f"organisation.title_{code}",
        t("Purpose"): "purpose",
        t("Awarded"): "awarded",
        t("Amount"): "grants[grant_id={grant_id}].amount",
    }
    table = listing(grants.sort_values(["awarded", "grant_id"]), columns)
    if table.empty:
        return table
    cells = [[t("Total"), "", "", "", report.figure("grants.amount")]]
    total = pd.DataFrame(cells, ["total"], table.columns, dtype=object)
    return pd.concat([table, total]).rename_axis("grants")


def date_of_prizes(report: Report, winners: pd.DataFrame) -> Element | None:
    """By which of its dates a prize is counted."""
    if winners.empty:
        return None
    t = report.t
    return Text.note(t("Winners are counted by the date of the achievement, not of the award."))
