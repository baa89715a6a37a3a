"""Reference sheets: what each indicator of the report means, and how its figure was counted."""

from __future__ import annotations

from collections.abc import Iterator

from rrs_data.indicators.sheets import Indicator
from rrs_data.language.markdown import escape
from rrs_data.report.parts import Part, Text
from rrs_data.report.report import Report
from rrs_data.report.sections.explanations import counted
from rrs_data.report.sections.tracking import told


def sheets(report: Report) -> Iterator[Part]:
    """A sheet for each indicator that the report tells of."""
    for achievement in told(report):
        yield _sheet(report, achievement.indicator)


def _sheet(report: Report, indicator: Indicator) -> Part:
    t, pick = report.t, report.language.pick
    fields = [
        (t("Objective"), pick(report.indicators.results[indicator.result])),
        (t("Definition"), pick(indicator.definition)),
        (t("Rationale"), pick(indicator.rationale)),
        (t("Unit"), unit_name(report, indicator)),
        (t("Type"), t("outcome") if indicator.type == "outcome" else t("output")),
        (t("Source"), pick(indicator.source)),
        (t("Method of collection"), pick(indicator.method)),
        (t("Frequency"), pick(indicator.frequency)),
        (t("Disaggregation"), _breakdowns(report, indicator)),
        (
            t("Direction of change"),
            t("higher is better") if indicator.direction == "up" else t("lower is better"),
        ),
        (t("Limitations"), pick(indicator.limitations)),
    ]
    if indicator.donor_code:
        fields.insert(0, (t("Donor's code"), indicator.donor_code))
    heading = f"## {escape(indicator.code)}. {escape(pick(indicator.title))}"
    lines = [f"**{escape(name)}.** {escape(value)}" for name, value in fields]
    sheet = f"{heading}\n\n" + "\\\n".join(lines)
    return Text(f"{sheet}\n\n{counted(report, indicator.code)}")


def unit_name(report: Report, indicator: Indicator) -> str:
    """An indicator's unit in words."""
    t = report.t
    return {
        "people": t("people"),
        "organisations": t("organizations"),
        "events": t("events"),
        "attendances": t("attendances"),
        "grants": t("grants"),
        "pairs": t("pairs of countries"),
        "usd": t("US dollars"),
        "percent": t("per cent"),
    }[indicator.unit]


def _breakdowns(report: Report, indicator: Indicator) -> str:
    """The titles of the columns by which the indicator is broken down."""
    t = report.t
    names = {
        "sex": t("sex"),
        "age_band": t("age band"),
        "place": t("urban or rural"),
        "country": t("country"),
        "kind": t("kind"),
        "level": t("level"),
        "topic": t("topic"),
        "purpose": t("purpose"),
    }
    columns = [names.get(by.rsplit(".", 1)[-1], by) for by in indicator.by]
    return ", ".join(dict.fromkeys(columns)) or t("none")
