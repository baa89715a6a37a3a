"""Performance indicator tracking: each actual beside its baseline, its target and its past."""

from __future__ import annotations

from collections.abc import Iterator

from rrs_data.charts import bars
from rrs_data.indicators.achievements import Achievement, written_reasons
from rrs_data.language.markdown import Figure, escape
from rrs_data.report.elements import Chart, Element, Table, Text
from rrs_data.report.report import Report
from rrs_data.report.sections.charting import counted_by


def tracked(report: Report) -> list[Achievement]:
    """The achievements with a target, or with a value in any year."""
    return [
        a
        for a in report.achievements.values()
        if a.target is not None or a.actual or a.previous or a.cumulative
    ]


def table(report: Report) -> Iterator[Element]:
    """Baseline, target, actual, share of target, deviation, and the years before."""
    achievements = tracked(report)
    if not achievements:
        return
    t = report.t
    heads = [t("Code"), t("Indicator"), t("Baseline"), t("Target"), t("Actual")]
    heads += [t("% of target"), t("Deviation"), *_other_years(report)]
    yield Table(
        "tbl-indicators",
        t("Indicators against their targets, {year_name}", year_name=report.year_name),
        heads,
        [_row(report, achievement) for achievement in achievements],
        numeric=range(2, len(heads)),
    )
    if any(achievement.target is not None for achievement in achievements):
        yield Text.note(
            t(
                "A deviation of up to {threshold} in either direction counts as on target. Targets"
                " come from the register of targets.",
                threshold=report.figure("programme.deviation_threshold"),
            )
        )


def _other_years(report: Report) -> list[str]:
    """The heads of the columns for other years: the one before, or in the end each of them."""
    if report.final:
        return [str(year) for year in report.years]
    return [str(report.years[-2])] if len(report.years) > 1 else []


def _row(report: Report, achievement: Achievement) -> list[str]:
    code = achievement.indicator.code
    years = report.years if report.final else report.years[-2:-1]
    return [
        f"[{escape(code)}]{{.nowrap}}",
        escape(report.language.pick(achievement.indicator.title)),
        report.figure(f"{code}.baseline").cell,
        report.figure(f"{code}.target").cell,
        report.figure(code).cell,
        report.figure(f"{code} / {code}.target").cell,
        _deviation(report, achievement),
        *(report.figure(f"{year}/{code}").cell for year in years),
    ]


def deviation(report: Report, code: str) -> Figure:
    """How far an actual lies from its target, with its sign."""
    return report.figure(
        f"{code} ~ {code}.target", lambda share: report.language.percent(share, signed=True)
    )


def _deviation(report: Report, achievement: Achievement) -> str:
    """The deviation with a mark that does not speak by colour alone: its sign does."""
    text = deviation(report, achievement.indicator.code).cell
    status = achievement.status
    return f"[{text}]{{.status-{status}}}" if status in ("met", "below", "above") else text


def progress(report: Report, result: str) -> Element | None:
    """The objective of a result, and how many of its indicators are where they should be."""
    promised = [a for a in tracked(report) if a.indicator.result == result and a.target is not None]
    if not promised:
        return None
    objective = report.language.pick(report.indicators.results[result])
    return Text.plain(
        report.t("Objective: {objective}.", objective=objective), _on_target(report, promised)
    )


def _on_target(report: Report, promised: list[Achievement]) -> str:
    result = promised[0].indicator.result
    number = report.figure(f"indicators[promised=true][result={result}][favourable=true]")
    if not number.value:
        return report.t("No indicator has reached its target.")
    return report.n(
        "On target or better: {n} indicator of {total}.",
        "On target or better: {n} indicators of {total}.",
        number,
        total=report.figure(f"indicators[promised=true][result={result}]"),
    )


def reasons(report: Report) -> Element | None:
    """Why indicators are off target, in the words of who wrote them."""
    written = written_reasons(report.narrative)
    items = [
        f"**{escape(achievement.indicator.code)}** ({_deviation(report, achievement)}). {reason}"
        for achievement in report.achievements.values()
        if achievement.off_target
        and (reason := written.get(achievement.indicator.code, report.t("No reason written yet.")))
    ]
    if not items:
        return None
    lead = f"::: {{.lead-in}}\n{escape(report.t('Reasons for deviations:'))}\n:::"
    return Text("\n\n".join([lead, *items]))


def chart(report: Report) -> Element | None:
    """How far each indicator came towards its target."""
    shown = [a for a in report.achievements.values() if a.percent_of_target is not None]
    if len(shown) < 2:
        return None
    language, palette = report.language, report.palette
    names = [a.indicator.code for a in shown]
    shares = [report.figure(f"{name} / {name}.target") for name in names]
    met = report.figure("indicators[compared=true][favourable=true]")
    caption = report.n(
        "{n} indicator of {total} reached its target or came within the threshold of it",
        "{n} indicators of {total} reached their targets or came within the threshold of them",
        met,
        total=report.figure("indicators[compared=true]"),
    )
    listed = ", ".join(f"{name} {share.text}" for name, share in zip(names, shares, strict=True))
    return Chart(
        "fig-targets",
        caption,
        report.t(
            "{caption}. Actual as a share of target: {listed}.", caption=caption, listed=listed
        ),
        bars.target_marks(
            names,
            [share.number for share in shares],
            [palette["primary"] if a.favourable else palette["below"] for a in shown],
            palette,
            language.percent,
            report.t("target = {share}", share=language.percent(1)),
        ),
        shares,
        counted_by(report, shares),
    )
