"""Arrow files: columns that are read where they lie, without loading what is not asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from rrs_data.intake.checks.cells import Distinct


def write_columns(path: Path, columns: Mapping[str, pa.Array]) -> None:
    """Write columns of equal length to an Arrow file."""
    table = pa.table(dict(columns))
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def read_columns(path: Path) -> dict[str, pa.Array]:
    """The columns of an Arrow file, mapped into memory: only what is touched is read."""
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
    return {name: _whole(table.column(name)) for name in table.column_names}


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def as_dictionary(cells: Distinct) -> pa.DictionaryArray:
    """A column's distinct texts and codes as one Arrow array."""
    return pa.DictionaryArray.from_arrays(pa.array(cells.codes, pa.int32()), cells.texts)


def from_dictionary(array: pa.DictionaryArray) -> Distinct:
    """The same the other way round."""
    return Distinct(array.dictionary, np.asarray(array.indices))
