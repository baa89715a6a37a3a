"""The financial summary: budget lines, burn rate, unit costs and variance notes."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import stacked_bars
from rrs_data.indicators.achievements import written_reasons
from rrs_data.language.markdown import escape, markdown
from rrs_data.programme.narrative import DEVIATIONS
from rrs_data.programme.programme import FINAL, REGION
from rrs_data.report import wording
from rrs_data.report.elements import Element, Table, Text
from rrs_data.report.report import Report, Write, capital, small
from rrs_data.report.sections.background import standing_in
from rrs_data.report.sections.events import with_roles
from rrs_data.report.sections.tracking import deviation

TOTAL = ""
"""In place of a budget line: all of them together."""

Columns = Mapping[str, tuple[str, Write | None]]
"""Heads of columns, with their keys, in which ``{0}`` is the line, and how they are written."""


def _lines(report: Report) -> list[str]:
    """The budget lines with money in them since the start, in the schema's order."""
    since = since_start(report)
    return [
        line
        for line in report.values("finance", "budget_line")
        if report.value(f"{since}/{_of(line)}.approved")
        or report.value(f"{since}/{_of(line)}.spent")
    ]


def _of(line: str) -> str:
    """A budget line as keys write it."""
    return f"finance[budget_line={line}]" if line else "finance"


def since_start(report: Report) -> str:
    """The span since the start as keys write it."""
    return report.span if report.final else f"..{report.span}"


def _name(report: Report, line: str) -> str:
    return capital(report.label("finance", "budget_line", line)) if line else report.t("Total")


def sentence(report: Report) -> Element | None:
    """Spent and approved in the period, and what is left."""
    if not _lines(report):
        return None
    since = f"{since_start(report)}/finance"
    return Text.plain(
        report.t(
            "{In_period}, {spent} was spent of {approved} approved ({burn_rate}).",
            spent=report.figure("finance.spent"),
            approved=report.figure("finance.approved"),
            burn_rate=report.figure("finance.spent / finance.approved"),
        ),
        report.t(
            "Of the budget approved since the start, {remaining} remained on {day}.",
            remaining=report.figure(f"{since}.approved - {since}.spent"),
        ),
    )


def table(report: Report, columns: Columns | None = None) -> pd.DataFrame:
    """Approved, spent, remaining and burn rate by budget line, and in total; or other columns."""
    t, lines, number = report.t, _lines(report), report.language.number
    since = f"{since_start(report)}/{{0}}"
    columns = columns or {
        t("Approved"): ("{0}.approved", number),
        t("Spent"): ("{0}.spent", number),
        t("Burn rate"): ("{0}.spent / {0}.approved", None),
        t("Approved since start"): (f"{since}.approved", number),
        t("Spent since start"): (f"{since}.spent", number),
        t("Remaining"): (f"{since}.approved - {since}.spent", number),
    }
    lines += [TOTAL] if lines else []
    cells = [
        [report.figure(key.format(_of(line)), write) for key, write in columns.values()]
        for line in lines
    ]
    names = pd.Index([_name(report, line) for line in lines], name=t("Budget line"), dtype="str")
    return pd.DataFrame(cells, names, list(columns), dtype=object)


def commitments(report: Report) -> pd.DataFrame:
    """Obligated, cost share and the next period's forecast, where the register holds any."""
    since, t, part = since_start(report), report.t, report.period.part[:1]
    columns = {
        "obligated": (t("Obligated since start"), f"{since}/{{0}}.obligated"),
        "cost_share": (t("Cost share since start"), f"{since}/{{0}}.cost_share"),
    }
    for one in report.programme.periods_of(report.country).values():
        if one.start > report.period.end and one.part[:1] == part and "forecast" not in columns:
            head = t("Forecast, {period}", period=report.short_name(one))
            columns["forecast"] = (head, f"{one.name}/{{0}}.forecast")
    known = report.registers.frames["finance"] if _lines(report) else pd.DataFrame()
    kept = [own for name, own in columns.items() if name in known and known[name].any()]
    heads: Columns = {head: (key, report.language.number) for head, key in kept}
    return table(report, heads) if heads else pd.DataFrame()


def budget(report: Report) -> Picture:
    """What was approved for each budget line since the start: how much is spent, what remains."""
    since, remaining = f"{since_start(report)}/{{0}}", small(report.t("Remaining"))
    columns: Columns = {
        "approved": (f"{since}.approved", None),
        small(report.t("Spent")): (f"{since}.spent", None),
        remaining: (f"{since}.approved - {since}.spent", None),
    }
    frame = table(report, columns)[:-1].sort_values("approved", ascending=False, kind="stable")
    approved, parts = frame["approved"], frame.drop(columns="approved")
    colours, targets = ["brand:primary", "brand:others"], frame[["approved", remaining]]
    return stacked_bars(parts, report.language.money, colours, list(approved), targets)


def finding(report: Report) -> str:
    """How much of the budget since the start is spent, and what remains unless nothing does."""
    since = f"{since_start(report)}/finance"
    spent = report.t(
        "{spent} of {approved} approved since the start was spent by {day}",
        spent=report.figure(f"{since}.spent"),
        approved=report.figure(f"{since}.approved"),
    )
    left = report.figure(f"{since}.approved - {since}.spent")
    remains = report.t("{remaining} remained", remaining=left) if left > 0 else ""
    return "; ".join(filter(None, [spent, remains]))


def award(report: Report) -> Element | None:
    """The budget for the whole programme beside the published amount, and how these are related."""
    if not _lines(report):
        return None
    t, pick, own = report.t, report.language.pick, report.programme.award
    called, whole = pick(own.called), f"{FINAL}/finance.approved"
    known = {
        "budget": report.figure(f"{REGION}/{whole}"),
        "part": report.figure(whole),
        "spent": report.figure(f"{since_start(report)}/finance.spent"),
    }
    sentences = [
        t(
            "The award is {award}{called}.",
            award=report.figure("programme.award.amount"),
            called=f" ({called})" if called else "",
        ),
        pick(own.note),
        t(
            "The registers have a budget of {budget} for the whole program in all countries; "
            "{spent} of it was spent by {day}.",
            None,
            **known,
        )
        if report.regional
        else t(
            "The registers have a budget of {budget} for the whole program in all countries; "
            "{part} of it is for {area}, and {spent} of that was spent by {day}.",
            None,
            **known,
        ),
    ]
    return Text.plain(*filter(None, sentences))


def unit_costs(report: Report) -> Element | None:
    """What a day of a participant, who came to a place, and a place at a training cost."""
    t, online = report.t, ",".join(report.programme.online)
    hosted = "" if report.regional else f"[event.host_country={report.country}]"
    places = f"{REGION}/{report.span}/attendances{hosted}{with_roles(report.programme.taking_part)}"
    met, came = (f"[{name}!={online}]" if online else "" for name in ("kind", "event.kind"))
    days = f"{places}{came}{{known}}.event.days"
    outputs = [(t("One person-day at an event held in person"), f"events{met}", days)]
    if rule := report.programme.trainee:
        kinds, name = ",".join(rule.kinds), t("One place at a training or school")
        places += f"[event.kind={kinds}][event.instructors=true]{{known}}"
        outputs.append((name, f"events[kind={kinds}][instructors=true]", places))
    rows, keys = [], []
    for name, events, units in outputs:
        some, what = bool(report.value(f"{events}[cost=]")), name
        if some:
            known = {"n": report.figure(f"{events}[cost!=]"), "all": report.figure(events)}
            what = t("{output} (cost known of {n} of {all} events)", None, output=name, **known)
        cost = f"{events}{'[cost!=]' * some}.cost"
        number = units.format(known="[event.cost!=]" * some)
        if (unit_cost := report.figure(f"{cost} / {number}")).value:
            spent, counted = report.figure(cost).cell, report.figure(number).cell
            rows.append([markdown(what), spent, counted, unit_cost.cell])
            keys.append(unit_cost.key)
    if not rows:
        return None
    return Table(
        "tbl-unit-costs",
        t("Unit costs of the events hosted, {period_name}"),
        [t("Output"), t("Cost"), t("Units"), t("Unit cost")],
        rows,
        numeric=(1, 2, 3),
        source=wording.counted_from(report, keys),
    )


def variance_notes(report: Report) -> Element | None:
    """The budget lines whose spending lies beyond the deviation threshold, and why."""
    notes, reasons, written = [], list[str](), written_reasons(report.narrative)
    for line in _lines(report):
        approved, spent = f"{_of(line)}.approved", f"{_of(line)}.spent"
        variance = report.value(f"{spent} ~ {approved}")
        if variance and abs(round(variance, 9)) > report.programme.deviation_threshold:
            note = report.t(
                "{line}: {variance} against the budget ({spent} of {approved}).",
                line=_name(report, line),
                variance=deviation(report, spent, approved),
                spent=report.figure(spent),
                approved=report.figure(approved),
            )
            notes.append(note)
            if line in written:
                reasons.append(f"**{escape(_name(report, line))}.** {written[line]}")
    if not notes:
        return None
    head = report.t(
        "Budget lines further than {threshold} from their budget:",
        threshold=report.figure("programme.deviation_threshold"),
    )
    file = report.narrative.name(report.narrative.path(DEVIATIONS))
    text = "\n\n".join([Text.bullets(notes, head).markdown, *reasons])
    return Text(text, more=standing_in(file) if reasons else {})
