"""The tracking workbook: the report's tables as plain values, from which a spreadsheet is made.

A cell is a text, or ``[value, style]``, or with the formula that gives the value: there ``{row}``
is the cell's own row, ``{first}`` and ``{last}`` are those of the table's body.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from string import ascii_uppercase
from typing import Any

from babel.numbers import get_currency_symbol

from rrs_data.indicators.achievements import Achievement, written_reasons
from rrs_data.indicators.figures import STYLES
from rrs_data.indicators.tallies import amount
from rrs_data.language.language import FINEST, telling_digits
from rrs_data.language.markdown import plain
from rrs_data.programme.programme import FINAL, REGION, Period
from rrs_data.report import wording
from rrs_data.report.elements import Bundle
from rrs_data.report.report import Report, capital
from rrs_data.report.sections import money, reference_sheets, tracking
from rrs_data.report.tabular import NamedValues

Row = Sequence[Any]

CROSSED = 3
"""So many of an indicator's breakdowns make a cross table: of people sex, age and place."""


@dataclass(frozen=True)
class Worktable:
    """A table; ``total`` stands below what can be sorted, ``row_heads`` columns name the rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Row]
    total: Row = ()
    row_heads: int = 2


@dataclass(frozen=True)
class TrackingWorkbook:
    """The workbook of a report, in its language."""

    report: Report

    def bundle(self) -> tuple[Bundle, Bundle]:
        """JSON, which the report does not show."""
        t, tables = self.report.t, tracking.tracked(self.report)
        sheets = {
            t("Indicators"): _indicators(self.report, tables),
            t("Breakdowns"): _breakdowns(self.report, tables),
            t("Cross tables"): _cross_tables(self.report, tables),
            t("Countries"): _countries(self.report, tables),
            t("Finance"): _finance(self.report),
            t("Reference sheets"): _reference_sheets(self.report, tables),
            t("Sources"): _sources(self.report),
        }
        content = {
            "sheets": [[name, [asdict(one) for one in own]] for name, own in sheets.items()],
            "formats": dict(_formats(self.report)),
        }
        text = f"a workbook of {len(sheets)} sheets"
        return {"application/json": content, "text/plain": text}, {"role": "workbook"}


def _formats(report: Report) -> Iterator[tuple[str, str]]:
    """How spreadsheets show numbers of each style; they put in the reader's own separators."""
    locale, points = report.language.locale, report.t("{points} pts", points="")
    percent = locale.percent_formats[None].pattern.replace("\N{NO-BREAK SPACE}", '" "')
    symbol = get_currency_symbol(report.words["currency"], locale)
    yield "number", "#,##0"
    for digits in range(FINEST):
        finer = f"0.{'0' * digits}".rstrip(".")
        share, point = percent.replace("0", finer), f'{finer}"{points}"'
        yield f"percent{digits or ''}", share
        yield f"change{digits or ''}", f"+{share};-{share};{share}"
        yield f"points{digits or ''}", f"+{point};-{point};{point}"
    yield "money", report.language.money_pattern.replace("¤", f'"{symbol}"')


def _valued(one: Achievement, value: float | None, formula: str = "") -> Row:
    """A value of an indicator, in the style of its unit."""
    style = STYLES.get(one.indicator.unit, "number")
    cell = _share(value) if style == "percent" else [value, style]
    return [*cell, formula] if formula else cell


def _share(share: float | None, style: str = "percent") -> list[Any]:
    """A share with the digits that it takes to say that it is not nothing or not the whole."""
    return [share, f"{style}{telling_digits(share) or ''}"]


def _named(report: Report, one: Achievement) -> list[Any]:
    return [one.indicator.code, report.language.pick(one.indicator.title)]


def _heads(report: Report, *more: str) -> list[str]:
    return [report.t("Code"), report.t("Indicator"), *more]


def _indicators(report: Report, tracked: Sequence[Achievement]) -> Iterator[Worktable]:
    """Target, actual and share of every period and of the programme, and why one is off target."""
    t, periods, reasons = report.t, _periods(report), written_reasons(report.narrative)
    own = t("Program") if report.final else report.short_name(report.period)
    heads = _heads(report, t("Objective"), t("Unit"), t("Baseline"))
    whats = t("Target"), t("Actual"), t("% of target")
    for period in periods:
        known = whats[: len(whats) if period.end <= report.period.end else 1]
        heads += [f"{report.short_name(period)}: {what}" for what in known]
    heads += [f"{t('Program')}: {what}" for what in whats]
    heads += [f"{own}: {t('Deviation')}", f"{own}: {t('Status')}", t("Reason for the deviation")]
    rows = [
        [
            *_named(report, one),
            report.language.pick(report.indicators.results[one.indicator.result]),
            reference_sheets.fields(report, one.indicator)[t("Unit")],
            _valued(one, one.baseline),
            *(cell for period in periods for cell in _in_period(report, one, period)),
            *_beside(one, report.value(f"{FINAL}/{one.indicator.code}.target"), one.cumulative),
            _deviation(one),
            _status(report, one),
            " ".join(plain(reasons.get(one.indicator.code, "")).split()),
        ]
        for one in tracked
    ]
    yield Worktable(t("Indicators against their targets, {period_name}"), heads, rows)


def _periods(report: Report) -> list[Period]:
    """All of the country's periods of the report's kind; of quarters and halves those of a year."""
    own, every = report.period, report.programme.periods_of(report.country).values()
    alike = [one for one in every if one.year != FINAL and one.part[:1] == own.part[:1]]
    return [one for one in alike if not own.part or one.year == own.year]


def _in_period(report: Report, one: Achievement, period: Period) -> list[Row]:
    """What was promised for a period, and what came of it once the report knows that."""
    key = f"{period.name}/{one.indicator.code}"
    target = report.value(f"{key}.target")
    if period.end > report.period.end:
        return [_valued(one, target)]
    return _beside(one, target, report.value(key))


def _beside(one: Achievement, target: float | None, actual: float | None) -> list[Row]:
    share = actual / target if target and actual is not None else None
    return [_valued(one, target), _valued(one, actual), _share(share)]


def _deviation(one: Achievement) -> Row:
    """How far the actual lies from the target; of shares in percentage points."""
    if one.indicator.unit != "percent" or one.actual is None or one.target is None:
        return _share(one.deviation, "change")
    difference, style = _share(one.actual - one.target, "points")
    return [round(100 * difference, 9), style]


def _status(report: Report, one: Achievement) -> str:
    t = report.t
    return {
        "met": t("on target"),
        "above": t("above target"),
        "below": t("below target"),
        "no_target": t("no target"),
        "no_data": t("no data"),
    }[one.status]


def _breakdowns(report: Report, tracked: Sequence[Achievement]) -> Iterator[Worktable]:
    """Every part of every actual, a row each, as ``achievements.json`` has them."""
    t = report.t
    rows = [
        [*_named(report, one), by.title, by.head(part.category), _valued(one, part.value)]
        for one in tracked
        for part in one.tally.breakdown
        for by in [NamedValues.of(report, part.by, [part.category], "")]
    ]
    heads = _heads(report, t("Broken down by"), t("Category"), t("Actual"))
    yield Worktable(t("Breakdowns, {period_name}"), heads, rows, row_heads=4)


def _cross_tables(report: Report, tracked: Sequence[Achievement]) -> Iterator[Worktable]:
    """The actuals by several breakdowns at once, where their parts add up."""
    for one in tracked:
        if len(one.indicator.by) > 1 and one.indicator.count != "share" and one.actual:
            yield _cross_table(report, one, one.indicator.by[:CROSSED])


def _cross_table(report: Report, one: Achievement, by: Sequence[str]) -> Worktable:
    """The categories of the first breakdown are columns; what is empty everywhere is left out."""
    columns = [f"by:{each}" for each in by]
    frame = one.tally.evidence.counted.astype(dict.fromkeys(columns, "str"))
    cells = {
        names: amount(one.indicator, rows, one.country)[0] for names, rows in frame.groupby(columns)
    }
    across, *down = [
        NamedValues.of(report, each, sorted(set(frame[f"by:{each}"])), "") for each in by
    ]
    numbers = range(len(down), len(down) + len(across.content))
    first, last = (ascii_uppercase[numbers[at]] for at in (0, -1))
    rows = []
    for names in sorted({names[1:] for names in cells}):
        values = [cells.get((name, *names)) for name in across.content]
        words = [axis.head(name) for axis, name in zip(down, names, strict=True)]
        row = _valued(one, sum(filter(None, values)), f"SUM({first}{{row}}:{last}{{row}})")
        rows.append([*words, *(_valued(one, value) for value in values), row])
    total: list[Any] = [report.t("Total"), *[""] * (len(down) - 1)]
    total += [
        _valued(one, sum(row[at][0] or 0 for row in rows), _sum_of(at))
        for at in [*numbers, numbers.stop]
    ]
    heads = [*(axis.title for axis in down), *map(across.head, across.content), report.t("Total")]
    return Worktable(". ".join(_named(report, one)), heads, rows, total, len(down))


def _sum_of(column: int) -> str:
    letter = ascii_uppercase[column]
    return f"SUM({letter}{{first}}:{letter}{{last}})"


def _countries(report: Report, tracked: Sequence[Achievement]) -> Iterator[Worktable]:
    """Target and actual in every country that takes part in the period, and in all together."""
    t, every = report.t, (*report.programme.countries, REGION)
    codes = [code for code in every if report.span in report.programme.periods_of(code)]
    whats = {t("Target"): ".target", t("Actual"): ""}
    heads = _heads(report, *(f"{report.area_name(c)}: {what}" for c in codes for what in whats))
    rows = []
    for one in tracked:
        key = f"/{report.span}/{one.indicator.code}"
        found = [report.value(f"{code}{key}{of}") for code in codes for of in whats.values()]
        rows.append([*_named(report, one), *(_valued(one, value) for value in found)])
    yield Worktable(t("Indicators by country, {period_name}"), heads, rows)


def _finance(report: Report) -> Iterator[Worktable]:
    """The financial summary; what follows from other columns is a formula."""
    t, frame = report.t, money.table(report)
    at = {name: f"{ascii_uppercase[number]}{{row}}" for number, name in enumerate(frame, 1)}
    spent, approved = at[t("Spent")], at[t("Approved")]
    since = at[t("Approved since start")], at[t("Spent since start")]
    formulas: Mapping[str, str] = {
        t("Burn rate"): f'IF({approved}=0,"",{spent}/{approved})',
        t("Remaining"): "-".join(since),
    }
    rows: list[list[Any]] = []
    for line, figures in frame.iterrows():
        row: list[Any] = [str(line)]
        for number, (name, figure) in enumerate(figures.items(), 1):
            formula = formulas.get(str(name), "")
            if not formula and len(rows) == len(frame) - 1:
                formula = _sum_of(number)
            share = name == t("Burn rate")
            cell = _share(figure.value) if share else [figure.value, "money"]
            row.append([*cell, *([formula] if formula else [])])
        rows.append(row)
    if rows:
        title, heads = t("Budget and spending, {period_name}, {currency}"), map(str, frame)
        yield Worktable(title, [t("Budget line"), *heads], rows[:-1], rows[-1], 1)


def _reference_sheets(report: Report, tracked: Sequence[Achievement]) -> Iterator[Worktable]:
    """The reference sheets, a row each."""
    found = [reference_sheets.fields(report, one.indicator) for one in tracked]
    names = list(dict.fromkeys(name for each in found for name in each))
    rows = [
        [*_named(report, one), *(each.get(name, "") for name in names)]
        for one, each in zip(tracked, found, strict=True)
    ]
    yield Worktable(report.t("Reference sheets"), _heads(report, *names), rows)


def _sources(report: Report) -> Iterator[Worktable]:
    """The registers that the figures were counted from."""
    t, read = report.t, report.registers
    rows = [
        [capital(wording.register_name(report, name)), [len(frame), "number"], read.hashes[name]]
        for name, frame in read.frames.items()
    ]
    yield Worktable(t("Registers read"), [t("Register"), t("Rows"), "SHA-256"], rows, row_heads=1)
