"""The tracking workbook: the report's tables as plain values, from which a spreadsheet is made.

A cell is a text, or ``[value, style]``, or with the formula that gives the value: there ``{row}``
is the cell's own row, ``{first}`` and ``{last}`` are those of the table's body.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase
from typing import Any

from babel.numbers import get_currency_symbol

from rrs_data.indicators.achievements import Achievement, written_reasons
from rrs_data.indicators.figures import STYLES
from rrs_data.language.language import FINEST, telling_digits
from rrs_data.language.markdown import plain
from rrs_data.programme.programme import FINAL, REGION
from rrs_data.report import wording
from rrs_data.report.elements import Bundle
from rrs_data.report.report import Report, capital
from rrs_data.report.sections import money, reference_sheets, tracking
from rrs_data.report.tabular import NamedValues

Row = Sequence[Any]
Columns = dict[str, list[Any]]
"""Cells below the heads of their columns."""


@dataclass(frozen=True)
class TrackingWorkbook:
    """The workbook of a report, in its language."""

    report: Report

    def bundle(self) -> tuple[Bundle, Bundle]:
        """JSON, which the report does not show."""
        t = self.report.t
        sheets = {
            t("Indicators"): [self._indicators()],
            t("Breakdowns"): [self._breakdowns()],
            t("Cross tables"): self._cross_tables(),
            t("Countries"): [self._countries()],
            t("Finance"): self._finance(),
            t("Reference sheets"): [_of_columns(t("Reference sheets"), self._named | self._fields)],
            t("Sources"): [self._sources()],
        }
        if self.report.public:  # rows of people and money
            for name in (t("Cross tables"), t("Finance"), t("Sources")):
                del sheets[name]
        content = {
            "sheets": [[name, [*own]] for name, own in sheets.items()],
            "formats": dict(self._formats()),
        }
        text = f"a workbook of {len(sheets)} sheets"
        return {"application/json": content, "text/plain": text}, {"role": "workbook"}

    @cached_property
    def _tracked(self) -> list[Achievement]:
        """The achievements that the report tells of."""
        return tracking.tracked(self.report)

    @cached_property
    def _named(self) -> Columns:
        """Their codes and titles."""
        t, own = self.report.t, [one.indicator for one in self._tracked]
        titles = [self.report.language.pick(one.title) for one in own]
        return {t("Code"): [one.code for one in own], t("Indicator"): titles}

    @cached_property
    def _fields(self) -> Columns:
        """What their reference sheets say."""
        sheets = reference_sheets.table(self.report).fillna("")
        return {str(name): list(sheets[name]) for name in sheets}

    def _cells(self, key: str) -> list[Row]:
        """A figure of each of them, by a key in which ``{0}`` is the code."""
        keys = [self.report.key(key.format(one.indicator.code)) for one in self._tracked]
        return [_cell(*self.report.figures.value(one)) for one in keys]

    def _formats(self) -> Iterator[tuple[str, str]]:
        """How spreadsheets show numbers of each style; they put in the reader's own separators."""
        language, points = self.report.language, self.report.t("{points} pts", points="")
        percent = language.locale.percent_formats[None].pattern.replace("\u00a0", '" "')
        symbol = get_currency_symbol(language.currency, language.locale)
        yield "number", "#,##0"
        for digits in range(FINEST):
            finer = f"0.{'0' * digits}".rstrip(".")
            share, point = percent.replace("0", finer), f'{finer}"{points}"'
            yield f"percent{digits or ''}", share
            yield f"change{digits or ''}", f"+{share};-{share};{share}"
            yield f"points{digits or ''}", f"+{point};-{point};{point}"
        yield "money", language.money_pattern.replace("¤", f'"{symbol}"')

    def _indicators(self) -> Bundle:
        """Target, actual and share of every period and of the programme, and why one is off."""
        report, t, own = self.report, self.report.t, self.report.period
        known = {head: self._fields.get(head, []) for head in (t("Objective"), t("Unit"))}
        columns = self._named | known | {t("Baseline"): self._cells("{0}.baseline")}
        every = report.programme.periods_of(report.country).values()
        for one in [one for one in every if one.year != FINAL and one.part[:1] == own.part[:1]]:
            if not own.part or one.year == own.year:
                actual = f"{one.name}/{{0}}" if one.end <= own.end else ""
                columns |= self._beside(report.short_name(one), f"{one.name}/{{0}}.target", actual)
        so_far = "{0}" if report.final else f"..{own.name}/{{0}}"
        columns |= self._beside(t("Program"), f"{FINAL}/{{0}}.target", so_far)
        name = t("Program") if report.final else report.short_name(own)
        reasons = written_reasons(report.narrative)
        columns |= {
            f"{name}: {t('Deviation')}": list(map(_deviation, self._tracked)),
            f"{name}: {t('Status')}": [wording.status(report, one.status) for one in self._tracked],
            t("Reason for the deviation"): [
                " ".join(plain(reasons.get(one.indicator.code, "")).split())
                for one in self._tracked
            ],
        }
        return _of_columns(t("Indicators against their targets, {period_name}"), columns)

    def _beside(self, name: str, target: str, actual: str) -> Columns:
        """A target, and what came of it once the report knows that."""
        t, keys = self.report.t, {self.report.t("Target"): target}
        if actual:
            keys |= {t("Actual"): actual, t("% of target"): f"{actual} / {target}"}
        return {f"{name}: {what}": self._cells(key) for what, key in keys.items()}

    def _breakdowns(self) -> Bundle:
        """Every part of every actual, a row each, as ``achievements.json`` has them."""
        report, t = self.report, self.report.t
        rows = [
            [*named, by.title, by.head(part.category), _valued(one, part.value)]
            for one, *named in zip(self._tracked, *self._named.values(), strict=True)
            for part in one.tally.breakdown
            for by in [NamedValues(report, part.by, [part.category])]
        ]
        heads = [*self._named, t("Broken down by"), t("Category"), t("Actual")]
        return _table(t("Breakdowns, {period_name}"), heads, rows, row_heads=4)

    def _cross_tables(self) -> Iterator[Bundle]:
        """The actuals by up to three breakdowns at once, as sex, age and place, if these add up."""
        for one in self._tracked:
            if len(one.indicator.by) > 1 and one.indicator.count != "share" and one.actual:
                yield self._cross_table(one, one.indicator.by[:3])

    def _cross_table(self, one: Achievement, by: Sequence[str]) -> Bundle:
        """The categories of the first breakdown are columns; what is empty everywhere is not."""
        report, t = self.report, self.report.t
        figures = report.breakdown(one.indicator.code, [*by[1:], by[0]])
        some = figures.map(bool)
        figures = figures.loc[some.any(axis=1), some.any()]
        across = NamedValues(report, by[0], figures.columns)
        down = [NamedValues(report, name, own) for name, own in figures.index.to_frame().items()]
        heads = [*(axis.title for axis in down), *map(across.head, across.content), t("Total")]
        columns = range(len(down), len(heads))
        letters = ascii_uppercase[columns.start : columns.stop - 1]
        whole = f"SUM({letters[0]}{{row}}:{letters[-1]}{{row}})"
        rows = []
        named = zip(*(map(axis.head, axis.content) for axis in down), strict=True)
        for words, (_, row) in zip(named, figures.iterrows(), strict=True):
            values = [figure.value or None for figure in row]
            cells = [_valued(one, value) for value in values]
            rows.append([*words, *cells, _valued(one, sum(filter(None, values)), whole)])
        sums = [sum(row[at][0] or 0 for row in rows) for at in columns]
        total: list[Any] = [t("Total"), *[""] * (len(down) - 1)]
        total += [_valued(one, value, _sum_of(at)) for at, value in zip(columns, sums, strict=True)]
        title = f"{one.indicator.code}. {report.language.pick(one.indicator.title)}"
        return _table(title, heads, rows, total, len(down))

    def _countries(self) -> Bundle:
        """Target and actual in every country that takes part in the period, and in all together."""
        report, t, columns = self.report, self.report.t, dict(self._named)
        for code in (*report.programme.countries, REGION):
            if report.span in report.programme.periods_of(code):
                name, key = report.area_name(code), f"{code}/{report.span}/{{0}}"
                columns |= {
                    f"{name}: {t('Target')}": self._cells(f"{key}.target"),
                    f"{name}: {t('Actual')}": self._cells(key),
                }
        return _of_columns(t("Indicators by country, {period_name}"), columns)

    def _finance(self) -> Iterator[Bundle]:
        """The financial summary; what follows from other columns, or from rows, is a formula."""
        report, t, frame = self.report, self.report.t, money.table(self.report)
        letters = zip(frame, ascii_uppercase[1:], strict=False)
        at = {str(head): f"{letter}{{row}}" for head, letter in letters}
        formulas = {
            t("Burn rate"): f'IF({at[t("Approved")]}=0,"",{at[t("Spent")]}/{at[t("Approved")]})',
            t("Remaining"): f"{at[t('Approved since start')]}-{at[t('Spent since start')]}",
        }
        columns: Columns = {t("Budget line"): list(map(str, frame.index))}
        for number, head in enumerate(at, 1):
            own = [formulas[head]] if head in formulas else []
            amounts = [report.figures.value(report.key(one.key)) for one in frame[head]]
            total = own or [_sum_of(number)]
            columns[head] = [_cell(*one, *own) for one in amounts[:-1]]
            columns[head] += [_cell(*one, *total) for one in amounts[-1:]]
        if lines := [*zip(*columns.values(), strict=True)]:
            title = t("Budget and spending, {period_name}, {currency}")
            yield _table(title, [*columns], lines[:-1], lines[-1], row_heads=1)

    def _sources(self) -> Bundle:
        report, t, read = self.report, self.report.t, self.report.registers
        columns: Columns = {
            t("Register"): [capital(wording.register_name(report, one)) for one in read.frames],
            t("Rows"): [[len(frame), "number"] for frame in read.frames.values()],
            "SHA-256": [read.hashes[one] for one in read.frames],
        }
        return _of_columns(t("Registers read"), columns, 1)


def _table(
    title: str, heads: Sequence[str], rows: Sequence[Row], total: Row = (), row_heads: int = 2
) -> Bundle:
    """A table; ``total`` stands below what can be sorted, ``row_heads`` columns name the rows."""
    return {"title": title, "heads": heads, "rows": rows, "total": total, "row_heads": row_heads}


def _of_columns(title: str, columns: Columns, row_heads: int = 2) -> Bundle:
    return _table(title, [*columns], [*zip(*columns.values(), strict=True)], (), row_heads)


def _valued(one: Achievement, value: float | None, *formula: str) -> Row:
    """A value of an indicator, in the style of its unit."""
    return _cell(value, STYLES.get(one.indicator.unit, "number"), *formula)


def _cell(value: float | None, style: str, *formula: str) -> Row:
    """A cell; a share has the digits to say that it is not nothing or not the whole."""
    digits = telling_digits(value) if style in ("percent", "change", "points") else 0
    return [value, f"{style}{digits or ''}", *formula]


def _deviation(one: Achievement) -> Row:
    """How far the actual lies from the target; of shares in percentage points."""
    if one.indicator.unit != "percent" or one.actual is None or one.target is None:
        return _cell(one.deviation, "change")
    difference, style = _cell(one.actual - one.target, "points")
    return [round(100 * difference, FINEST), style]


def _sum_of(column: int) -> str:
    return f"SUM({ascii_uppercase[column]}{{first}}:{ascii_uppercase[column]}{{last}})"
