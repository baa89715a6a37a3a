"""Grants and the prize: what organizations received."""

from __future__ import annotations

from rrs_data.language.markdown import escape
from rrs_data.report.labels import categories_of, label
from rrs_data.report.parts import Part, Table, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.figures import ranked
from rrs_data.report.sections.sources import counted_from


def sentence(report: Report) -> Part | None:
    """Number and sum of the year's grants."""
    number, amount = report.figure("RRS-13"), report.figure("RRS-14")
    if not number.value:
        return None
    text = report.n(
        "{In_year}, {n} grant was awarded to CSOs of {place}, {amount} in all.",
        "{In_year}, {n} grants were awarded to CSOs of {place}, {amount} in all.",
        number,
        In_year=capital(report.in_year()),
        place=report.of_place,
        amount=amount,
    )
    return Text.plain(text)


def chart(report: Report) -> Part | None:
    """The sums of the year's grants by purpose."""
    parts = report.achievement("RRS-14").tally.parts("purpose")
    purposes = [p for p in categories_of(report, "grants", "purpose") if parts.get(p)]
    if len(purposes) < 2:
        return None
    purposes.sort(key=lambda purpose: -parts[purpose])
    names = [capital(label(report, "grants", "purpose", purpose)) for purpose in purposes]
    figures = [report.figure(f"RRS-14[purpose={purpose}]") for purpose in purposes]
    caption = report.t(
        "Grants {in_year} by purpose: “{purpose}” leads with {amount}",
        in_year=report.in_year(),
        purpose=names[0].lower(),
        amount=figures[0],
    )
    return ranked(report, "fig-grants", caption, names, figures, write=report.language.money)


def table(report: Report) -> Part | None:
    """Every grant of the year."""
    grants = report.rows("grants").sort_values(["awarded", "grant_id"])
    if grants.empty:
        return None
    t, code = report.t, report.language.code
    rows = [
        [
            escape(grant[f"title_{code}"]),
            escape(grant[f"organisation.title_{code}"]),
            escape(label(report, "grants", "purpose", grant["purpose"])),
            escape(report.language.short_day(grant["awarded"].date())),
            report.figure(f"grants[grant_id={grant['grant_id']}].amount").cell,
        ]
        for _, grant in grants.iterrows()
    ]
    total = report.figure("grants.amount").cell
    rows.append([f"**{t('Total')}**", "", "", "", f"**{total}**"])
    return Table(
        "tbl-grants",
        t("Grants awarded, {year_name}", year_name=report.year_name),
        [t("Grant"), t("Organization"), t("Purpose"), t("Awarded"), t("Amount")],
        rows,
        numeric=(4,),
        source=counted_from(report, "grants"),
    )


def prizes(report: Report) -> Part | None:
    """Winners of the prize since the start, with both dates."""
    tally = report.achievement("RRS-12").tally
    register = report.registers.view("prizes")
    winners = register[register["row"].isin(tally.rows.get("prizes", ()))]
    if winners.empty:
        return None
    t, code = report.t, report.language.code
    rows = [
        [
            escape(winner[f"organisation.title_{code}"]),
            escape(report.country_name(winner["organisation.country"])),
            escape(winner[f"nomination_{code}"]),
            escape(report.language.short_day(winner["achievement_date"].date())),
            escape(report.language.short_day(winner["award_date"].date())),
        ]
        for _, winner in winners.sort_values(["organisation.country", "prize_id"]).iterrows()
    ]
    return Table(
        "tbl-prizes",
        t(
            "Winners of the ARGO Social Partnership Prize by {day}",
            day=report.language.day(report.period.end),
        ),
        [t("Organization"), t("Country"), t("Nomination"), t("Achieved on"), t("Presented on")],
        rows,
    )


def prize_note(report: Report) -> Part | None:
    """By which date winners are counted."""
    if not report.achievement("RRS-12").actual:
        return None
    return Text.note(
        report.t("Winners are counted by the date of the achievement, not of the award.")
    )
