"""A column of a register: its distinct texts, and what they are as values of the schema's type.

A column of a register mostly repeats a few texts, so each distinct one is looked at once, however
many rows hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.schema import Column

ARROW = {
    "date": pa.timestamp("us"),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "string": pa.string(),
}
"""The Arrow type of each type of column; an empty cell is null in all of them."""

PANDAS = {
    pa.timestamp("us"): None,
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=np.nan),
}
"""The pandas type of a column where a missing value must not change it."""


@dataclass(frozen=True)
class Distinct:
    """A column as its distinct texts and, for each row, the position of its text among them."""

    texts: pa.Array
    codes: np.ndarray

    @classmethod
    def of(cls, cells: pa.ChunkedArray | pa.Array) -> Distinct:
        """Find the distinct texts of a column without nulls."""
        whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
        encoded = whole.cast(pa.string()).dictionary_encode()
        return cls(encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False))

    @classmethod
    def empty(cls, rows: int) -> Distinct:
        """A column of empty cells."""
        return cls(pa.array([""], pa.string()), np.zeros(rows, dtype=np.int32))

    def changed(self, changes: Mapping[int, str]) -> Distinct:
        """The same rows with other texts at the given positions; equal texts become one."""
        if not changes:
            return self
        texts = self.texts.to_pylist()
        for position, text in changes.items():
            texts[position] = text
        again = pa.array(texts, pa.string()).dictionary_encode()
        return Distinct(again.dictionary, again.indices.to_numpy(zero_copy_only=False)[self.codes])

    def text(self, row: int) -> str:
        """The text of one row."""
        return str(self.texts[int(self.codes[row])].as_py())

    def holding(self, texts: Iterable[str]) -> np.ndarray:
        """Which rows hold one of some texts."""
        among = pc.is_in(self.texts, value_set=pa.array(texts, pa.string()))
        return np.asarray(among.to_numpy(zero_copy_only=False)[self.codes], dtype=bool)

    def values(self, column: Column) -> pd.Series:
        """The values of the rows, typed as in a register's frame; each text is converted once."""
        return as_pandas(typed(self.texts, column).take(pa.array(self.codes)))


def typed(texts: pa.Array, column: Column) -> pa.Array:
    """Texts in the schema's form as values of the column's type; an empty text is null."""
    given = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    if column.type == "date":
        return pc.strptime(given, format="%Y-%m-%d", unit="us")
    if column.type == "number":
        return pa.array(pd.to_numeric(given.to_pandas()), pa.float64(), from_pandas=True)
    return given.cast(ARROW[column.type])


def as_pandas(values: pa.Array | pa.ChunkedArray) -> pd.Series:
    """An Arrow column as pandas has it in a register's frame."""
    series: pd.Series = values.to_pandas(types_mapper=PANDAS.get)
    return series
