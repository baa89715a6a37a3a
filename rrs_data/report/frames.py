"""Frames: a register's rows, and those that an indicator counted, for work in pandas.

The index of every frame is the rows' numbers in the register, as a spreadsheet shows them, and is
called as the register is: what is filtered, sorted or queried still leads to its rows.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.achievements import Achievements
from rrs_data.indicators.counting import Counts
from rrs_data.indicators.keys import NOT_RECORDED, UNKNOWN, Filter, Term, check_part, recorded
from rrs_data.indicators.sheets import Indicator, Source, entity_column
from rrs_data.indicators.tallies import Tally
from rrs_data.intake.schema import Schema
from rrs_data.language.markdown import Figure
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.programme import Period, nearest

Mask = NDArray[np.bool_]
"""Which rows of a register are meant."""


def refuse(what: str, found: object, allowed: Iterable[object], mend: str = "") -> FaultsError:
    """What is said of a name that a report does not know."""
    names = list(map(str, allowed))
    meant = nearest(str(found), names)
    mend = mend or (f"did you mean “{meant}”?" if meant else "take one of these")
    return FaultsError([Fault(what, f"“{found}”", f"one of {', '.join(names)}", mend)])


def register_rows(
    counts: Counts, name: str, columns: Sequence[str], country: str, period: Period | None
) -> pd.DataFrame:
    """The rows of a register that belong to a country (or the region) and a period (or any).

    Raises FaultsError: no such register or column.
    """
    registers = counts.registers.schema.registers
    if name not in registers:
        raise refuse("a register", name, registers)
    return _frame(counts, name, columns, counts.of_register(name, country, period).reasons == 0)


def evidence_rows(
    achievements: Achievements, code: str, register: str, country: str, period: Period
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
    frame = _frame(counts, name, (), kept)
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
    schema, found = counts.registers.schema, pd.Index([], dtype="str")
    check_part(Term(sheet.code, (Filter(by, (UNKNOWN,)),)), sheet, schema)
    for source in sheet.sources:
        if schema.column(source.register, entity_column(sheet, source, schema, by)):
            texts = pd.Series(_categories(counts, sheet, source, by))
            found = found.append(pd.Index(texts[_among(counts, source.register, tally)].unique()))
    first = sheet.sources[0]
    path = entity_column(sheet, first, schema, by)
    return sorted(set(found), key=_order(schema, first.register, path))


def _part(sheet: Indicator, by: str, category: str) -> str:
    """The category as a key writes it: what no breakdown of the sheet knows is not recorded."""
    unknown = category == UNKNOWN and by not in sheet.by
    return str(Filter(by, (NOT_RECORDED if unknown else category,)))


def _among(counts: Counts, register: str, tally: Tally) -> Mask:
    """Which rows of a register an indicator counted."""
    return np.asarray(counts.column(register, "row").isin(tally.rows.get(register, ())))


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


def _frame(counts: Counts, register: str, paths: Sequence[str], kept: Mask) -> pd.DataFrame:
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
