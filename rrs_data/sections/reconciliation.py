"""Published figures reconciled: what the donor has printed beside what the registers give."""

from __future__ import annotations

from dataclasses import dataclass

from rrs_data.markdown import escape
from rrs_data.marks import markdown
from rrs_data.parts import Part, Table, Text
from rrs_data.periods import Period
from rrs_data.programme import REGION
from rrs_data.published import PublishedFigure
from rrs_data.report import Report


@dataclass(frozen=True)
class Reconciled:
    """A published figure, or a published part of one, and the computed value beside it."""

    figure: PublishedFigure
    country: str
    published: float
    computed: float | None

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        if self.country == self.figure.country:
            return self.figure.agrees(self.computed)
        return self.computed == self.published


def reconcile(report: Report) -> list[Reconciled]:
    """Every published figure with its computed value, as of the day of publication.

    Empty when that day lies after the report's period: the figures were not known then. Where the
    registers hold the rows of one country alone, only what can be counted from them.
    """
    if report.published.as_of > report.period.end:
        return []
    return [
        Reconciled(figure, country, value, _computed(report, figure, country))
        for figure in report.published.figures
        for country, value in {figure.country: figure.value, **figure.parts}.items()
        if report.registers.reaches(country, report.published.as_of)
    ]


def _computed(report: Report, figure: PublishedFigure, country: str) -> float | None:
    period = Period(figure.since or report.programme.start, report.published.as_of)
    tally = report.evaluator.figure(figure.indicator, country, period)
    if figure.category is None:
        return tally.value
    by = report.indicators.sheets[figure.indicator].by[0]
    return tally.parts(by).get(figure.category, 0.0)


def table(report: Report) -> Part | None:
    """The published figures, the computed ones, and whether they agree."""
    reconciled = reconcile(report)
    if not reconciled:
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
        [_row(report, one) for one in reconciled],
        numeric=(3, 4),
    )


def _row(report: Report, one: Reconciled) -> list[str]:
    t, figure = report.t, one.figure
    more = figure.relation == "more_than" and one.country == figure.country
    published = report.figure(f"published.{figure.code}.{one.country}")
    scope = t("All countries") if one.country == REGION else report.country_name(one.country)
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
    if not reconcile(report):
        return None
    pick, published = report.language.pick, report.published
    text = f"{report.t('Source')}: {pick(published.source)} {pick(published.assumption)}"
    return Text.note(text)
