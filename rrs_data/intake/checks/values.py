"""Values: a judged column's texts as values of its type."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.checks.cells import Distinct
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


def typed(texts: pa.Array, column: Column) -> pa.Array:
    """Texts in the schema's form as values of the column's type; an empty text is null."""
    given = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    if column.type == "date":
        return pc.strptime(given, format="%Y-%m-%d", unit="us")
    if column.type == "number":
        return pa.array(pd.to_numeric(given.to_pandas()), pa.float64(), from_pandas=True)
    return given.cast(ARROW[column.type])


def numbers(cells: Distinct, column: Column) -> np.ndarray:
    """A numeric or date column row by row as numpy values: NaN or NaT for an empty cell."""
    values = typed(cells.texts, column)
    array = values.to_pandas() if column.type == "date" else values.cast(pa.float64()).to_pandas()
    return np.asarray(array.to_numpy()[cells.codes])


def as_pandas(values: pa.Array | pa.ChunkedArray) -> pd.Series:
    """An Arrow column as pandas has it in a register's frame."""
    if pa.types.is_dictionary(values.type):
        values = values.cast(pa.string())
    series: pd.Series = values.to_pandas(types_mapper=PANDAS.get)
    return series
