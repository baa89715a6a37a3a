"""Tabular: a frame of pandas' as a table of the report, in its language.

Heads are the columns' titles in ``datapackage.json``, values of categories their labels; numbers,
amounts and days are written by the locale. The index stands as row heads, but for the row numbers
of a register and for pandas' own counting.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from rrs_data.indicators.figures import STYLES
from rrs_data.indicators.keys import UNKNOWN
from rrs_data.intake.schema import Schema
from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import Figure, escape
from rrs_data.report import wording
from rrs_data.report.elements import bold as bold_row
from rrs_data.report.report import Report, capital

MOST_ROWS = 200
"""So many rows of a frame a table shows: five pages, more than a reader goes through."""

DIGITS = 2
"""So many digits after the point a number of a frame has at most."""

BETWEEN = " – "
"""Stands between the levels of a column's head."""

Frame = pd.DataFrame | pd.Series | Styler


@dataclass(frozen=True)
class TableContent:
    """A table's cells as Markdown. ``row_heads`` columns at the left name their rows.

    ``untraced`` are the numbers that lead to no rows, ``left_out`` the rows beyond the first ones.
    ``register`` is whose rows they are, ``registers`` are the keys of figures of registers.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int]
    row_heads: int = 0
    untraced: int = 0
    left_out: int = 0
    register: str = ""
    registers: Sequence[str] = ()


@dataclass(frozen=True)
class ColumnWords:
    """A column's or an index level's title and values in the report's language.

    Where its frame does not lead to a register, it is found by its name and its values: a column
    ``sex`` of ``F`` and ``M`` is that of people.
    """

    report: Report
    name: Hashable
    content: Sequence[Any]
    register: str = ""

    def __post_init__(self) -> None:
        """Find the register that the column is of; empty where it is none's."""
        if not self.register or not _has(self.report.registers.schema, self.register, self.name):
            object.__setattr__(self, "register", self._found())

    def _found(self) -> str:
        schema = self.report.registers.schema
        texts = {str(value) for value in self.content if isinstance(value, str)}
        own = [name for name in schema.registers if _has(schema, name, self.name)]
        labelled = [name for name in own if texts <= self._labels(name)]
        return next(iter([*labelled, *own]), "")

    def _labels(self, register: str) -> set[str]:
        column = self.report.registers.schema.column(register, str(self.name))
        return {*(column.allowed if column else ()), UNKNOWN}

    @property
    def title(self) -> str:
        """What the column is called; nothing where it has no name."""
        if self.register:
            return capital(wording.column_name(self.report, self.register, str(self.name)))
        if sheet := self.report.indicators.sheets.get(str(self.name)):
            return self.report.language.pick(sheet.title)
        return "" if self.name is None else str(self.name)

    @property
    def unit(self) -> str:
        """The unit of the column's numbers, as ``datapackage.json`` has it."""
        schema = self.report.registers.schema
        column = schema.column(self.register, str(self.name)) if self.register else None
        return column.unit if column else ""

    def plain(self, value: Any) -> str:
        """A value in words."""
        language = self.report.language
        if isinstance(value, Figure):
            return value.text
        if is_missing(value):
            return NOTHING
        if isinstance(value, date):
            return language.short_day(value)
        if is_number(value):
            return self._number(float(value))
        if self.register:
            return wording.value_name(self.report, self.register, str(self.name), value)
        return self.report.t("not recorded") if value == UNKNOWN else str(value)

    def _number(self, value: float) -> str:
        if self.unit == "year":
            return f"{value:.0f}"
        if style := STYLES.get(self.unit):
            return self.report.language.value(value, style)
        numbers = [float(one) for one in self.content if is_number(one) and not is_missing(one)]
        digits = next(n for n in range(DIGITS + 1) if n == DIGITS or _whole(numbers, n))
        return self.report.language.number(value, digits)

    def head(self, value: Any) -> str:
        """A value that names a row or a column: a year has no separators."""
        whole = is_number(value) and not isinstance(value, Figure) and float(value).is_integer()
        text = f"{value:.0f}" if whole else self.plain(value)
        return capital(text) if self.register else text

    def cell(self, value: Any) -> str:
        """A value as Markdown, with the mark of a figure."""
        return value.cell if isinstance(value, Figure) else escape(self.plain(value))


def table_content(report: Report, shown: Frame, bold: Sequence[Hashable] = ()) -> TableContent:
    """What a table of a frame says; the rows of ``bold`` stand out, by their index."""
    frame, indexed, written = _unstyled(report, shown)
    left_out = max(0, len(frame) - MOST_ROWS) + int(frame.attrs.get("left_out", 0))
    frame = frame.head(MOST_ROWS)
    register = register_of(report, frame)
    indexed = indexed and not register and not _is_counting(frame.index)
    axis = _levels(report, frame.index, register) if indexed else []
    columns = [
        ColumnWords(report, name, list(frame.iloc[:, at]), register)
        for at, name in enumerate(frame)
    ]
    cells = [[escape(one.head(value)) for value in one.content] for one in axis]
    for at, one in enumerate(columns):
        texts = [written(row, at) or one.cell(value) for row, value in enumerate(one.content)]
        cells.append(texts)
    rows = [list(row) for row in zip(*cells, strict=True)]
    rows = [
        bold_row(row) if name in bold else row for name, row in zip(frame.index, rows, strict=True)
    ]
    loose = [one for one in columns if not register and one.unit != "year"]
    figures = [value for one in columns for value in one.content if isinstance(value, Figure)]
    return TableContent(
        heads=[escape(one.title) for one in axis] + list(map(escape, column_heads(report, frame))),
        rows=rows,
        numeric=[len(axis) + at for at, one in enumerate(columns) if _is_numeric(one.content)],
        row_heads=len(axis),
        untraced=sum(_is_loose(value) for one in loose for value in one.content),
        left_out=left_out,
        register=register,
        registers=[one.key for one in figures if one.kind == "register" and one.value is not None],
    )


def worded(report: Report, frame: pd.DataFrame | pd.Series) -> Any:
    """The same frame with words in place of the codes on both axes, as a chart shows them."""
    found, register = frame.copy(deep=False), register_of(report, frame)
    levels = _levels(report, frame.index, register)
    texts = [[one.head(value) for value in one.content] for one in levels]
    titles = [one.title or None for one in levels]
    if len(levels) > 1:
        found.index = pd.MultiIndex.from_arrays(texts, names=titles)
    elif not register:
        found.index = pd.Index(texts[0], name=titles[0])
    if isinstance(found, pd.DataFrame):
        found.columns = pd.Index(column_heads(report, found))
    return found


def column_heads(report: Report, frame: pd.DataFrame) -> list[str]:
    """The heads of a frame's columns; levels above each other stand in one line."""
    register = register_of(report, frame)
    levels = _levels(report, frame.columns, register)
    heads = []
    for at, name in enumerate(frame.columns):
        if all(one.name is None for one in levels) and frame.columns.nlevels == 1:
            heads.append(ColumnWords(report, name, list(frame.iloc[:, at]), register).title)
        else:
            texts = [one.head(one.content[at]) for one in levels]
            heads.append(BETWEEN.join(text for text in texts if text))
    return heads


def register_of(report: Report, frame: pd.DataFrame | pd.Series) -> str:
    """The register to whose rows a frame's index leads; empty where it leads to none's."""
    name = frame.index.name
    return str(name) if name in report.registers.frames else ""


def _unstyled(
    report: Report, shown: Frame
) -> tuple[pd.DataFrame, bool, Callable[[int, int], str | None]]:
    """A frame, whether its index is shown, and what a Styler writes into some cells."""
    if isinstance(shown, pd.Series):
        shown = shown.to_frame(report.t("Number") if shown.name is None else shown.name)
    if not isinstance(shown, Styler):
        return shown, True, lambda _row, _column: None
    styler: Any = shown  # what it was told is not in its types, and the forms are not public
    frame: pd.DataFrame = styler.data
    kept = [at for at in range(frame.shape[1]) if at not in set(styler.hidden_columns)]
    forms = styler._display_funcs  # noqa: SLF001

    def written(row: int, column: int) -> str | None:
        at, value = (row, kept[column]), frame.iloc[row, kept[column]]
        traced = isinstance(value, Figure)
        return escape(forms[at](value)) if at in forms and not traced else None

    return frame.iloc[:, kept], not all(styler.hide_index_), written


def _levels(report: Report, axis: pd.Index, register: str) -> list[ColumnWords]:
    return [
        ColumnWords(report, name, list(axis.get_level_values(level)), register)
        for level, name in enumerate(axis.names)
    ]


def _has(schema: Schema, register: str, name: Hashable) -> bool:
    return isinstance(name, str) and schema.column(register, name) is not None


def is_number(value: object) -> bool:
    """Whether a value is a number, missing ones among numbers too."""
    return (
        not isinstance(value, bool) and isinstance(value, Real) and type(value).__name__ != "bool"
    )


def is_missing(value: object) -> bool:
    """Whether a value is not recorded."""
    return value is None or value is pd.NA or value is pd.NaT or value != value  # noqa: PLR0124


def _is_loose(value: object) -> bool:
    return is_number(value) and not isinstance(value, Figure) and not is_missing(value)


def _is_numeric(values: Iterable[Any]) -> bool:
    kinds = [is_number(value) or is_missing(value) for value in values]
    return all(kinds) and any(map(is_number, values))


def _is_counting(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and index.name is None


def _whole(numbers: Iterable[float], digits: int) -> bool:
    return all(round(one, digits) == round(one, DIGITS) for one in numbers)
