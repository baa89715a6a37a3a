"""Overview: a report as a small page, which a notebook shows for it."""

from html import escape

import pandas as pd

from rrs_data.report import wording
from rrs_data.report.report import Report

CALLS = (
    'report.rows("events")',
    'report.evidence("{code}")',
    'report.breakdown("{code}", by="{by}")',
    'report.figure("{code}")',
    'report.figure(frame, label="…")',
    'report.t("…")',
)
"""What an analyst needs to know."""


def overview(report: Report) -> str:
    """Country, period, registers with their rows, indicators with their values, what to call."""
    t, number, counts = report.t, report.language.number, report.figures.counts
    registers = {
        name: {
            t("Register"): wording.register_name(report, name),
            t("Rows"): number(len(counts.of_register(name, report.country, report.period).counted)),
            t("All rows"): number(len(frame)),
        }
        for name, frame in report.registers.frames.items()
    }
    indicators = {
        code: {
            t("Indicator"): report.language.pick(one.indicator.title),
            t("Actual"): report.language.value(one.actual, one.indicator.unit),
            t("Target"): report.language.value(one.target, one.indicator.unit),
        }
        for code, one in report.achievements.items()
    }
    tables = [pd.DataFrame.from_dict(each, "index") for each in (registers, indicators)]
    code, sheet = next(iter(report.indicators.sheets.items()))
    calls = [call.format(code=code, by=next(iter(sheet.by), "…")) for call in CALLS]
    return (
        f"<h3>{escape(report.name)}, {escape(report.year_name)}</h3>"
        f"<p>{escape(report.language.span(report.period))}</p>"
        + "".join(table.to_html() for table in tables)
        + "".join(f"<p><code>{escape(call)}</code></p>" for call in calls)
    )
