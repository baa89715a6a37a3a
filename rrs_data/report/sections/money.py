"""The financial summary: budget lines, burn rate, unit costs and variance notes."""

from __future__ import annotations

from rrs_data.indicators import finance
from rrs_data.indicators.finance import Spending
from rrs_data.language.markdown import escape
from rrs_data.language.marks import markdown
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Table, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import counted_from, ranked


def _spending(report: Report) -> list[Spending]:
    return finance.spending(report.figures, report.country, report.span, _since(report))


def sentence(report: Report) -> Element | None:
    """Spent and approved in the year, and what is left."""
    lines = _spending(report)
    if not lines:
        return None
    return Text.plain(
        report.t(
            "{In_year}, {spent} was spent of {approved} approved ({burn_rate}).",
            In_year=capital(report.in_year()),
            spent=report.figure("finance.spent"),
            approved=report.figure("finance.approved"),
            burn_rate=report.figure("finance.spent / finance.approved"),
        ),
        report.t(
            "Of the budget approved since the start, {remaining} remained on {day}.",
            remaining=report.figure(_remaining(report, "")),
            day=report.language.day(report.period.end),
        ),
    )


def table(report: Report) -> Element | None:
    """Approved, spent, remaining and burn rate by budget line."""
    lines = _spending(report)
    if not lines:
        return None
    t = report.t
    heads = [t("Budget line"), t("Approved"), t("Spent"), t("Burn rate")]
    heads += [t("Approved since start"), t("Spent since start"), t("Remaining")]
    return Table(
        "tbl-finance",
        t("Budget and spending, {year_name}, US dollars", year_name=report.year_name),
        heads,
        [_row(report, line) for line in lines],
        numeric=range(1, 7),
        source=counted_from(report, "finance"),
    )


def _row(report: Report, one: Spending) -> list[str]:
    part, number = _part(one), report.language.number
    since = f"{_since(report)}/finance{part}"
    cells = [
        escape(_line_name(report, one.line)),
        report.figure(f"finance{part}.approved", number).cell,
        report.figure(f"finance{part}.spent", number).cell,
        report.figure(f"finance{part}.spent / finance{part}.approved").cell,
        report.figure(f"{since}.approved", number).cell,
        report.figure(f"{since}.spent", number).cell,
        report.figure(_remaining(report, part), number).cell,
    ]
    return [f"**{cell}**" for cell in cells] if one.line == "total" else cells


def _part(one: Spending) -> str:
    """A budget line as keys write it; the total is all of them."""
    return "" if one.line == "total" else f"[budget_line={one.line}]"


def _since(report: Report) -> str:
    """The span since the start as keys write it."""
    return report.span if report.final else f"..{report.year}"


def _remaining(report: Report, part: str) -> str:
    """The key of what is left of the budget approved since the start."""
    since = f"{_since(report)}/finance{part}"
    return f"{since}.approved - {since}.spent"


def _line_name(report: Report, line: str) -> str:
    if line == "total":
        return report.t("Total")
    return capital(report.label("finance", "budget_line", line))


def chart(report: Report) -> Element | None:
    """Spending of the year by budget line."""
    lines = sorted((one for one in _spending(report)[:-1] if one.spent), key=lambda one: -one.spent)
    if len(lines) < 2:
        return None
    names = [_line_name(report, one.line) for one in lines]
    caption = report.t(
        "Spending {in_year}: the largest budget line is “{line}”, {amount}",
        in_year=report.in_year(),
        line=names[0].lower(),
        amount=report.figure(f"finance{_part(lines[0])}.spent"),
    )
    figures = [report.figure(f"finance{_part(one)}.spent") for one in lines]
    write, source = report.language.money, counted_from(report, "finance")
    return ranked(report, "fig-finance", caption, names, figures, write=write, source=source)


def unit_costs(report: Report) -> Element | None:
    """What a day of a participant and a place at a training cost."""
    t = report.t
    hosted = "" if report.regional else f"[event.host_country={report.country}]"
    places = f"{REGION}/{report.year}/attendances{hosted}[role={','.join(finance.PARTICIPATING)}]"
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
    rows = [
        [
            escape(name),
            report.figure(cost).cell,
            f"{report.figure(units).cell} {escape(unit)}",
            unit_cost.cell,
        ]
        for name, unit, cost, units in outputs
        if (unit_cost := report.figure(f"{cost} / {units}")).value
    ]
    if not rows:
        return None
    return Table(
        "tbl-unit-costs",
        t("Unit costs of the events hosted, {year_name}", year_name=report.year_name),
        [t("Output"), t("Cost"), t("Units"), t("Unit cost")],
        rows,
        numeric=(1, 2, 3),
        source=counted_from(report, "events", "attendances"),
    )


def variance_notes(report: Report) -> Element | None:
    """The budget lines whose spending lies beyond the deviation threshold."""
    threshold = report.programme.deviation_threshold
    off = [
        one
        for one in _spending(report)[:-1]
        if one.variance is not None and abs(one.variance) > threshold
    ]
    if not off:
        return None
    notes = [
        report.t(
            "{line}: {variance} against the budget ({spent} of {approved}).",
            line=_line_name(report, one.line),
            variance=report.figure(
                f"finance{_part(one)}.spent ~ finance{_part(one)}.approved",
                lambda share: report.language.percent(share, signed=True),
            ),
            spent=report.figure(f"finance{_part(one)}.spent"),
            approved=report.figure(f"finance{_part(one)}.approved"),
        )
        for one in off
    ]
    head = report.t(
        "Budget lines further than {threshold} from their budget:",
        threshold=report.figure("programme.deviation_threshold"),
    )
    return Text(f"{markdown(head)}\n\n" + "\n".join(f"- {markdown(note)}" for note in notes))
