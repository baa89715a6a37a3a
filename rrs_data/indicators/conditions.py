"""Conditions: which rows of a register's view an indicator sheet lets count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

import pandas as pd

from rrs_data.intake.schema import Schema

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


def problems(
    where: Where, register: str, schema: Schema, derived: tuple[str, ...]
) -> Iterator[str]:
    """What is wrong with conditions on a register: unknown columns, values that cannot occur."""
    for path, test in where.items():
        if path == "any":
            for option in test:
                yield from problems(option, register, schema, derived)
            continue
        if problem := column_problem(path, register, schema, derived):
            yield problem
            continue
        if isinstance(test, Mapping) and "differs_from" in test:
            problem = column_problem(test["differs_from"], register, schema, derived)
            if problem:
                yield problem
        column = schema.column(register, path)
        if column and column.allowed:
            for value in _values(test):
                if value not in column.allowed:
                    yield f"{path} is never {value!r}: it is one of {', '.join(column.allowed)}"


def column_problem(
    path: str, register: str, schema: Schema, derived: tuple[str, ...]
) -> str | None:
    """Why a dotted path means no column of a register's view, or None when it means one."""
    if schema.column(register, path) or path in derived:
        return None
    return f"{path} is no column of {register}; it has {', '.join(schema.paths(register))}"


def _values(test: Any) -> list[Any]:
    if isinstance(test, list):
        return test
    if isinstance(test, Mapping):
        return [test["not"]] if "not" in test else []
    return [test]
