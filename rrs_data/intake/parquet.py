"""Parquet: columns of any plain type, read in pieces, as text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rrs_data.intake import limits
from rrs_data.intake.grid import Grid, text_of
from rrs_data.intake.reading import Refusal, plain, refuse_more_cells, refuse_more_columns

PIECE = 65_536
"""Rows decoded in one go."""


def read_parquet(data: bytes) -> Grid:
    """The rows of a Parquet file, numbered as if a header stood above them.

    Raises Refusal for a damaged file, for columns of lists or records, and where there is too much
    to read.
    """
    try:
        return _read(data)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refusal.unreadable("no-parquet", kind=type(error).__name__) from None


def _read(data: bytes) -> Grid:
    schema = pq.read_schema(pa.BufferReader(data))
    texts = [field.name for field in schema if _is_text(field.type)]
    # Texts stay a dictionary until their true size is known: a small file may repeat a large text.
    file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
    _refuse_much(file)
    columns: list[list[pa.Array]] = [[] for _ in schema]
    room = limits.FILE_BYTES
    for batch in file.iter_batches(batch_size=PIECE):
        for chunks, column in zip(columns, batch.columns, strict=True):
            room -= _size(column)
            if room < 0:
                most = limits.FILE_BYTES
                raise Refusal.too_large("large", most, size=f"> {most // limits.MIB}")
            chunks.append(_as_text(column))
    cells = [pa.chunked_array(chunks, pa.string()) for chunks in columns]
    rows = pa.array(np.arange(2, 2 + file.metadata.num_rows, dtype=np.int32))
    return Grid([name.strip() for name in schema.names], cells, rows)


def _refuse_much(file: pq.ParquetFile) -> None:
    for field in file.schema_arrow:
        if pa.types.is_nested(field.type):
            kind = str(field.type)[:60]
            raise Refusal.unreadable("nested", type=kind, column=plain(field.name))
    refuse_more_cells(file.metadata.num_rows * max(1, file.metadata.num_columns))
    refuse_more_columns(file.metadata.num_columns)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _size(column: pa.Array) -> int:
    """How many bytes the texts of a column take once they are written out."""
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary.cast(pa.large_string()))
    return int(pc.sum(lengths.take(column.indices)).as_py() or 0)


def _as_text(column: pa.Array) -> pa.Array:
    """A column as text; the values of other types are written as a person would type them."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if _is_text(kind):
        return column.cast(pa.string()).fill_null("")
    if pa.types.is_null(kind):
        return pa.array([""] * len(column), pa.string())
    coded = pc.dictionary_encode(column, null_encoding="encode")
    words = pa.array([text_of(value) for value in coded.dictionary.to_pylist()], pa.string())
    return words.take(coded.indices)
