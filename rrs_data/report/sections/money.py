"""The financial summary: budget lines, burn rate, unit costs and variance notes."""

from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Table, Text, bold
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import counted_from, ranked
from rrs_data.report.sections.tracking import deviation

TOTAL = ""
"""In place of a budget line: all of them together."""


def _lines(report: Report) -> list[str]:
    """The budget lines with money in them since the start, in the schema's order."""
    since = _since(report)
    return [
        line
        for line in report.values("finance", "budget_line")
        if report.value(f"{since}/{_of(line)}.approved")
        or report.value(f"{since}/{_of(line)}.spent")
    ]


def _of(line: str) -> str:
    """A budget line as keys write it."""
    return f"finance[budget_line={line}]" if line else "finance"


def _since(report: Report) -> str:
    """The span since the start as keys write it."""
    return report.span if report.final else f"..{report.year}"


def _remaining(report: Report, line: str) -> str:
    """The key of what is left of the budget approved since the start."""
    since = f"{_since(report)}/{_of(line)}"
    return f"{since}.approved - {since}.spent"


def _name(report: Report, line: str) -> str:
    return capital(report.label("finance", "budget_line", line)) if line else report.t("Total")


def sentence(report: Report) -> Element | None:
    """Spent and approved in the year, and what is left."""
    if not _lines(report):
        return None
    return Text.plain(
        report.t(
            "{In_year}, {spent} was spent of {approved} approved ({burn_rate}).",
            spent=report.figure("finance.spent"),
            approved=report.figure("finance.approved"),
            burn_rate=report.figure("finance.spent / finance.approved"),
        ),
        report.t(
            "Of the budget approved since the start, {remaining} remained on {day}.",
            remaining=report.figure(_remaining(report, TOTAL)),
        ),
    )


def table(report: Report) -> Element | None:
    """Approved, spent, remaining and burn rate by budget line."""
    lines = _lines(report)
    if not lines:
        return None
    t = report.t
    heads = [t("Budget line"), t("Approved"), t("Spent"), t("Burn rate")]
    heads += [t("Approved since start"), t("Spent since start"), t("Remaining")]
    total = bold(_row(report, TOTAL))
    return Table(
        "tbl-finance",
        t("Budget and spending, {year_name}, US dollars"),
        heads,
        [*(_row(report, line) for line in lines), total],
        numeric=range(1, 7),
        source=counted_from(report, "finance"),
    )


def _row(report: Report, line: str) -> list[str]:
    one, number = _of(line), report.language.number
    since = f"{_since(report)}/{one}"
    return [
        escape(_name(report, line)),
        report.figure(f"{one}.approved", number).cell,
        report.figure(f"{one}.spent", number).cell,
        report.figure(f"{one}.spent / {one}.approved").cell,
        report.figure(f"{since}.approved", number).cell,
        report.figure(f"{since}.spent", number).cell,
        report.figure(_remaining(report, line), number).cell,
    ]


def chart(report: Report) -> Element | None:
    """Spending of the year by budget line."""
    values = {line: report.value(f"{_of(line)}.spent") or 0.0 for line in _lines(report)}
    lines = sorted(filter(values.get, values), key=lambda line: -values[line])
    if len(lines) < 2:
        return None
    names = [_name(report, line) for line in lines]
    figures = [report.figure(f"{_of(line)}.spent") for line in lines]
    caption = report.t(
        "Spending {in_year}: the largest budget line is “{line}”, {amount}",
        line=names[0].lower(),
        amount=figures[0],
    )
    source = counted_from(report, "finance")
    return ranked(report, "fig-finance", caption, names, figures, source=source)


def unit_costs(report: Report) -> Element | None:
    """What a day of a participant and a place at a training cost."""
    t = report.t
    hosted = "" if report.regional else f"[event.host_country={report.country}]"
    places = f"{REGION}/{report.year}/attendances{hosted}[role=participant,speaker]"
    outputs = [
        (
            t("One participant for one day of an event"),
            t("participant-days"),
            "events.cost",
            f"{places}.event.days",
        ),
        (
            t("One place at a training or school"),
            t("places"),
            "events[kind=training,school][instructors=true].cost",
            f"{places}[event.kind=training,school][event.instructors=true]",
        ),
    ]
    rows = []
    for name, unit, cost, units in outputs:
        if (unit_cost := report.figure(f"{cost} / {units}")).value:
            number = f"{report.figure(units).cell} {escape(unit)}"
            rows.append([escape(name), report.figure(cost).cell, number, unit_cost.cell])
    if not rows:
        return None
    return Table(
        "tbl-unit-costs",
        t("Unit costs of the events hosted, {year_name}"),
        [t("Output"), t("Cost"), t("Units"), t("Unit cost")],
        rows,
        numeric=(1, 2, 3),
        source=counted_from(report, "events", "attendances"),
    )


def variance_notes(report: Report) -> Element | None:
    """The budget lines whose spending lies beyond the deviation threshold."""
    notes = []
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
    if not notes:
        return None
    head = report.t(
        "Budget lines further than {threshold} from their budget:",
        threshold=report.figure("programme.deviation_threshold"),
    )
    return Text.bullets(notes, head)
