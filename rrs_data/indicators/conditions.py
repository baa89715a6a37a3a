"""Conditions: which rows of a register's view an indicator sheet lets count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

import pandas as pd

from rrs_data.intake.schema import Schema

DERIVED = {
    "events": ("days", "cost"),
    "attendances": ("event.days", "event.cost"),
}
"""Columns that the loaders add to the registers' views."""

Where = Mapping[str, Any]
"""Conditions that must all hold, as ``params/indicators.yml`` explains them."""


def matches(frame: pd.DataFrame, where: Where) -> pd.Series:
    """Which rows fulfil all conditions. A missing value fulfils none but ``not``."""
    fulfilled = pd.Series(True, index=frame.index)
    for column, test in where.items():
        if column == "any":
            fulfilled &= reduce(or_, (matches(frame, option) for option in test))
        else:
            fulfilled &= _holds(frame, column, test)
    return fulfilled


def _holds(frame: pd.DataFrame, column: str, test: Any) -> pd.Series:
    values = frame[column]
    if not isinstance(test, Mapping):
        return values.isin(test if isinstance(test, list) else [test])
    ((kind, operand),) = test.items()
    if kind == "not":
        return ~values.isin([operand])
    if kind == "min":
        return values.ge(operand).fillna(False).astype(bool)
    if kind == "max":
        return values.le(operand).fillna(False).astype(bool)
    other = frame[str(operand)]
    differs = values.ne(other).fillna(False).astype(bool)
    return differs & values.notna() & other.notna()


def columns_of(where: Where) -> Iterator[str]:
    """The dotted paths of all columns that conditions look at."""
    for column, test in where.items():
        if column == "any":
            for option in test:
                yield from columns_of(option)
            continue
        yield column
        if isinstance(test, Mapping) and "differs_from" in test:
            yield str(test["differs_from"])


def problems(where: Where, register: str, schema: Schema) -> Iterator[str]:
    """What is wrong with conditions on a register: unknown columns, values that cannot occur."""
    for path in columns_of(where):
        if problem := column_problem(path, register, schema):
            yield problem
    yield from _impossible(where, register, schema)


def has_column(path: str, register: str, schema: Schema) -> bool:
    """Whether a dotted path means a column of a register's view."""
    return schema.column(register, path) is not None or path in DERIVED.get(register, ())


def column_problem(path: str, register: str, schema: Schema) -> str | None:
    """Why a dotted path means no column of a register's view, or None when it means one."""
    if has_column(path, register, schema):
        return None
    return f"{path} is no column of {register}; it has {', '.join(paths(register, schema))}"


def paths(register: str, schema: Schema) -> list[str]:
    """All dotted paths of a register's view."""
    return [*schema.paths(register), *DERIVED.get(register, ())]


def is_number(path: str, register: str, schema: Schema) -> bool:
    """Whether a column can be added up."""
    column = schema.column(register, path)
    return column.type in ("number", "integer") if column else path in DERIVED.get(register, ())


def _impossible(where: Where, register: str, schema: Schema) -> Iterator[str]:
    """Tests that no value of their column can pass."""
    for path, test in where.items():
        if path == "any":
            for option in test:
                yield from _impossible(option, register, schema)
            continue
        column = schema.column(register, path)
        allowed = column.allowed if column else ()
        for value in _values(test) if allowed else ():
            if value not in allowed:
                yield f"{path} is never {value!r}: it is one of {', '.join(allowed)}"
        if column and _compares(test) and not is_number(path, register, schema):
            yield f"{path} is not a number, so it has no min or max"


def _compares(test: Any) -> bool:
    return isinstance(test, Mapping) and bool({"min", "max"} & set(test))


def _values(test: Any) -> list[Any]:
    if isinstance(test, list):
        return test
    if isinstance(test, Mapping):
        return [test["not"]] if "not" in test else []
    return [test]
