"""Tabular: a frame of pandas' as a table of the report, in its language.

Heads are the columns' titles in ``datapackage.json``, values of categories their labels; numbers,
amounts and days are written by the locale. The index stands as row heads, but for the row numbers
of a register and for pandas' own counting.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from math import inf
from numbers import Integral, Real
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from rrs_data.charts.bars import Drawn
from rrs_data.indicators.figures import STYLES
from rrs_data.indicators.keys import UNKNOWN
from rrs_data.indicators.suppression import is_private
from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import MARK, Figure, escape, markdown
from rrs_data.report import wording
from rrs_data.report.elements import Table
from rrs_data.report.report import Report, capital

TABLE = "application/vnd.rrs.table+json"
"""The representation of a frame from which the report's table is made."""

MOST_ROWS = 200
"""So many rows of a register a table shows: five pages, more than a reader goes through."""

DIGITS = 2
"""So many digits after the point a number of a frame has at most."""

Frame = pd.DataFrame | pd.Series | Styler


class NamedValues:
    """The values of a column, or of a level of an axis, and what they are called.

    ``numbers`` are those of the values that are any; ``is_numeric`` says that all are, or missing.
    """

    def __init__(
        self, report: Report, name: Hashable, values: Iterable[Any], register: str = ""
    ) -> None:
        """Find whose column it is: ``sex`` with the values ``F`` and ``M`` is that of people."""
        self.report, self.name, self.content = report, name, list(values)
        schema, texts = report.registers.schema, {x for x in self.content if isinstance(x, str)}
        own = {
            each: column
            for each in filter(None, [register, *schema.registers])
            if isinstance(name, str) and (column := schema.column(each, name))
        }
        fits = [each for each, one in own.items() if texts <= {*one.allowed, UNKNOWN}]
        self.register = register if register in own else [*fits, *own, ""][0]
        self.column = own.get(self.register)
        self.unit = self.column.unit if self.column else ""
        known = [one for one in self.content if not is_missing(one)]
        self.numbers = [one for one in known if is_number(one)]
        self.is_numeric = 0 < len(self.numbers) == len(known)

    @property
    def title(self) -> str:
        """The column's title, or its name; of figures of an indicator the indicator's."""
        if self.column and self.column.heads:
            return self.report.language.pick(self.column.heads)
        if self.register:
            return capital(wording.column_name(self.report, self.register, str(self.name)))
        sheet = self.report.indicators.sheets.get(str(self.name))
        named = "" if self.name is None else str(self.name)
        return self.report.language.pick(sheet.title) if sheet else named

    def text(self, value: Any) -> str:
        """A value in words."""
        language = self.report.language
        if isinstance(value, Figure):
            return value.text
        if is_missing(value):
            return NOTHING
        if isinstance(value, date) and str(value)[10:] in ("", " 00:00:00"):
            return language.short_day(value)
        if is_number(value):
            return self._number(value)
        if self.register or str(value) in ("True", "False"):
            return wording.value_name(self.report, self.register, str(self.name), value)
        return self.report.t("not recorded") if value == UNKNOWN else str(value)

    def _number(self, value: Any) -> str:
        if self.unit == "year":
            return f"{value:.0f}"
        if self.unit in STYLES and not isinstance(value, Integral):  # how many are no amount
            return self.report.language.value(value, STYLES[self.unit])
        least = [n for n in range(DIGITS) if all(round(x, n) == round(x, 2) for x in self.numbers)]
        return self.report.language.number(float(value), next(iter(least), DIGITS))

    def head(self, value: Any) -> str:
        """A value that names a row or a column: a year has no separators."""
        if is_number(value) and not isinstance(value, Figure) and float(value).is_integer():
            return f"{value:.0f}"
        return capital(self.text(value)) if self.register else self.text(value)

    def cell(self, value: Any) -> str:
        """A value as Markdown, with the marks of figures."""
        return value.cell if isinstance(value, Figure) else markdown(self.text(value))


def table_content(report: Report, shown: Frame, bold: Sequence[Hashable] = ()) -> dict[str, Any]:
    """What a table of a frame says; the rows of ``bold`` stand out, by their index.

    ``heads`` and ``rows`` are Markdown, ``numeric`` columns are set to the right, and so many
    ``row_heads`` at the left name their rows. ``untraced`` numbers lead to no rows; ``unstyled``
    is a Styler's that shows more; so many rows of a register are ``left_out``. ``source`` says in
    Markdown where it comes from.
    """
    frame, indexed, written = _unstyled(report, shown)
    register, left_out = register_of(report, frame), int(frame.attrs.get("left_out", 0))
    if register and report.public and is_private(report.registers.schema, register):
        frame = frame.head(0)
    if register:
        left_out, frame = left_out + max(0, len(frame) - MOST_ROWS), frame.head(MOST_ROWS)
    counting = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    axis = [_axis(report, frame.index)] if indexed and not register and not counting else []
    columns = _columns(report, frame)
    cells = [[escape(text) for text in texts] for _, texts in axis]
    cells += [
        [written.get((row, at)) or one.cell(value) for row, value in enumerate(one.content)]
        for at, one in enumerate(columns)
    ]
    rows = zip(frame.index, map(list, zip(*cells, strict=True)), strict=True)
    numbers = [value for one in columns if one.unit != "year" for value in one.numbers]
    figures = [one for one in numbers if isinstance(one, Figure)]
    texts = [value for one in columns for value in one.content if isinstance(value, str)]
    keys = [one.key for one in figures if one.kind == "register"]
    keys += [key for text in texts for _, key, _ in MARK.findall(text)]
    below = [
        _left_out(report, register, left_out) if left_out else "",
        wording.not_for_publication(report, ((one.key, one.value) for one in figures)),
    ]
    source = [
        wording.counted_from(report, keys),
        *(f"[{escape(x)}]{{.source}}" for x in below if x),
    ]
    return {
        "heads": [escape(text) for text in [*(title for title, _ in axis), *_heads(report, frame)]],
        "rows": [
            [f"**{cell}**" if cell and name in bold else cell for cell in row] for name, row in rows
        ],
        "numeric": [len(axis) + at for at, one in enumerate(columns) if one.is_numeric],
        "row_heads": len(axis),
        "untraced": 0 if register else len(numbers) - len(figures),
        "unstyled": bool(getattr(shown, "_todo", None) or getattr(shown, "concatenated", None)),
        "left_out": left_out,
        "source": " ".join(filter(None, source)),
    }


def table_of(
    report: Report, frame: Frame, label: str, caption: str, bold: Sequence[Hashable]
) -> Table | None:
    """A frame as a table with its caption, which says what is left out; None without rows."""
    content = table_content(report, frame, bold)
    if not content["rows"]:
        return None
    caption = caption or str(getattr(frame, "caption", None) or "")
    cells = content["heads"], content["rows"], content["numeric"]
    return Table(label, caption, *cells, content["source"], {TABLE: content})


def _left_out(report: Report, register: str, number: int) -> str:
    return report.n(
        "{n} more row is left out; all rows are in the register “{register}” ({file}).",
        "{n} more rows are left out; all rows are in the register “{register}” ({file}).",
        number,
        register=wording.register_name(report, register),
        file=report.registers.schema.registers[register].path,
    )


def worded(report: Report, frame: pd.DataFrame | pd.Series) -> Any:
    """The same frame with words in place of the codes on both axes, as a chart shows them."""
    found = frame.copy(deep=False)
    found.index = pd.Index(_axis(report, frame.index)[1])
    if isinstance(found, pd.DataFrame):
        found.columns = pd.Index(_heads(report, found))
    return found


def in_words(report: Report, caption: str, drawn: Drawn) -> str:
    """What a chart says: the caption with every number of its frame that is not zero, and targets.

    A target that is a column of the frame as well is said once. Within the sentence labels of
    categories stand as the schema has them, in small letters but for names.
    """
    columns = [one for each in report.registers.schema.registers.values() for one in each.columns]
    labels = [each for one in columns for each in one.labels.values()]
    words = {capital(text): text for one in labels for text in one.values()}

    def text(one: float) -> str:
        return one.marked if isinstance(one, Figure) else report.language.number(one)

    frame, rows, named = drawn.frame.rename(index=words, columns=words), [], any(drawn.frame)
    aims = drawn.targets.iloc[:, -1:].drop(columns=list(drawn.frame), errors="ignore")
    for at, (name, values) in enumerate(frame.iterrows()):
        told = {of: text(one) for of, one in values.dropna().items() if one}
        parts = ", ".join(f"{of} — {each}" if named else each for of, each in told.items())
        total = drawn.totals[at] if named and drawn.totals else None
        whole = f"{name} — {text(total)}" if total else str(name)
        aimed = [f" ({of} {text(each[at])})" for of in aims if (each := [*aims[of]])[at] > 0]
        whole += "".join(aimed)
        rows += [f"{whole}{': ' if named else ' — '}{parts}"] if told else []
    return f"{caption}. {drawn.lead}{capital(('; ' if named else ', ').join(rows))}."


def register_of(report: Report, frame: pd.DataFrame | pd.Series) -> str:
    """The register to whose rows a frame's index leads; empty where it leads to none's."""
    name = frame.index.name
    return str(name) if name in report.registers.frames else ""


def is_number(value: object) -> bool:
    """Whether a value is a number, missing ones among numbers too."""
    return not isinstance(value, bool) and isinstance(value, Real)


def is_missing(value: object) -> bool:
    """Whether a value is not recorded, or does not exist: something divided by zero."""
    return any(value is x for x in (None, pd.NA, pd.NaT)) or value != value or value in (inf, -inf)  # noqa: PLR0124


def _columns(report: Report, frame: pd.DataFrame) -> list[NamedValues]:
    register = register_of(report, frame)
    return [NamedValues(report, name, frame.iloc[:, at], register) for at, name in enumerate(frame)]


def _axis(report: Report, axis: pd.Index) -> tuple[str, list[str]]:
    """What an axis is called and what stands on it; its levels are joined in one text."""
    levels = [
        NamedValues(report, name, axis.get_level_values(level))
        for level, name in enumerate(axis.names)
    ]
    texts = zip(*([one.head(value) for value in one.content] for one in levels), strict=True)
    titles = [one.title for one in levels]
    title, *joined = [" — ".join(filter(None, each)) for each in [titles, *texts]]
    return title, joined


def _heads(report: Report, frame: pd.DataFrame) -> list[str]:
    """The heads of a frame's columns, which have titles or are categories themselves."""
    if frame.columns.nlevels == 1 and frame.columns.name is None:
        return [one.title for one in _columns(report, frame)]
    return _axis(report, frame.columns)[1]


def _unstyled(
    report: Report, shown: Frame
) -> tuple[pd.DataFrame, bool, Mapping[tuple[int, int], str]]:
    """A frame, whether its index is shown, and what a Styler writes in place of some values."""
    if isinstance(shown, pd.Series):
        name = report.t("Number") if shown.name in (None, "count") else shown.name
        return shown.to_frame(name), True, {}
    if not isinstance(shown, Styler):
        return shown, True, {}
    styler: Any = shown  # its types do not tell what it was told, and its forms are not public
    frame: pd.DataFrame = styler.data
    rows = [at for at in range(len(frame)) if at not in styler.hidden_rows]
    columns = [at for at in range(frame.shape[1]) if at not in styler.hidden_columns]
    written = {
        (rows.index(row), columns.index(column)): escape(form(frame.iloc[row, column]))
        for (row, column), form in styler._display_funcs.items()  # noqa: SLF001
        if row in rows and column in columns and not isinstance(frame.iloc[row, column], Figure)
    }
    return frame.iloc[rows, columns], not all(styler.hide_index_), written
