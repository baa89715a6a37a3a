"""Tracking: each actual beside its baseline, its target and its past, and what was published.

A restatement says what a published figure was, what it is now, and why.
"""

from collections.abc import Iterator

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import target_marks
from rrs_data.indicators.achievements import Achievement, written_reasons
from rrs_data.indicators.keys import parse_key
from rrs_data.indicators.reconciliation import Reconciled, Restatement
from rrs_data.language.markdown import Figure, escape, markdown
from rrs_data.programme.narrative import DEVIATIONS
from rrs_data.programme.programme import FINAL
from rrs_data.report import wording
from rrs_data.report.elements import Element, Table, Text
from rrs_data.report.report import Report, small
from rrs_data.report.sections.background import standing_in


def tracked(report: Report) -> list[Achievement]:
    """The achievements with a target, if only for the year, or with a value in any period."""
    own, year = report.achievements, report.year
    planned = {code for code in own if report.value(f"{year}/{code}.target") is not None}
    return [
        a for code, a in own.items() if code in planned or a.actual or a.previous or a.cumulative
    ]


def table(report: Report) -> Iterator[Element]:
    """What was promised and what was achieved: in the period, in the others, since the start."""
    achievements, columns, t = tracked(report), _columns(report), report.t
    if not achievements:
        return
    rows = [
        [
            f"[{escape(one.indicator.code)}]{{.nowrap}}",
            escape(report.language.pick(one.indicator.title)),
            *(_cell(report, one, *keys) for keys in columns.values()),
        ]
        for one in achievements
    ]
    title, numeric = t("Indicators against their targets, {period_name}"), range(2, len(rows[0]))
    yield Table("tbl-indicators", title, [t("Code"), t("Indicator"), *columns], rows, numeric)
    yield Text.note(
        t(
            "Two figures are actual / target. A deviation of up to {threshold} in either direction"
            " counts as on target. Targets come from the register of targets.",
            threshold=report.figure("programme.deviation_threshold"),
        )
    )


def _columns(report: Report) -> dict[str, list[str]]:
    """The columns of figures by their heads: the key of one, or of an actual and its target.

    Before a year are all years, before a quarter or half those of its year, which follows so far.
    """
    t, own, year = report.t, report.period, report.programme.period(report.year)
    columns = {t("Baseline"): ["{0}.baseline"]}
    for one in report.periods:
        if one.year == own.year if own.part else one != own:
            columns[report.short_name(one)] = [f"{one.name}/{{0}}", f"{one.name}/{{0}}.target"]
    if not own.part:
        columns |= {t("Target"): ["{0}.target"], t("Actual"): ["{0}"]}
        columns |= {t("% of target"): ["{0} / {0}.target"], t("Deviation"): ["{0} ~ {0}.target"]}
    else:
        if report.value("indicators[compared=true]"):
            columns[t("% of target")] = ["{0} / {0}.target"]
        so_far = str(own.year) if own.end == year.end else t("{year} so far", year=own.year)
        columns[so_far] = [f"{year.start}..{own.end}/{{0}}", f"{year.name}/{{0}}.target"]
    if not report.final:
        columns[t("Program")] = [f"..{own.name}/{{0}}", f"{FINAL}/{{0}}.target"]
    return columns


def _cell(report: Report, achievement: Achievement, actual: str, target: str = "") -> str:
    """A figure, and its target if there is one; what counts since the start does so always."""
    code = achievement.indicator.code
    if "~" in actual:
        return _deviation(report, achievement)
    if achievement.indicator.adds == "last" and ".." in actual:
        actual = "{0}"
    shown = [report.figure(actual.format(code))]
    if target and report.value(target.format(code)) is not None:
        shown.append(report.figure(target.format(code)))
    return " / ".join(one.cell for one in shown)


def deviation(report: Report, actual: str, expected: str) -> Figure:
    """How far one figure lies from another, with its sign."""
    percent = report.language.percent
    return report.figure(f"{actual} ~ {expected}", lambda share: percent(share, signed=True))


def _deviation(report: Report, achievement: Achievement) -> str:
    """The deviation with a mark that does not speak by colour alone: its sign does."""
    code = achievement.indicator.code
    text = deviation(report, code, f"{code}.target").cell
    status = achievement.status
    return f"[{text}]{{.status-{status}}}" if status in ("met", "below", "above") else text


def progress(report: Report, role: str) -> Element | None:
    """The objective of a role's result, and how many of its indicators are where they should be."""
    achieved = report.achieved(role)
    result = achieved.indicator.result if achieved else ""
    promised = f"indicators[promised=true][result={result}]"
    if not result or not report.value(promised):
        return None
    objective = report.language.pick(report.indicators.results[result])
    on_target = report.t("The only indicator with a target has not reached it.")
    if (total := report.figure(promised)).value != 1:
        on_target = report.t("None of {total} indicators has reached its target.", total=total)
    number = report.figure(f"indicators[promised=true][result={result}][favourable=true]")
    if number.value:
        on_target = report.n(
            "On target or better: {n} of {total} indicators.",
            "On target or better: {n} of {total} indicators.",
            number,
            total=total,
        )
    return Text.plain(report.t("Objective: {objective}.", objective=small(objective)), on_target)


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
    file = report.narrative.name(report.narrative.path(DEVIATIONS))
    return Text("\n\n".join([lead, *items]), more=standing_in(file))


def shares_of_target(report: Report) -> pd.Series:
    """How far each indicator came towards its target, as a share of it, by code.

    None of them where there is but one: nothing to compare.
    """
    achievements = report.achievements.items()
    codes = [code for code, one in achievements if one.percent_of_target is not None]
    codes = codes if len(codes) > 1 else []
    shares = [report.figure(f"{code} / {code}.target") for code in codes]
    name = report.t("Actual as a share of target")
    return pd.Series(shares, pd.Index(codes, dtype="str"), dtype=object, name=name)


def marks(report: Report, shares: pd.Series) -> Picture:
    """A dot for each share of a target, in another colour where the target was missed."""
    missed = [code for code, one in report.achievements.items() if not one.favourable]
    colours = ["brand:below" if code in missed else "brand:primary" for code in shares.index]
    percent = report.language.percent
    return target_marks(shares, colours, percent, report.t("target = {share}", share=percent(1)))


def caption_of_shares(report: Report, shares: pd.Series) -> str:
    """How many indicators with a target are where they should be."""
    if shares.empty:
        return ""
    return report.n(
        "{n} indicator of {total} reached its target or came within the threshold of it",
        "{n} indicators of {total} reached their targets or came within the threshold of them",
        report.figure("indicators[compared=true][favourable=true]"),
        total=report.figure("indicators[compared=true]"),
    )


def published(report: Report) -> Iterator[Element]:
    """The published figures with their source, the computed ones, and whether they agree."""
    if not report.reconciled:
        return
    t, pick, facts = report.t, report.language.pick, report.published
    yield Text.note(f"{t('Source')}: {small(pick(facts.source))}")
    heads = [t("Published figure"), t("Scope"), t("Indicator")]
    heads += [t("Published"), t("Computed"), t("Agrees")]
    yield Table(
        "tbl-published",
        t(
            "Published and computed figures, as of {day}",
            day=report.language.day(facts.as_of),
        ),
        heads,
        [_published_row(report, one) for one in report.reconciled],
        numeric=(3, 4),
    )


def _published_row(report: Report, one: Reconciled) -> list[str]:
    t, figure = report.t, one.figure
    more = figure.relation == "more_than" and one.country == figure.country
    published = report.figure(f"published.{figure.code}.{one.country}")
    scope = report.area_name(one.country)
    return [
        escape(report.language.pick(figure.title)),
        escape(scope),
        f"[{escape(figure.indicator)}]{{.nowrap}}",
        markdown(t("more than {number}", number=published) if more else published.marked),
        report.figure(str(one.key)).cell,
        escape(t("yes") if one.agrees else t("no")),
    ]


def concerning(report: Report) -> dict[int, Restatement]:
    """The restatements that a report prints: of its country up to its end, and of all it shows.

    By their numbers, as keys have them: ``restatements.1.was``.
    """
    return {
        number: one
        for number, one in enumerate(report.figures.restatements, 1)
        if one.figure in report.ledger or _is_own(report, one)
    }


def restated(report: Report) -> Iterator[Element]:
    """Each figure with its former value, the new one, the reason and who approved it."""
    found = concerning(report)
    if not found:
        return
    t = report.t
    yield Text.note(
        t(
            "These figures were published before with other values. Everywhere in this report the "
            "new values are used."
        )
    )
    yield Table(
        "tbl-restatements",
        t("Restated figures"),
        [t("Figure", "restated"), t("Was"), t("Now"), t("Why"), t("Approved")],
        [_restated_row(report, number, one) for number, one in found.items()],
        numeric=(1, 2),
    )


def _restated_row(report: Report, number: int, one: Restatement) -> list[str]:
    t = report.t
    was = report.figure(f"restatements.{number}.was")
    last = [each for each in report.figures.restatements if each.figure == one.figure][-1]
    now = report.figure(one.figure if one is last else f"restatements.{number}.now")
    bases = dict.fromkeys(term.base for term in parse_key(one.figure).terms)
    title = "; ".join(wording.base_name(report, base) for base in bases)
    name = f"{escape(title)} [{escape(one.figure)}]{{.nowrap}}"
    reason = {
        "late_data": t("Late data"),
        "correction": t("Correction"),
        "duplicate": t("Double count"),
        "definition": t("New definition"),
    }[one.reason]
    why = f"{reason}. {report.language.pick(one.why)}"
    approved = f"{one.approved}, {report.language.short_day(one.day)}"
    return [name, was.cell, now.cell, escape(why), escape(approved)]


def _is_own(report: Report, one: Restatement) -> bool:
    """Whether a figure is of the report's country (any, for the region) and not of a later day."""
    terms = parse_key(one.figure).terms
    here = report.regional or all(term.country == report.country for term in terms)
    ends = [report.figures.days(term).end for term in terms if term.span not in ("*", FINAL)]
    return here and all(end <= report.period.end for end in ends)
