"""Checks of a register against its schema: each fault names its file, row, column and value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from rrs_data.faults import Fault
from rrs_data.schema import Column, Register

EXPECTED = {
    "date": "a date such as 2014-09-30",
    "number": "a number such as 1250.50",
    "integer": "a whole number such as 2014",
    "boolean": "true or false",
    "string": "text",
}
ISO_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
NUMBER = r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?"
WHOLE = r"[+-]?[0-9]{1,15}"


def typed(texts: pd.Series, column: Column) -> pd.Series:
    """A column's texts as values of its type; what cannot be converted becomes missing.

    Dates become ``datetime64``, numbers ``float64``, whole numbers ``Int64``, yes/no values
    ``boolean``; text stays text, with empty cells missing.
    """
    given = texts.where(texts != "")
    if column.type == "date":
        return pd.to_datetime(
            given.where(given.str.fullmatch(ISO_DATE)), format="%Y-%m-%d", errors="coerce"
        )
    if column.type == "number":
        return pd.to_numeric(given.where(given.str.fullmatch(NUMBER))).astype("float64")
    if column.type == "integer":
        return pd.to_numeric(given.where(given.str.fullmatch(WHOLE))).astype("Int64")
    if column.type == "boolean":
        return given.map({"true": True, "false": False}).astype("boolean")
    return given


def cell_faults(
    texts: pd.Series, values: pd.Series, rows: pd.Series, column: Column, path: Path
) -> Iterator[Fault]:
    """Faults of single cells: type, required, allowed values, pattern, minimum and maximum.

    A cell is named once, for the first rule that it breaks.
    """
    left = pd.Series(True, index=texts.index)
    for broken, expected, mend in _rules(texts, values, column):
        found = broken.fillna(False).astype(bool) & left
        left &= ~found
        for index in texts.index[found]:
            yield Fault.in_cell(
                path, int(rows[index]), column.name, texts[index], expected=expected, mend=mend
            )


def _rules(
    texts: pd.Series, values: pd.Series, column: Column
) -> Iterator[tuple[pd.Series, str, str]]:
    given = texts != ""
    limits = column.constraints
    if limits.get("required"):
        yield ~given, "a value: the column is required", "fill in the cell"
    yield given & values.isna(), EXPECTED[column.type], "correct the cell"
    if column.allowed:
        allowed = ", ".join(column.allowed)
        yield given & ~texts.isin(column.allowed), f"one of {allowed}", "use one of these values"
    if pattern := limits.get("pattern"):
        yield given & ~texts.str.fullmatch(pattern), f"the form {pattern}", "correct the id"
    if (least := limits.get("minimum")) is not None:
        yield values < least, f"{least} or more", "correct the number"
    if (most := limits.get("maximum")) is not None:
        yield values > most, f"{most} or less", "correct the number"


def key_faults(frame: pd.DataFrame, register: Register, path: Path) -> Iterator[Fault]:
    """Rows whose primary key stands in an earlier row; cells that are empty are no key."""
    key = list(register.key)
    complete = frame[frame[key].notna().all(axis=1)]
    for _, row in complete[complete.duplicated(key)].iterrows():
        value = ", ".join(str(row[name]) for name in key)
        first = complete.loc[(complete[key] == row[key]).all(axis=1), "row"]
        yield Fault(
            f"{path}, row {row['row']}, column {', '.join(key)}",
            f"{value!r}, which stands in row {first.iloc[0]} already",
            "each row once",
            "remove the second row or correct its id",
        )


def order_faults(frame: pd.DataFrame, register: Register, path: Path) -> Iterator[Fault]:
    """Rows that end before they start."""
    if not {"start", "end"} <= set(register.column):
        return
    for _, row in frame[frame["end"] < frame["start"]].iterrows():
        yield Fault.in_cell(
            path,
            int(row["row"]),
            "end",
            str(row["end"].date()),
            expected=f"a day not before the start, {row['start'].date()}",
            mend="correct one of the two dates",
        )


def reference_faults(
    frames: dict[str, pd.DataFrame], register: Register, path: Path
) -> Iterator[Fault]:
    """Cells that point to a row of another register that does not exist."""
    frame = frames[register.name]
    for key in register.foreign_keys:
        if key.register not in frames:
            continue
        known = frames[key.register][key.key]
        for _, row in frame[frame[key.column].notna() & ~frame[key.column].isin(known)].iterrows():
            yield Fault.in_cell(
                path,
                int(row["row"]),
                key.column,
                str(row[key.column]),
                expected=f"an id that stands in {key.register}.csv, column {key.key}",
                mend=f"add the row to {key.register}.csv or correct the id",
            )
