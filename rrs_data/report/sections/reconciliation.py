"""Published figures reconciled: what the donor has printed beside what the registers give."""

from __future__ import annotations

from rrs_data.indicators.reconciled import Reconciled
from rrs_data.language.markdown import escape
from rrs_data.language.marks import markdown
from rrs_data.programme.published import PublishedFigure
from rrs_data.report.parts import Part, Table, Text
from rrs_data.report.report import Report


def table(report: Report) -> Part | None:
    """The published figures, the computed ones, and whether they agree."""
    if not report.reconciled:
        return None
    t = report.t
    return Table(
        "tbl-published",
        t(
            "Published figures beside the computed ones, as of {day}",
            day=report.language.day(report.published.as_of),
        ),
        [
            t("Published figure"),
            t("Scope"),
            t("Indicator"),
            t("Published"),
            t("Computed"),
            t("Agrees"),
        ],
        [_row(report, one) for one in report.reconciled],
        numeric=(3, 4),
    )


def _row(report: Report, one: Reconciled) -> list[str]:
    t, figure = report.t, one.figure
    more = figure.relation == "more_than" and one.country == figure.country
    published = report.figure(f"published.{figure.code}.{one.country}")
    scope = report.place_name(one.country)
    return [
        escape(report.language.pick(figure.title)),
        escape(scope),
        f"[{escape(figure.indicator)}]{{.nowrap}}",
        markdown(t("more than {number}", number=published) if more else published),
        report.figure(_key(report, figure, one.country)).cell,
        escape(t("yes") if one.agrees else t("no")),
    ]


def _key(report: Report, figure: PublishedFigure, country: str) -> str:
    """The key of the computed value, as of the day of publication."""
    since = "" if figure.since is None else str(figure.since)
    by = report.indicators.sheets[figure.indicator].by[:1]
    part = "".join(f"[{column}={figure.category}]" for column in by if figure.category)
    return f"{country}/{since}..{report.published.as_of}/{figure.indicator}{part}"


def note(report: Report) -> Part | None:
    """Where the published figures come from and what was assumed."""
    if not report.reconciled:
        return None
    pick, published = report.language.pick, report.published
    text = f"{report.t('Source')}: {pick(published.source)} {pick(published.assumption)}"
    return Text.note(text)
