"""The financial summary: budget lines, burn rate, unit costs and variance notes."""

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import Write, stacked_bars
from rrs_data.indicators.achievements import written_reasons
from rrs_data.language.markdown import escape
from rrs_data.programme.narrative import DEVIATIONS
from rrs_data.programme.programme import FINAL, REGION
from rrs_data.report.elements import Text
from rrs_data.report.report import Report, capital, small
from rrs_data.report.sections.activities import with_roles
from rrs_data.report.sections.background import standing_in
from rrs_data.report.sections.charting import grid
from rrs_data.report.sections.tracking import deviation


def since_start(report: Report) -> str:
    """The span since the start as keys write it."""
    return report.span if report.final else f"..{report.span}"


def _lines(report: Report) -> dict[str, str]:
    """The keys of the budget lines with money in them since the start, by line, and of them all."""
    used, since = dict[str, str](), since_start(report)
    for line in report.values("finance", "budget_line"):
        key = f"finance[budget_line={line}]"
        if report.value(f"{since}/{key}.approved") or report.value(f"{since}/{key}.spent"):
            used[line] = key
    return used | {report.t("Total"): "finance"} if used else {}


def _name(report: Report, line: str) -> str:
    return capital(report.values("finance", "budget_line").get(line, line))


def _by_line(report: Report, keys: dict[str, str], write: Write | None = None) -> pd.DataFrame:
    """Figures by budget line in words, and in total."""
    lines = {_name(report, line): key for line, key in _lines(report).items()}
    return grid(report, lines, keys, report.t("Budget line"), write)


def sentence(report: Report) -> Text | None:
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


def table(report: Report) -> pd.DataFrame:
    """Approved, spent, remaining and burn rate by budget line, and in total."""
    t, since = report.t, f"{since_start(report)}/{{0}}"
    keys = {
        t("Approved"): "{0}.approved",
        t("Spent"): "{0}.spent",
        t("Burn rate"): "{0}.spent / {0}.approved",
        t("Approved since start"): f"{since}.approved",
        t("Spent since start"): f"{since}.spent",
        t("Remaining"): f"{since}.approved - {since}.spent",
    }
    return _by_line(report, keys, report.language.number)


def commitments(report: Report) -> pd.DataFrame:
    """Obligated, cost share and the next period's forecast, where the register holds any."""
    since, t, own = since_start(report), report.t, report.period
    keys = {
        t("Obligated since start"): f"{since}/{{0}}.obligated",
        t("Cost share since start"): f"{since}/{{0}}.cost_share",
    }
    periods = report.programme.periods_of(report.country).values()
    following = [one for one in periods if one.start > own.end and one.part[:1] == own.part[:1]]
    for one in following[:1]:
        head = t("Forecast, {period}", period=report.short_name(one))
        keys[head] = f"{one.name}/{{0}}.forecast"
    found = _by_line(report, keys, report.language.number)
    shown = found.loc[:, found.astype(float).notna().any()]
    return shown if shown.size else pd.DataFrame()


def budget(report: Report) -> Picture:
    """What was approved for each budget line since the start: how much is spent, what remains."""
    since, remaining = f"{since_start(report)}/{{0}}", small(report.t("Remaining"))
    keys = {
        "approved": f"{since}.approved",
        small(report.t("Spent")): f"{since}.spent",
        remaining: f"{since}.approved - {since}.spent",
    }
    frame = _by_line(report, keys)[:-1]
    frame = frame.sort_values("approved", ascending=False, kind="stable")
    approved, parts = frame["approved"], frame.drop(columns="approved")
    colours, targets = ["brand:primary", "brand:others"], frame[["approved", remaining]]
    return stacked_bars(parts, report.language.money, colours, list(approved), targets)


def finding(report: Report) -> str:
    """How much of the budget since the start is spent, and what remains unless nothing does."""
    since = f"{since_start(report)}/finance"
    left = report.figure(f"{since}.approved - {since}.spent")
    told = report.t(
        "{spent} of {approved} approved since the start was spent by {day}",
        spent=report.figure(f"{since}.spent"),
        approved=report.figure(f"{since}.approved"),
    )
    return f"{told}; {report.t('{remaining} remained', remaining=left)}" if left > 0 else told


def award(report: Report) -> Text | None:
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
            **known,
        )
        if report.regional
        else t(
            "The registers have a budget of {budget} for the whole program in all countries; "
            "{part} of it is for {area}, and {spent} of that was spent by {day}.",
            **known,
        ),
    ]
    return Text.plain(*filter(None, sentences))


def unit_costs(report: Report) -> pd.DataFrame:
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
    rows = []
    for name, events, units in outputs:
        some = bool(report.value(f"{events}[cost=]"))
        cost = f"{events}{'[cost!=]' * some}.cost"
        number = units.format(known="[event.cost!=]" * some)
        if not report.value(unit_cost := f"{cost} / {number}"):
            continue
        what = name
        if some:
            known, every = report.figure(f"{events}[cost!=]"), report.figure(events)
            what = t(
                "{output} (cost known of {n} of {all} events)", output=name, n=known, all=every
            )
        rows.append([what, *map(report.figure, (cost, number, unit_cost))])
    heads = [t("Output"), t("Cost"), t("Units"), t("Unit cost")]
    return pd.DataFrame(rows, columns=heads, dtype=object)


def variance_notes(report: Report) -> Text | None:
    """The budget lines whose spending lies beyond the deviation threshold, and why."""
    notes, reasons, written = [], list[str](), written_reasons(report.narrative)
    for line, key in list(_lines(report).items())[:-1]:
        approved, spent = f"{key}.approved", f"{key}.spent"
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
    text = "\n\n".join([Text.bullets(notes, head).markdown, *reasons])
    return Text(text, more=standing_in(report, DEVIATIONS) if reasons else {})
