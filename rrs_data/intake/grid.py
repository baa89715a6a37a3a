"""Grid: a table as it stands in a file: a header, columns of text, the rows' numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rrs_data.intake.findings import Finding
from rrs_data.intake.refused import RefusedIds

POOL = pa.system_memory_pool()
"""Where large columns are kept. Arrow's own pools give memory back and take it again while a file
is read, which costs a third of the time."""


@dataclass
class Grid:
    """What a reader gives: the header's cells, the columns below them, each row's number.

    ``columns`` are chunked arrays of text, one for each cell of the header, without the header
    itself. ``rows`` are the rows' numbers as a spreadsheet shows them. ``refused`` counts the rows
    that are not there because of their shape, ``refused_ids`` has their ids; ``findings`` say why.
    ``damaged`` says that some cell may hold the sign of a failed conversion.
    """

    header: list[str]
    columns: list[pa.ChunkedArray]
    rows: pa.Array
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)
    damaged: bool = True
    refused_ids: RefusedIds = field(default_factory=RefusedIds)


class Columns:
    """Columns that grow by rows of Python texts, some thousand rows at a time."""

    def __init__(self, width: int, chunk: int = 20_000) -> None:
        """Columns for rows of ``width`` cells."""
        self._width, self._chunk = width, max(1, min(chunk, 4_000_000 // max(1, width)))
        self._chunks: list[list[pa.Array]] = [[] for _ in range(width)]
        self._rows: list[Sequence[str]] = []
        self._numbers: list[int] = []
        self._number_chunks: list[pa.Array] = []

    def add(self, number: int, row: Sequence[str]) -> None:
        """Add a row with its number."""
        self._rows.append(row)
        self._numbers.append(number)
        if len(self._rows) >= self._chunk:
            self._flush()

    def _flush(self) -> None:
        columns: Iterable[Sequence[str]] = zip(*self._rows, strict=True)
        for chunks, column in zip(self._chunks, columns, strict=True):
            chunks.append(pa.array(column, pa.string()))
        self._number_chunks.append(pa.array(self._numbers, pa.int32()))
        self._rows, self._numbers = [], []

    def arrays(self) -> tuple[list[pa.ChunkedArray], pa.Array]:
        """The columns, and the rows' numbers."""
        if self._rows:
            self._flush()
        columns = [pa.chunked_array(chunks, pa.string()) for chunks in self._chunks]
        return columns, pa.chunked_array(self._number_chunks, pa.int32()).combine_chunks()
