"""The donor's figures: what was published beside what the registers give, and what has changed.

A restatement says what a published figure was, what it is now, and why.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrs_data.indicators.keys import Term, parse_key
from rrs_data.indicators.reconciliation import Reconciled, Restatement
from rrs_data.language.markdown import escape, markdown
from rrs_data.programme.programme import FINAL
from rrs_data.report import wording
from rrs_data.report.elements import Element, Table, Text
from rrs_data.report.report import Report


def published(report: Report) -> Iterator[Element]:
    """The published figures with their source, the computed ones, and whether they agree."""
    if not report.reconciled:
        return
    t, pick, facts = report.t, report.language.pick, report.published
    yield Text.note(f"{t('Source')}: {pick(facts.source)} {pick(facts.assumption)}")
    heads = [t("Published figure"), t("Scope"), t("Indicator")]
    heads += [t("Published"), t("Computed"), t("Agrees")]
    yield Table(
        "tbl-published",
        t(
            "Published figures beside the computed ones, as of {day}",
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
        markdown(t("more than {number}", number=published) if more else published),
        report.figure(str(one.key)).cell,
        escape(t("yes") if one.agrees else t("no")),
    ]


def concerning(report: Report) -> dict[int, Restatement]:
    """The restatements that a report prints: of its country up to its year, and of all it shows.

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
        [_row(report, number, one) for number, one in found.items()],
        numeric=(1, 2),
    )


def _row(report: Report, number: int, one: Restatement) -> list[str]:
    was = report.figure(f"restatements.{number}.was")
    now = report.figure(one.figure if _is_last(report, one) else f"restatements.{number}.now")
    terms = parse_key(one.figure).terms
    title = "; ".join(dict.fromkeys(_title(report, term) for term in terms))
    approved = f"{one.approved}, {report.language.short_day(one.day)}"
    why = f"{_reason(report, one)}. {report.language.pick(one.why)}"
    name = f"{escape(title)} [{escape(one.figure)}]{{.nowrap}}"
    return [name, was.cell, now.cell, escape(why), escape(approved)]


def _is_last(report: Report, one: Restatement) -> bool:
    """Whether a figure was not restated again: then its value is what the registers give now."""
    return one is [each for each in report.figures.restatements if each.figure == one.figure][-1]


def _title(report: Report, term: Term) -> str:
    sheet = report.indicators.sheets.get(term.base)
    if sheet:
        return report.language.pick(sheet.title)
    known = term.base in report.registers.frames
    return wording.register_name(report, term.base) if known else term.base


def _reason(report: Report, one: Restatement) -> str:
    t = report.t
    return {
        "late_data": t("Late data"),
        "correction": t("Correction"),
        "duplicate": t("Double count"),
        "definition": t("New definition"),
    }[one.reason]


def _is_own(report: Report, one: Restatement) -> bool:
    """Whether a figure is of the report's country (any, for the region) and not of a later day."""
    terms = parse_key(one.figure).terms
    here = report.regional or all(term.country == report.country for term in terms)
    ends = [report.figures.days(term).end for term in terms if term.span not in ("*", FINAL)]
    return here and all(end <= report.period.end for end in ends)
