"""Fact words: what a figure counts of the report itself, in the report's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from rrs_data.indicators.keys import INDICATORS, RECONCILED, ROWS, WARNINGS, Filter, Term
from rrs_data.intake.findings import RULES
from rrs_data.report import wording
from rrs_data.report.report import Report, small


def title(report: Report, base: str) -> str:
    """What the lines of a base are."""
    t = report.t
    return {
        INDICATORS: t("Indicators of the report"),
        RECONCILED: t("Published figures beside the computed ones"),
        ROWS: t("Rows of the registers"),
        WARNINGS: t("Warnings of the check of the registers"),
    }[base]


def fields(report: Report, term: Term) -> Iterator[tuple[str, str]]:
    """What a term takes, and the lines that were counted: names and texts."""
    t = report.t
    if part := what(report, term):
        yield t("What it is"), part
    if names := counted(report, term):
        yield t("Counted"), ", ".join(names)


def what(report: Report, term: Term) -> str:
    """The filters of a term, or the column that it adds up, in words."""
    parts = [_condition(report, term.base, one) for one in term.where]
    return "; ".join([*parts, *([_measure(report, term.measure)] if term.measure else [])])


def counted(report: Report, term: Term) -> list[str]:
    """The lines that a term takes, by name: codes, scopes, registers or rules with their number."""
    lines = report.figures.lines(term)
    return {
        INDICATORS: _codes,
        RECONCILED: _published,
        ROWS: _rows,
        WARNINGS: _warnings,
    }[term.base](report, term, lines)


def _codes(_: Report, __: Term, lines: pd.DataFrame) -> list[str]:
    return [str(code) for code in lines["code"]]


def _published(report: Report, _: Term, lines: pd.DataFrame) -> list[str]:
    """By indicator and scope, as the table of published figures has them."""
    places = [report.area_name(country) for country in lines["country"]]
    return [f"{code} ({place})" for code, place in zip(lines["indicator"], places, strict=True)]


def _rows(report: Report, term: Term, lines: pd.DataFrame) -> list[str]:
    names = [wording.register_name(report, name) for name in lines["register"]]
    numbers = lines[term.measure] if term.measure else [1] * len(lines)
    return [
        f"{name} – {report.language.number(number)}"
        for name, number in zip(names, numbers, strict=True)
        if number
    ]


def _warnings(report: Report, _: Term, lines: pd.DataFrame) -> list[str]:
    return [
        f"{RULES[rule].title[report.language.code]} – {report.language.number(number)}"
        for rule, number in Counter(lines["rule"]).most_common()
    ]


def _measure(report: Report, name: str) -> str:
    t = report.t
    return {"read": t("rows read"), "used": t("rows used"), "refused": t("rows refused")}[name]


def _condition(report: Report, base: str, one: Filter) -> str:
    """A filter in words; one that no report uses stands as it is written."""
    t = report.t
    known = {
        "[promised=true]": t("with a target"),
        "[compared=true]": t("with an actual to compare with a target"),
        "[favourable=true]": t("on target or better"),
        "[status=met]": t("on target"),
        "[result=regional]": small(t("Regional level")),
        "[result=national]": small(t("National level")),
        "[result=local]": small(t("Local level")),
        "[agrees=true]": t("agreeing with the registers"),
    }
    if str(one) in known:
        return known[str(one)]
    wanted = one.values  # noqa: PD011 - not a frame's
    if base == WARNINGS and one.column == "rule":
        return ", ".join(RULES[rule].title[report.language.code] for rule in wanted)
    if one.column == "register":
        return ", ".join(wording.register_name(report, name) for name in wanted)
    return str(one)[1:-1]
