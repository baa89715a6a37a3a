"""Overview: a report as a small page, which a notebook shows for it."""

from html import escape

import pandas as pd

from rrs_data.report import wording
from rrs_data.report.report import Report

CALLS = (
    'report.rows("events") · report.evidence("{code}") · report.breakdown("{code}", by="…") · '
    'report.figure("{code}") · report.figure(frame, label="…") · report.t("…")'
)
"""What an analyst needs to know."""


def overview(report: Report) -> str:
    """Country, period, registers with their rows, indicators with their values, what to call."""
    t, language, counts = report.t, report.language, report.figures.counts
    registers = {
        name: {
            t("Register"): wording.register_name(report, name),
            t("Rows"): len(counts.of_register(name, report.country, report.period).counted),
            t("All rows"): len(frame),
        }
        for name, frame in report.registers.frames.items()
    }
    indicators = {
        code: {
            t("Indicator"): language.pick(one.indicator.title),
            t("Actual"): language.value(one.actual, one.indicator.unit),
            t("Target"): language.value(one.target, one.indicator.unit),
        }
        for code, one in report.achievements.items()
    }
    tables = [pd.DataFrame.from_dict(each, "index") for each in (registers, indicators)]
    title = f"{report.name}, {report.year_name}: {language.span(report.period)}"
    calls = CALLS.format(code=next(iter(indicators), "…"))
    pieces = [f"<h3>{escape(title)}</h3>", *(table.to_html() for table in tables)]
    return "".join([*pieces, f"<p><code>{escape(calls)}</code></p>"])
