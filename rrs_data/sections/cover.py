"""The cover: what the report is on, and for whom."""

from __future__ import annotations

from typing import Any

from rrs_data.deviations import without_reason
from rrs_data.parts import Cover
from rrs_data.report import Report, capital


def cover(report: Report) -> Cover:
    """The cover and the words that the page around the text needs."""
    t, pick, programme = report.t, report.language.pick, report.programme
    title = t("Final report") if report.final else t("Annual report")
    facts = {
        "programme": pick(programme.title),
        "abbreviation": pick(programme.abbreviation),
        "country": report.name,
        "period": report.language.span(report.period),
        "year": capital(report.year_name),
        "implementer": pick(programme.implementer),
        "donor": pick(programme.donor),
        "award": t(
            "{amount} (published amount)", amount=report.language.money(programme.award.amount)
        ),
        "edition": t("Donor edition"),
    }
    missing = without_reason(report.achievements.values(), report.narrative)
    if missing:
        facts["draft"] = t(
            "Draft: a reason is missing for {codes}.",
            codes=report.language.listing([a.indicator.code for a in missing]),
        )
    if report.registers.illustrative:
        facts["notice"] = t(
            "Demonstration: made from illustrative registers. Only the figures named as published "
            "are real."
        )
    return Cover(
        {
            "title": f"{title}: {report.name}, {report.year_label}",
            "subtitle": pick(programme.title),
            "lang": report.language.code,
            "running-head": f"{pick(programme.abbreviation)} · {report.name} · {report.year_label}",
            "cover": facts,
            "labels": labels(report),
        }
    )


def labels(report: Report) -> dict[str, Any]:
    """The words of the page: what templates print around the text."""
    t = report.t
    return {
        "report": t("Final report") if report.final else t("Annual report"),
        "contents": t("Contents"),
        "figure": t("Figure"),
        "table": t("Table"),
        "page": t("Page"),
        "of": t("of"),
        "skip": t("Skip to the text"),
        "scroll": t("Table, scrolls sideways"),
        "period": t("Reporting period"),
        "implementer": t("Implementer"),
        "donor": t("Donor"),
        "award": t("Award"),
        "edition": t("Edition"),
    }
