"""Overview: a report as a small page, which a notebook shows for it."""

from collections.abc import Iterable, Sequence
from html import escape

from rrs_data.report import wording
from rrs_data.report.report import Report

CALLS = (
    'report.rows("events")',
    'report.evidence("{code}")',
    'report.breakdown("{code}", by="{by}")',
    'report.figure("{code}")',
    "report.figure(frame)",
    'report.t("…")',
)
"""What an analyst needs to know."""


def overview(report: Report) -> str:
    """Country, period, registers with their rows, indicators with their values, what to call."""
    t, number, span = report.t, report.language.number, report.language.span
    counts = report.figures.achievements.counts
    registers = [
        (
            name,
            wording.register_name(report, name),
            number(
                int((counts.of_register(name, report.country, report.period).reasons == 0).sum())
            ),
            number(len(frame)),
        )
        for name, frame in report.registers.frames.items()
    ]
    indicators = [
        (
            code,
            report.language.pick(one.indicator.title),
            report.language.value(one.actual, one.indicator.unit),
            report.language.value(one.target, one.indicator.unit),
        )
        for code, one in report.achievements.items()
    ]
    sheet = next((one for one in report.indicators.sheets.values() if one.by), None)
    names = {"code": sheet.code if sheet else "…", "by": sheet.by[0] if sheet else "…"}
    calls = "".join(f"<li><code>{escape(call.format(**names))}</code></li>" for call in CALLS)
    return (
        f"<h3>{escape(report.name)}, {escape(report.year_name)}</h3>"
        f"<p>{escape(span(report.period))}</p>"
        + _table((t("Register"), "", t("Rows"), t("All rows")), registers)
        + _table((t("Code"), t("Indicator"), t("Actual"), t("Target")), indicators)
        + f"<ul>{calls}</ul>"
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"
