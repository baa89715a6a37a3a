"""The financial summary: budget lines, burn rate, unit costs and variance notes."""

from __future__ import annotations

from rrs_data import finance
from rrs_data.finance import Spending
from rrs_data.labels import label
from rrs_data.markdown import escape
from rrs_data.parts import Part, Table, Text
from rrs_data.report import Report, capital
from rrs_data.sections.figures import ranked


def _spending(report: Report) -> list[Spending]:
    return finance.spending(report.registers, report.programme, report.country, report.period)


def sentence(report: Report) -> Part | None:
    """Spent and approved in the year, and what is left."""
    lines = _spending(report)
    if not lines:
        return None
    total, language = lines[-1], report.language
    return Text.plain(
        report.t(
            "{In_year}, {spent} was spent of {approved} approved ({burn_rate}).",
            In_year=capital(report.in_year()),
            spent=language.money(total.spent),
            approved=language.money(total.approved),
            burn_rate=language.percent(total.burn_rate),
        ),
        report.t(
            "Of the budget approved since the start, {remaining} remained on {day}.",
            remaining=language.money(total.remaining),
            day=language.day(report.period.end),
        ),
    )


def table(report: Report) -> Part | None:
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
    )


def _row(report: Report, one: Spending) -> list[str]:
    number = report.language.number
    cells = [
        escape(_line_name(report, one.line)),
        number(one.approved),
        number(one.spent),
        escape(report.language.percent(one.burn_rate)),
        number(one.approved_since),
        number(one.spent_since),
        number(one.remaining),
    ]
    return [f"**{cell}**" for cell in cells] if one.line == "total" else cells


def _line_name(report: Report, line: str) -> str:
    if line == "total":
        return report.t("Total")
    return capital(label(report, "finance", "budget_line", line))


def chart(report: Report) -> Part | None:
    """Spending of the year by budget line."""
    lines = sorted((one for one in _spending(report)[:-1] if one.spent), key=lambda one: -one.spent)
    if len(lines) < 2:
        return None
    names = [_line_name(report, one.line) for one in lines]
    caption = report.t(
        "Spending {in_year}: the largest budget line is “{line}”, {amount}",
        in_year=report.in_year(),
        line=names[0].lower(),
        amount=report.language.money(lines[0].spent),
    )
    values = [one.spent for one in lines]
    return ranked(report, "fig-finance", caption, names, values, write=report.language.money)


def unit_costs(report: Report) -> Part | None:
    """What a day of a participant and a place at a training cost."""
    t, language = report.t, report.language
    costs = [
        (
            t("One participant for one day of an event"),
            t("participant-days"),
            finance.per_participant_day(report.registers, report.country, report.period),
        ),
        (
            t("One place at a training or school"),
            t("places"),
            finance.per_trainee(report.registers, report.country, report.period),
        ),
    ]
    rows = [
        [
            escape(name),
            escape(language.money(cost.cost)),
            escape(f"{language.number(cost.units)} {unit}"),
            escape(language.money(cost.value)),
        ]
        for name, unit, cost in costs
        if cost.value
    ]
    if not rows:
        return None
    return Table(
        "tbl-unit-costs",
        t("Unit costs of the events hosted, {year_name}", year_name=report.year_name),
        [t("Output"), t("Cost"), t("Units"), t("Unit cost")],
        rows,
        numeric=(1, 2, 3),
    )


def variance_notes(report: Report) -> Part | None:
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
            variance=report.language.percent(one.variance, signed=True),
            spent=report.language.money(one.spent),
            approved=report.language.money(one.approved),
        )
        for one in off
    ]
    head = report.t(
        "Budget lines further than {threshold} from their budget:",
        threshold=report.language.percent(threshold),
    )
    return Text(f"{escape(head)}\n\n" + "\n".join(f"- {escape(note)}" for note in notes))
