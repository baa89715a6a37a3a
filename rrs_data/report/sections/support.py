"""Support to organizations: services and grants."""

import pandas as pd

from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import Write, grid, listing
from rrs_data.report.sections.participants import focus_regions


def served_by_country(report: Report) -> pd.Series:
    """CSOs that used organizational development services since the start, the most first.

    Nothing where there is nothing to compare, or the report's country is not among them.
    """
    found = report.breakdown("development_services", "country", country=REGION)
    found = found.sort_values(ascending=False, kind="stable")
    told = len(found) > 1 and (report.regional or report.country in found)
    return found if told else found.head(0)


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


def by_place(report: Report, purposes: pd.Series) -> pd.DataFrame:
    """Grants by purpose, in towns and villages where that is known, and ``all`` of each purpose."""
    places = report.breakdown("grants_amount", ["purpose", "organisation.place"])
    if places.empty:
        return purposes.to_frame("")
    return places.reindex(purposes.index).assign(all=purposes)


def in_focus(report: Report) -> Element | None:
    """How much of a country's grants went to organizations of each of its focus regions."""
    code, found = report.role("grants_amount"), {}
    if code and report.registers.schema.column("grants", "organisation.region"):
        found = focus_regions(report, "organisation")
    return Text.plain(
        *(
            report.t(
                "{region}: {part} of {amount} in grants ({share}).",
                region=name,
                part=report.figure(f"{scope}{code}{part}"),
                amount=report.figure(f"{scope}{code}"),
                share=report.figure(f"{scope}{code}{part} / {scope}{code}"),
            )
            for name, (scope, part) in found.items()
            if report.value(f"{scope}{code}{part}")
        )
    )


def table_of_grants(report: Report, grants: pd.DataFrame) -> pd.DataFrame:
    """Grants by date in words, and their sum in a row called ``total``."""
    t, code = report.t, report.language.code
    columns: dict[str, str | Write] = {
        t("Grant"): f"title_{code}",
        t("Organization"): f"organisation.title_{code}",
        t("Level"): "level",
        t("Overseen by"): f"partner.title_{code}",
        t("Awarded"): "awarded",
        t("Status"): "status",
        t("Amount"): "grants[grant_id={grant_id}].amount",
    }
    table = listing(grants.sort_values(["awarded", "grant_id"]), columns)
    if table.empty:
        return table
    cells = [[t("Total"), *[""] * (table.shape[1] - 2), report.figure("grants.amount")]]
    total = pd.DataFrame(cells, ["total"], table.columns, dtype=object)
    return pd.concat([table, total]).rename_axis("grants")
