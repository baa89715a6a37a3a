"""Explanations: how a figure was counted, in words, down to the rows.

The evidence beside the report, what opens at a figure in the HTML, and ``make explain`` agree.
People stand in an explanation as a number only; organizations, events and grants by their ids.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rrs_data.indicators.figures import PROMISED, Traced
from rrs_data.indicators.keys import INVENTORY, PARAMETERS, Term
from rrs_data.indicators.sheets import Count, Indicator, entity_column
from rrs_data.indicators.tallies import Category, Tally
from rrs_data.intake.schema import CURRENCY, RECORDED
from rrs_data.programme.programme import REGION
from rrs_data.report import wording
from rrs_data.report.counted_frames import CountedFrame
from rrs_data.report.report import Report

LISTED = 40
"""Row numbers, or runs of them, that an explanation lists in print before it counts the rest."""


@dataclass(frozen=True)
class Explanation:
    """One term of a figure, with what is to be said of it: names and texts, in order."""

    traced: Traced
    title: str
    shown: str
    fields: tuple[tuple[str, str], ...]


def explain(report: Report, term: Term, most: int | None = None) -> Explanation:
    """A term of a figure, with country and span, explained. Raises FaultsError: there is none."""
    traced = report.figures.traced(term)
    sheet = report.indicators.sheets.get(term.base)
    fields = [
        *(_of_sheet(report, traced, sheet) if sheet else _without_sheet(report, traced)),
        *_rows(report, traced, most),
        *_rates(report, traced, sheet),
        *_evidence(report, traced, sheet, most),
        *(_breakdowns(report, traced, sheet) if sheet else []),
    ]
    previous = report.programme.previous(term.country, report.figures.days(term))
    if sheet and previous and not term.measure:
        before = report.t("Before ({period})", period=report.short_name(previous))
        fields.append((before, report.figure(str(replace(term, span=previous.name))).text))
    shown = report.language.value(traced.value, traced.style)
    name = wording.base_name(report, term.base)
    return Explanation(traced, f"{sheet.code}. {name}" if sheet else name, shown, tuple(fields))


def explain_count(report: Report, one: CountedFrame, most: int | None = None) -> Explanation:
    """What a notebook's cell counted itself: how, from which rows, and by which code."""
    rows = report.figures.of_register(one.register, REGION, None)
    evidence = rows.unless("part", rows.frame["row"].isin(one.rows))
    traced = Traced(Term(one.label), one.value, one.style, report.period, evidence)
    shown = report.language.value(one.value, one.style)
    fields = [
        (report.t("In short"), _in_short(report, traced, one.how, one.register, one.column)),
        *_rows(report, traced, most),
        *_evidence(report, traced, None, most),
        (report.t("Code"), one.code),
    ]
    return Explanation(traced, report.t("Counted in the notebook"), shown, tuple(fields))


def _of_sheet(report: Report, traced: Traced, sheet: Indicator) -> Iterator[tuple[str, str]]:
    t, term = report.t, traced.term
    if term.measure in PROMISED:
        name = t("Baseline") if term.measure == "baseline" else t("Target")
        yield t("What it is"), t("{name}, from the register of targets", name=name)
        yield t("Period"), report.language.span(traced.period)
        return
    one = sheet.sources[0]
    counted = (one.amount if sheet.count == "sum" else one.key) or ""
    short = _in_short(report, traced, sheet.count, one.register, counted, sheet.unit)
    if sheet.first:
        short += " " + t("Each counts only in the period in which it first occurs.")
    if not term.measure:
        yield t("In short"), short
    yield t("Definition"), report.language.pick(sheet.definition)
    yield t("Period"), report.language.span(traced.period)
    yield t("Country"), report.area_name(term.country)
    sources = [wording.source(report, sheet, one) for one in sheet.sources]
    yield t("Filter"), ". ".join(sources)
    if term.where:
        source, schema = sheet.sources[0], report.registers.schema
        where = [
            replace(one, column=entity_column(sheet, source, schema, one.column))
            for one in term.where
        ]
        yield t("Part"), wording.filters(report, source.register, where)
    if term.measure:
        name = wording.column_name(report, sheet.sources[0].register, term.measure)
        names = {"numerator": t("numerator"), "denominator": t("denominator")}
        yield t("What it is"), names.get(term.measure, t("different values of “{name}”", name=name))


def _without_sheet(report: Report, traced: Traced) -> Iterator[tuple[str, str]]:
    """What is counted of the report itself, held by the parameters, or counted from a register."""
    t, term = report.t, traced.term
    if term.base in INVENTORY:
        if taken := wording.inventory_filters(report, term):
            yield t("What it is"), taken
        if names := wording.inventory_lines(report, term):
            yield t("Counted"), ", ".join(names)
        return
    if term.base in PARAMETERS:
        yield t("What it is"), f"params/{term.base}.yml, {term.measure}"
        return
    column = report.registers.schema.column(term.base, term.measure)
    count: Count = "rows" if not column else "sum" if column.is_number else "distinct"
    yield t("In short"), _in_short(report, traced, count, term.base, term.measure)
    if term.span != "*":
        yield t("Period"), report.language.span(traced.period)
    yield t("Country"), report.area_name(term.country)
    if term.where:
        yield t("Part"), wording.filters(report, term.base, term.where)


def _in_short(
    report: Report, traced: Traced, count: Count, register: str, path: str, unit: str = ""
) -> str:
    """What a figure is, in one plain sentence: of what it is the number, in which rows."""
    t, number, rows = report.t, report.language.number, []
    for name, judged in traced.evidence.judged().items():
        read = number(sum(len(own) for _, own in judged))
        used = number(len(traced.evidence.rows.get(name, ())))
        of = {"used": used, "read": read, "register": wording.register_name(report, name)}
        rows.append(t("{used} of {read} in the register “{register}”", **of))
    share = traced.tally if count == "share" else None
    return t(
        "{value} is {what} that fit what is asked for below: {rows}.",
        value=_amount(report, traced.style, share or traced),
        what=wording.counted(report, count, register, path, unit),
        rows="; ".join(rows) or number(0),
    )


def _rows(report: Report, traced: Traced, most: int | None) -> Iterator[tuple[str, str]]:
    t, number = report.t, report.language.number
    for register, judged in traced.evidence.judged().items():
        counted = traced.evidence.rows.get(register, ())
        yield t("Register"), wording.register_name(report, register)
        reasons = [(wording.reason(report, why), number(len(own))) for why, own in judged]
        if left_out := [f"{why} — {many}" for why, many in reasons if why]:
            yield t("Not counted"), "; ".join(left_out)
        if len(counted):
            listed, left = wording.ranges(counted, most)
            if left:
                listed += " " + t("and {n} more, in achievements.json", n=number(left))
            yield t("Numbers of the rows counted (the header is row 1)"), listed
        yield t("SHA-256 of the register"), report.registers.hashes[register]


def _evidence(
    report: Report, traced: Traced, sheet: Indicator | None, most: int | None
) -> Iterator[tuple[str, str]]:
    """The ids that were counted; of people their number, and the events they came to."""
    evidence, t, number = traced.evidence, report.t, report.language.number
    if traced.term.measure in PROMISED or not evidence.rows:
        return
    if sheet and sheet.of_people:
        if sheet.unit != "attendances":
            people = number(len(traced.keys))
            yield t("People counted"), t("{n}; their ids are in the register only", n=people)
    elif (sheet or "people" not in evidence.rows) and traced.keys:
        yield t("Ids counted ({n})", n=number(len(traced.keys))), _ids(report, traced.keys, most)
    rows = evidence.rows.get("attendances", ())
    if len(rows):
        attendances = report.registers["attendances"]
        events = sorted(set(attendances.loc[attendances["row"].isin(rows), "event_id"]))
        yield t("Events behind the rows ({n})", n=number(len(events))), _ids(report, events, most)


def _rates(report: Report, traced: Traced, sheet: Indicator | None) -> Iterator[tuple[str, str]]:
    """By which rates amounts were converted, who says so, and what was recorded."""
    amount = f"{(sheet.sources[0].amount if sheet else '') or traced.term.measure}{RECORDED}"
    for register, rows in traced.evidence.rows.items() if traced.style == "money" else ():
        frame, currency = report.registers[register], report.programme.currency
        date = report.registers.schema.registers[register].date
        if amount not in frame or not date:
            continue
        own = frame[frame["row"].isin(rows)]
        each = list(map(currency.rate, own[CURRENCY], own[date].dt.date))
        for rate in [one for one in currency.rates if one in each]:
            recorded = own[amount][[one == rate for one in each]].sum()
            text = report.t(
                "1 {code} is {rate} {currency} from {since} ({source}); recorded: {amount} {code}",
                code=rate.currency,
                rate=report.language.decimal(rate.rate),
                since=report.language.day(rate.since),
                source=report.language.pick(rate.source),
                amount=report.language.number(recorded, 2),
            )
            yield report.t("Exchange rate"), text


def _ids(report: Report, ids: Sequence[str], most: int | None) -> str:
    """Ids in a row; in print no more than a reader goes through."""
    shown = ids if most is None else ids[:200]
    left = report.t("and {n} more", n=report.language.number(len(ids) - len(shown)))
    return ", ".join([*shown, *([left] if len(ids) > len(shown) else [])])


def _breakdowns(report: Report, traced: Traced, sheet: Indicator) -> Iterator[tuple[str, str]]:
    """The parts of an indicator by its breakdowns; of a share “10 of 12 (83%)”."""
    tally = traced.tally
    if traced.term.where or traced.term.measure or tally is None:
        return
    source, schema = sheet.sources[0], report.registers.schema
    for by in sheet.by:
        path = entity_column(sheet, source, schema, by)
        name = wording.column_name(report, source.register, path)
        listed = [
            f"{wording.value_name(report, source.register, path, one.category)} — "
            f"{_amount(report, sheet.unit, one)}"
            for one in tally.breakdown
            if one.by == by
        ]
        if listed:
            yield report.t("By “{column}”", column=name), ", ".join(listed)


def _amount(report: Report, unit: str, one: Category | Tally | Traced) -> str:
    """A value as its unit is written; a share with what it is of."""
    value, number = report.language.value(one.value, unit), report.language.number
    if isinstance(one, Traced) or one.denominator is None:
        return value
    parts = {"numerator": number(one.numerator), "denominator": number(one.denominator)}
    return report.t("{numerator} of {denominator} ({share})", share=value, **parts)


def as_record(report: Report, one: Explanation) -> dict[str, Any]:
    """An explanation as plain values for JSON: row numbers, ids; no people's ids."""
    evidence, term, keys = one.traced.evidence, one.traced.term, one.traced.keys
    sheet, registers = report.indicators.sheets.get(term.base), {}
    secret = (sheet is not None and sheet.of_people) or "people" in evidence.rows
    for name, judged in evidence.judged().items():
        registers[name] = {
            "sha256": report.registers.hashes[name],
            "read": sum(len(rows) for _, rows in judged),
            "counted": list(map(int, evidence.rows.get(name, ()))),
            "excluded": [
                {"why": why, "number": len(rows), "rows": rows.tolist()}
                for cause, rows in judged
                if (why := wording.reason(report, cause))
            ],
        }
    return {
        "term": str(term),
        "value": one.traced.value,
        "shown": one.shown,
        "title": one.title,
        "period": one.traced.period.as_record(),
        "text": dict(one.fields),
        "registers": registers,
        "evidence": {"count": len(keys), "ids": None if secret else list(keys)},
    }
