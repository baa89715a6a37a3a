"""Wording: how a figure was counted, and from what, in words of the report's language."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike

from rrs_data.indicators import keys
from rrs_data.indicators.achievements import Status
from rrs_data.indicators.keys import Filter, Term
from rrs_data.indicators.sheets import Count, Indicator, Source
from rrs_data.indicators.tallies import COUNTED, Why
from rrs_data.intake.findings import RULES
from rrs_data.language.markdown import escape
from rrs_data.programme.programme import Period
from rrs_data.report.report import Report

LABELLED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
"""A label of what a notebook counted itself, as no key can look."""

MOST_INDICATORS = 6
"""So many indicators are named below a chart; beyond that the line leads to all of them."""


def register_name(report: Report, register: str) -> str:
    """A register's title."""
    return report.language.pick(report.registers.schema.registers[register].titles)


def base_name(report: Report, base: str) -> str:
    """What the base of a key is: an indicator's title, a register's, or what its lines are."""
    t = report.t
    if sheet := report.indicators.sheets.get(base):
        return report.language.pick(sheet.title)
    if base in report.registers.frames:
        return register_name(report, base)
    return {
        keys.INDICATORS: t("Indicators of the report"),
        keys.RECONCILED: t("Published figures beside the computed ones"),
        keys.ROWS: t("Rows of the registers"),
        keys.WARNINGS: t("Warnings of the check of the registers"),
    }.get(base, t("A value of the parameters"))


def column_name(report: Report, register: str, path: str) -> str:
    """A column's title; of another register, with what it is a column of: “Kind (Organization)”."""
    schema, pick = report.registers.schema, report.language.pick
    column = schema.column(register, path)
    name = pick(column.titles) if column else path
    if column and column.unit == "money":
        name += f", {report.words['currency']}"
    if "." not in path:
        return name
    owner = schema.column(register, path.rsplit(".", 1)[0] + "_id")
    return f"{name} ({pick(owner.titles)})" if owner else name


def value_name(report: Report, register: str, path: str, value: Any) -> str:
    """A value of a column in words; what has no words stands as it is."""
    if str(value).lower() in ("true", "false"):
        return report.t("yes") if str(value).lower() == "true" else report.t("no")
    column = report.registers.schema.column(register, path)
    labels = column.labels if column else {}
    if str(value) in labels:
        return report.language.pick(labels[str(value)])
    if str(value) in report.programme.countries:
        return report.country_name(str(value))
    return str(value)


def condition(report: Report, register: str, path: str, test: Any) -> str:
    """One condition of an indicator's sheet: “Level (Event) — regional”."""
    if path == "any":
        options = [conditions(report, register, option) for option in test]
        return report.t("one of: {options}", options=f" {report.t('or')} ".join(options))
    name = column_name(report, register, path)
    if not isinstance(test, Mapping):
        values = test if isinstance(test, list) else [test]
        listed = ", ".join(value_name(report, register, path, value) for value in values)
        return f"{name} — {listed}"
    ((kind, operand),) = test.items()
    if kind == "differs_from":
        other = column_name(report, register, str(operand))
        return report.t("{name} differs from {other}", name=name, other=other)
    number = report.language.number
    value = value_name(report, register, path, operand) if kind == "not" else number(operand)
    return {
        "not": report.t("{name} — not {value}", name=name, value=value),
        "min": report.t("{name} — at least {value}", name=name, value=value),
        "max": report.t("{name} — at most {value}", name=name, value=value),
    }[kind]


def conditions(report: Report, register: str, where: Mapping[str, Any]) -> str:
    """All conditions of a source, with semicolons."""
    return "; ".join(condition(report, register, path, test) for path, test in where.items())


def filters(report: Report, register: str, where: Iterable[Filter]) -> str:
    """The filters of a key in words."""
    return "; ".join(
        f"{column_name(report, register, one.column)} — "
        + (f"{report.t('not')} " if one.no else "")
        + ", ".join(_value_of(report, register, one.column, value) for value in one.wanted)
        for one in where
    )


def _value_of(report: Report, register: str, path: str, value: str) -> str:
    """A value of a filter in words: nothing, a range of days, or a value of the column."""
    if value == keys.NOT_RECORDED:
        return report.t("not recorded")
    days = keys.days_between(value)
    if not days:
        return value_name(report, register, path, value)
    first, last = (date.fromisoformat(day) if day else None for day in days)
    if first is None or last is None:
        return report.t("up to {day}", day=report.language.day(last or date.max))
    return report.language.span(Period(first, last))


def source(report: Report, indicator: Indicator, one: Source) -> str:
    """What a source lets count, by which day and which country."""
    parts = [conditions(report, one.register, one.where)] if one.where else []
    if one.met:
        met = conditions(report, one.register, one.met["where"])
        group = column_name(report, one.register, one.met["within"])
        parts.append(report.t("in the same group ({group}) also: {met}", group=group, met=met))
    if indicator.share:
        share = conditions(report, one.register, indicator.share)
        parts.append(report.t("the share is of: {share}", share=share))
    parts.append(
        report.t(
            "period by “{date}”, country by “{country}”",
            date=column_name(report, one.register, one.date),
            country=column_name(report, one.register, one.country),
        )
    )
    named = register_name(report, one.register)
    return report.t("{head}: {text}", head=named, text="; ".join(parts))


def counted(report: Report, count: Count, register: str, path: str, unit: str) -> str:
    """Of what a figure is the number: rows, or what stands in a column of them."""
    t, column = report.t, column_name(report, register, path)
    distinct = {
        "people": t("the number of different people in the rows"),
        "organisations": t("the number of different organizations in the rows"),
    }
    return {
        "rows": t("the number of rows"),
        "distinct": distinct.get(unit)
        or t("the number of different values of “{column}” in the rows", column=column),
        "sum": t("the sum of “{column}” in the rows", column=column),
        "share": t("the share of those for whom the condition of the share holds, in the rows"),
        "pairs": t("the number of different pairs of “{column}” in the rows", column=column),
    }[count]


def reason(report: Report, why: Why) -> str:
    """Why rows were not counted; of those that were, nothing."""
    t = report.t
    if not isinstance(why, str):
        return t("not “{condition}”", condition=condition(report, *why))
    return {
        COUNTED: "",
        "met": t("nobody else in the same group whom the definition asks for"),
        "correction": t("a refund or the like, which only takes off an amount"),
        "no_key": t("what is counted is not recorded"),
        "period": t("in another period"),
        "country": t("of another country"),
        "first": t("had come before"),
        "part": t("not in this part"),
        "alone": t("with nobody from another country"),
    }[why]


def ranges(numbers: ArrayLike, most: int | None = None) -> tuple[str, int]:
    """Row numbers as “2–5, 9”, and how many of them are left out beyond ``most`` of them."""
    placed = np.split(np.asarray(numbers), np.flatnonzero(np.diff(numbers) != 1) + 1)
    runs = [run for run in placed if len(run)]
    written = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:most]]
    return ", ".join(written), sum(map(len, runs[len(written) :]))


def status(report: Report, code: Status) -> str:
    """How an indicator stands to its target."""
    t = report.t
    return {
        "met": t("on target"),
        "above": t("above target"),
        "below": t("below target"),
        "no_target": t("no target"),
        "no_data": t("no data"),
    }[code]


def inventory_filters(report: Report, term: Term) -> str:
    """The filters of a term, or the column that it adds up; as it is written if it has no words."""
    t = report.t
    known = {
        "promised": t("with a target"),
        "compared": t("with an actual to compare with a target"),
        "favourable": t("on target or better"),
        "agrees": t("agreeing with the registers"),
        "read": t("rows read"),
        "used": t("rows used"),
        "refused": t("rows refused"),
        **{f"status={code}": status(report, code) for code in get_args(Status)},
    }
    named = []
    for one in term.where:
        written = str(one)[1:-1]
        if one.column in ("register", "rule") and not one.no:
            written = ", ".join(_title(report, name) for name in one.wanted)
        named.append(known.get(written.removesuffix("=true"), written))
    return "; ".join(filter(None, [*named, known.get(term.measure, term.measure)]))


def inventory_lines(report: Report, term: Term) -> list[str]:
    """The lines that a term takes, by name: codes, scopes, registers or rules with their number."""
    lines, number = report.figures.lines(term), report.language.number
    if term.base == keys.INDICATORS:
        return list(map(str, lines["code"]))
    if term.base == keys.RECONCILED:
        scopes = zip(lines["indicator"], lines["country"], strict=True)
        return [f"{code} ({report.area_name(country)})" for code, country in scopes]
    groups = lines.groupby(lines.columns[0], sort=False)
    counted = groups[term.measure].sum() if term.measure else groups.size()
    return [f"{_title(report, str(one))} — {number(n)}" for one, n in counted.items() if n]


def _title(report: Report, name: str) -> str:
    """The title of a rule of the check, or of a register."""
    if name in RULES:
        return report.language.pick(RULES[name]["title"])
    return register_name(report, name) if name in report.registers.schema.registers else name


def counted_from(report: Report, figures: Iterable[str], *, sheets: bool = False) -> str:
    """The registers whose rows figures are, or the facts, as Markdown with a link for each.

    With ``sheets`` the indicators that count them, where there are any.
    """
    order, terms = list(report.indicators.sheets), _terms(figures)
    found = sorted({(order.index(one.base), one.country) for one in terms if one.base in order})
    links = [_to_indicator(report, order[number], country) for number, country in found * sheets]
    if len(links) > MOST_INDICATORS:
        links = [f'[{escape(report.t("reference sheets"))}]{{.explained register="*"}}']
    links = links or [
        f'[{escape(base_name(report, base))}]{{.explained register="{base}"}}'
        for base in dict.fromkeys(term.base for term in terms)
        if base in keys.INVENTORY or base in report.registers.frames
    ]
    return f"[{escape(report.t('How counted:'))} {', '.join(links)}]{{.source}}" if links else ""


def not_for_publication(report: Report, figures: Iterable[tuple[str, float | None]]) -> str:
    """What a donor's edition says of figures, with their keys, that no public one would show."""
    number, sheets = report.programme.small_counts, report.indicators.sheets
    small = _terms(key for key, value in figures if value in range(1, number))
    people = any(one.base in sheets and sheets[one.base].of_people for one in small)
    text = report.t(
        "Not for publication: some counts are of fewer than {number} people.", number=number
    )
    return text if people and not report.public else ""


def _terms(figures: Iterable[str]) -> list[Term]:
    """The terms of keys; what a notebook counted itself has a label in place of a key."""
    known = [key for key in figures if key and not LABELLED.fullmatch(key)]
    return [term for key in known for term in keys.parse_key(key).terms]


def _to_indicator(report: Report, code: str, country: str) -> str:
    """A link to how an indicator was counted, in the report's country or another."""
    if not country:
        return f'[{escape(code)}]{{.explained indicator="{code}"}}'
    own = country in report.programme.countries
    area = report.country_name(country) if own else report.t("all countries")
    key = f"{country}/{report.span}/{code}"
    return f'[{escape(f"{code} ({area})")}]{{.explained indicator="{key}"}}'
