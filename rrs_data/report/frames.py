"""Frames: a register's rows and those that an indicator counted, and what a notebook counts itself.

The index of every frame is the rows' numbers in the register, as a spreadsheet shows them, and is
called as the register is: what is filtered, sorted or queried still leads to its rows.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

from rrs_data.indicators.achievements import Achievements
from rrs_data.indicators.counting import Counts
from rrs_data.indicators.figures import STYLES
from rrs_data.indicators.keys import NOT_RECORDED, UNKNOWN, Filter, Term, check_part, recorded
from rrs_data.indicators.sheets import Count, Indicator, Source, entity_column
from rrs_data.indicators.tallies import Tally, added
from rrs_data.intake.registers import Registers
from rrs_data.intake.schema import Schema
from rrs_data.language.language import Style
from rrs_data.language.markdown import Figure
from rrs_data.programme.choices import nearest
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.programme import Period

Mask = NDArray[np.bool_]
"""Which rows of a register are meant."""

LABEL = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

MEND = (
    "begin with report.rows(…) or report.evidence(…), then filter, sort or query; "
    "`join` keeps the index, `merge`, `reset_index` and `groupby` do not"
)


def refuse(what: str, found: object, allowed: Iterable[object], mend: str = "") -> FaultsError:
    """What is said of a name that a report does not know."""
    names = list(map(str, allowed))
    meant = nearest(str(found), names)
    mend = mend or (f"did you mean “{meant}”?" if meant else "take one of these")
    return FaultsError([Fault(what, f"“{found}”", f"one of {', '.join(names)}", mend)])


def evidence_rows(
    achievements: Achievements,
    code: str,
    register: str,
    columns: Sequence[str],
    country: str,
    period: Period,
) -> pd.DataFrame:
    """The rows of a register that an indicator counted.

    Besides the register's columns it has the indicator's breakdowns as its sheet calls them; what
    is not recorded there is the category ``unknown``, so that no row is lost from a group.
    Raises FaultsError: the indicator does not count this register.
    """
    counts, sheet = achievements.counts, achievements.indicators.sheets[code]
    sources = {source.register: source for source in sheet.sources}
    name = register or ("" if len(sources) > 1 else next(iter(sources)))
    if name not in sources:
        mend = f'choose one: report.evidence("{code}", register="{next(iter(sources))}")'
        raise refuse(f"the register of the evidence of {code}", name, sources, mend)
    tally = achievements.tally(code, country, period)
    kept = _among(counts, name, tally)
    frame = rows_of(counts, name, columns, kept)
    for by in sheet.by:
        if by not in frame:
            frame[by] = _categories(counts, sheet, sources[name], by)[kept]
    return frame


def breakdown_of(
    achievements: Achievements,
    code: str,
    by: Sequence[str],
    country: str,
    period: Period,
    figure: Callable[[str], Figure],
) -> pd.Series:
    """The figures of an indicator by the categories of columns; ``figure`` makes one from its key.

    Raises FaultsError: the indicator's registers have no such column.
    """
    sheet, counts = achievements.indicators.sheets[code], achievements.counts
    tally = achievements.tally(code, country, period)
    axes = [pd.Index(_occurring(counts, sheet, tally, one), dtype="str", name=one) for one in by]
    keys = [
        code + "".join(_part(sheet, *one) for one in zip(by, at, strict=True))
        for at in product(*axes)
    ]
    index = pd.MultiIndex.from_product(axes) if len(axes) > 1 else axes[0]
    return pd.Series(list(map(figure, keys)), index, dtype=object, name=code)


def _occurring(counts: Counts, sheet: Indicator, tally: Tally, by: str) -> list[str]:
    """The categories in which something was counted, in the schema's order."""
    schema, found = counts.registers.schema, set[str]()
    check_part(Term(sheet.code, (Filter(by, (UNKNOWN,)),)), sheet, schema)
    for source in sheet.sources:
        if schema.column(source.register, entity_column(sheet, source, schema, by)):
            texts = _categories(counts, sheet, source, by)
            found |= {*texts[_among(counts, source.register, tally)].unique()}
    first = sheet.sources[0]
    path = entity_column(sheet, first, schema, by)
    return sorted(found, key=_order(schema, first.register, path))


def _part(sheet: Indicator, by: str, category: str) -> str:
    """The category as a key writes it: what no breakdown of the sheet knows is not recorded."""
    unknown = category == UNKNOWN and by not in sheet.by
    return str(Filter(by, (NOT_RECORDED if unknown else category,)))


def _among(counts: Counts, register: str, tally: Tally) -> Mask:
    """Which rows of a register an indicator counted."""
    return np.asarray(counts.column(register, "row").isin(tally.evidence.rows.get(register, ())))


def _categories(counts: Counts, sheet: Indicator, source: Source, by: str) -> pd.Categorical:
    """A breakdown of a register's rows: its categories in the schema's order, unknown the last."""
    schema, register = counts.registers.schema, source.register
    path = entity_column(sheet, source, schema, by)
    texts = recorded(counts.texts(register, path))
    return texts.set_categories(sorted(texts.categories, key=_order(schema, register, path)))


def _order(schema: Schema, register: str, path: str) -> Callable[[str], tuple[bool, int, str]]:
    """Sorts a column's values as the schema lists them, others by name, unknown the last."""
    column = schema.column(register, path)
    listed = {value: number for number, value in enumerate(column.allowed if column else ())}
    return lambda value: (value == UNKNOWN, listed.get(value, len(listed)), value)


def rows_of(counts: Counts, register: str, paths: Sequence[str], kept: Mask) -> pd.DataFrame:
    """Some rows of a register with their numbers; all columns, joined ones too, or those named.

    Columns that allow few values are categories in the schema's order. Raises FaultsError.
    """
    schema = counts.registers.schema
    known = schema.paths(register)
    for path in paths:
        if path not in known:
            raise refuse(f"a column of {register}", path, known)
    frame = counts.registers.columns(register, paths or known, kept).set_index("row")
    frame.index.name = register
    for name in map(str, frame):
        column = schema.column(register, name)
        if column and column.allowed:
            frame[name] = frame[name].astype(pd.CategoricalDtype(list(column.allowed)))
    return frame


def running_cell() -> tuple[str, int, str]:
    """What tells the cell that IPython runs from others, which run of it this is, and its code.

    All of a plain program is one cell.
    """
    ipython = sys.modules.get("IPython")
    if not (shell := ipython and ipython.get_ipython()):
        return "", 0, ""
    inputs, parent = shell.history_manager.input_hist_raw, getattr(shell, "parent_header", {})
    code = str(inputs[-1]).strip()
    return (parent or {}).get("metadata", {}).get("cellId") or code, len(inputs), code


@dataclass(frozen=True)
class CountedFrame:
    """What code counted: rows of a register, the different values of a column, or their sum."""

    label: str
    register: str
    rows: Sequence[int]
    how: Count
    column: str
    value: float | None
    style: Style
    sha256: str
    """Of the register."""
    code: str = field(compare=False)


class CountedFrames:
    """The counted frames of a report; a cell that runs again counts anew."""

    def __init__(self, registers: Registers, taken: Iterable[str]) -> None:
        """``taken`` are names that no label may be: what figures and explanations are called."""
        self._registers, self._taken = registers, {*registers.frames, *taken}
        self._cells: dict[str, tuple[int, dict[str, CountedFrame]]] = {}

    def __iter__(self) -> Iterator[CountedFrame]:
        """All of them, in the order of their labels."""
        found = {one.label: one for _, own in self._cells.values() for one in own.values()}
        return (one for _, one in sorted(found.items()))

    def count(
        self, frame: pd.DataFrame | pd.Series, count: str, total: str, label: str
    ) -> CountedFrame:
        """Count a frame's rows, the different values of a column, or its sum.

        Raises FaultsError: the frame leads to no rows, has no such column, the label is taken.
        """
        cell, run, code = running_cell()
        register, column = self._register_of(frame), total or count
        how: Count = "sum" if total else "distinct" if count else "rows"
        known = self._registers.schema.column(register, total)
        style = STYLES.get(known.unit if known else "", "number")
        value: float | None = float(len(frame))
        if column:
            values = self._column(frame, register, column, numeric=bool(total))
            value = added(values) if total else float(values.nunique())
        rows = tuple(sorted(int(row) for row in frame.index))
        if self._cells.get(cell, (None,))[0] != run:
            self._cells[cell] = run, {}
        own = self._cells[cell][1]
        automatic = f"counted-{list(self._cells).index(cell) + 1}-"
        label = label or automatic + str(1 + sum(each.startswith(automatic) for each in own))
        where, digest = (register, rows), self._registers.hashes[register]
        one = CountedFrame(label, *where, how, column, value, style, digest, code)
        self._check(one)
        own[label] = one
        return one

    def _check(self, one: CountedFrame) -> None:
        """A label names one figure, and nothing else has its name. Raises FaultsError."""
        found = ""
        if not LABEL.fullmatch(one.label):
            found = "other characters than small letters and digits, with hyphens between words"
        elif one.label in self._taken:
            found = "the name of an indicator, a register or another figure of the report"
        elif any(each.label == one.label and each != one for each in self):
            found = "another figure of this name"
        if found:
            where = f"the label “{one.label}” of a figure"
            raise FaultsError([Fault(where, found, "a name of its own", "rename it")])

    def _register_of(self, frame: pd.DataFrame | pd.Series) -> str:
        """The register to whose rows a frame's index leads. Raises FaultsError: to none's."""
        name, names = frame.index.name, ", ".join(self._registers.frames)
        found, mend = "", MEND
        if name not in self._registers.frames:
            found = f"“{name}”" if name is not None else type(frame.index).__name__
        elif not frame.index.isin(self._registers.frames[str(name)]["row"]).all():
            found = f"numbers that are no rows of {name}"
        elif not frame.index.is_unique:
            found, mend = "rows that stand twice", "keep one: frame[~frame.index.duplicated()]"
        if found:
            expected = f"row numbers of a register, each once, called as it is: {names}"
            raise FaultsError([Fault("the index of the counted frame", found, expected, mend)])
        return str(name)

    def _column(
        self, frame: pd.DataFrame | pd.Series, register: str, name: str, *, numeric: bool
    ) -> pd.Series:
        """A column of the frame, or one of its register that it left out. Raises FaultsError."""
        paths = self._registers.schema.paths(register)
        if isinstance(frame, pd.DataFrame) and name in frame:
            values = frame[name]
        elif name in paths:
            whole = self._registers.columns(register, [name]).set_index("row")
            values = whole.loc[frame.index, name]
        else:
            raise refuse("a column to count", name, paths)
        if numeric and not is_numeric_dtype(values):
            found, mend = f"“{name}”, no numbers", f"count its values: count={name!r}"
            raise FaultsError([Fault("a column to add up", found, "a column of numbers", mend)])
        return values
