"""Delimited text: CSV with commas, semicolons or tabs, each row with its number in the file.

Arrow reads what is quoted as it should be, at some hundred megabytes a second; what is not goes to
the careful reader, which tells the row of each fault. Both give the same rows: a property test
holds them against each other.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from rrs_data.intake import limits, reasons
from rrs_data.intake.careful import careful_rows
from rrs_data.intake.encodings import LOST, as_utf8
from rrs_data.intake.grid import POOL, Columns, Grid
from rrs_data.intake.ledger import Ledger
from rrs_data.intake.place import Place, Refusal
from rrs_data.intake.quotes import well_quoted
from rrs_data.intake.refused import RefusedIds
from rrs_data.intake.schema import Register
from rrs_data.intake.separators import first_row, separator_of

UNEVEN = 50_000
"""Rows of another length than the first ones, from which the careful reader takes over: one by one
they would fill the memory."""


def read_delimited(data: bytes, register: Register, place: Place) -> Grid:
    """The rows of a delimited text. Raises Refusal when it cannot be read as a whole.

    The rows of a wrong length, or with a quotation mark that is not closed, are counted in
    ``refused`` and told in ``findings``; the others are there. Cells beyond the header are no fault
    as long as they are empty.
    """
    text = as_utf8(data)
    if not text[: limits.MIB].strip() and not text.strip():
        raise Refusal("header-missing", {"columns": ", ".join(register.column)}, row=1)
    separator = separator_of(text, register)
    header = _header(text, separator)
    shape = Shape(header, separator, Ledger(place))
    grid = quick(text, shape) if well_quoted(text, separator) else None
    return grid or careful(text, shape.anew())


@dataclass
class Shape:
    """The header, the separator, and what was found wrong with the rows."""

    header: list[str]
    separator: str
    ledger: Ledger
    refused: int = 0
    kept: list[tuple[int, list[str]]] = field(default_factory=list)
    refused_ids: RefusedIds = field(default_factory=RefusedIds)

    def anew(self) -> Shape:
        """The same with nothing found yet."""
        return Shape(self.header, self.separator, Ledger(self.ledger.place))

    def fitted(self, number: int, row: list[str]) -> list[str] | None:
        """A row with as many cells as the header; None for a blank row and one that is refused."""
        width = len(self.header)
        if len(row) == width or not any(map(str.strip, row)):
            return row if len(row) == width else None
        if len(row) < width or any(map(str.strip, row[width:])):
            self.refuse(number, len(row), row)
            return None
        return row[:width]

    def grid(self, text: bytes, columns: list[pa.ChunkedArray], rows: pa.Array) -> Grid:
        """What was read."""
        findings = list(self.ledger.findings())
        return Grid(
            self.header,
            columns,
            rows,
            self.refused,
            findings,
            damaged=_is_damaged(text),
            refused_ids=self.refused_ids,
        )

    def refuse(self, number: int, cells: int, row: Sequence[str]) -> None:
        """Count a row of a wrong length."""
        self.refused += 1
        self.refused_ids.add(" ".join(row))
        details: dict[str, object] = {"cells": cells, "header": len(self.header)}
        self.ledger.add("row-length", row=number, details=details)


def _is_damaged(text: bytes) -> bool:
    """Whether the sign of a loss is in a text. Its first byte is in few texts, and soon found."""
    sign = LOST.encode()
    return sign[:1] in text and sign in text


def _header(text: bytes, separator: str) -> list[str]:
    """The cells of the first row, up to the last one that holds text."""
    row = [cell.strip() for cell in first_row(text, separator)]
    while row and not row[-1]:
        row.pop()
    if len(row) > limits.COLUMNS:
        most = reasons.Most(f"{limits.COLUMNS} columns", f"{limits.COLUMNS} столбцов")
        raise Refusal.too_large(reasons.MANY_COLUMNS, most, row=1, columns=len(row))
    return row or [""]


def quick(text: bytes, shape: Shape) -> Grid | None:
    """The rows as Arrow reads them; None when it cannot."""
    width = _width(text, shape)
    odd = OddRows()
    try:
        table = _arrow(text, shape.separator, width, odd)
    except pa.ArrowInvalid:
        return None
    numbers = _numbers(table.num_rows + len(odd.rows), [number for number, _ in odd.rows])
    # Row 1 is the header; it is not there where most rows have another length.
    below = int((numbers[:1] == 1).sum())
    columns, rows = [column.slice(below) for column in table.columns], numbers[below:]
    del table
    columns, rows = _without_extras(columns, rows, shape)
    for number, line in odd.rows[1 - below :]:
        row = shape.fitted(number, _split(line, shape.separator))
        if row is not None:
            shape.kept.append((number, row))
    columns, rows = _with_kept(columns, rows, shape.kept)
    return shape.grid(text, columns, rows)


class OddRows:
    """Keeps the rows of another length than most, for Arrow leaves them out."""

    def __init__(self) -> None:
        """No rows yet."""
        self.rows: list[tuple[int, str]] = []

    def __call__(self, row: pyarrow.csv.InvalidRow) -> str:
        """Keep a row with its number. Arrow gives up where there are too many of them.

        It does too where a cell may be too long for Python's reader, by which the row is split.
        """
        if len(row.text) > limits.CELL_CHARACTERS:
            return "error"
        self.rows.append((row.number, row.text))
        return "skip" if len(self.rows) < UNEVEN else "error"


def _width(text: bytes, shape: Shape) -> int:
    """How many cells Arrow is to expect: as many as most rows probably have."""
    end = text.find(b"\n") + 1
    try:
        second = first_row(text[end : end + limits.HEADER_BYTES], shape.separator) if end else []
    except Refusal:
        second = []  # the reader tells it with its row
    first = first_row(text, shape.separator)
    return min(max(len(first), len(second), len(shape.header)), limits.COLUMNS)


def _arrow(text: bytes, separator: str, width: int, odd: OddRows) -> pa.Table:
    """All rows, the first one too.

    On one core: with several, Arrow does not say which row is odd, and is hardly quicker.
    """
    names = [str(place) for place in range(width)]
    reader = pyarrow.csv.open_csv(
        pa.BufferReader(text),
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False, block_size=_block(width), column_names=names
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=separator,
            newlines_in_values=b'"' in text,
            # An empty line is a row too: it has a number.
            ignore_empty_lines=False,
            invalid_row_handler=odd,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            # The text is UTF-8 already.
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
        memory_pool=POOL,
    )
    batches, rows = [], 0
    for batch in reader:
        rows += batch.num_rows
        refuse_many(rows * width)
        batches.append(batch)
    return pa.Table.from_batches(batches, reader.schema)


def _block(width: int) -> int:
    """Bytes read in one go: more where there are many columns, for each has its cost in each."""
    return min(limits.ROW_BYTES, max(limits.MIB, width * 1024))


def refuse_many(cells: int) -> None:
    """Raise Refusal for too many cells: a blank line makes as many of them as any other."""
    if cells > limits.CELLS:
        most = reasons.Most(f"{limits.CELLS} cells", f"{limits.CELLS} ячеек")
        raise Refusal.too_large(reasons.MANY_CELLS, most, cells=f"> {limits.CELLS}")


def _numbers(last: int, missing: Sequence[int]) -> np.ndarray:
    """The numbers 1 to ``last`` without those that are missing."""
    numbers = np.arange(1, last + 1, dtype=np.int32)
    return np.delete(numbers, np.array(missing, dtype=np.int64) - 1)


def _split(line: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(line, newline=""), delimiter=separator), [])


def _without_extras(
    columns: list[pa.ChunkedArray], rows: np.ndarray, shape: Shape
) -> tuple[list[pa.ChunkedArray], np.ndarray]:
    """The columns under the header; a row with text beyond it is refused."""
    width = len(shape.header)
    beyond = np.zeros(len(rows), dtype=np.int64)
    for place in range(width, len(columns)):
        filled = pc.not_equal(pc.utf8_trim_whitespace(columns[place]), "")
        beyond[filled.to_numpy().astype(bool)] = place + 1
    if not beyond.any():
        return columns[:width], rows
    for at in np.flatnonzero(beyond).tolist():
        row = [str(column[at]) for column in columns[:width]]
        shape.refuse(int(rows[at]), len(columns), row)
    mask = pa.array(beyond == 0)
    return [column.filter(mask) for column in columns[:width]], rows[beyond == 0]


def _with_kept(
    columns: list[pa.ChunkedArray], rows: np.ndarray, kept: list[tuple[int, list[str]]]
) -> tuple[list[pa.ChunkedArray], pa.Array]:
    """The columns with the rows that had more cells than the first ones, each at its place."""
    if not kept:
        return columns, pa.array(rows)
    more = Columns(len(columns))
    for number, row in kept:
        more.add(number, row)
    added, numbers = more.arrays()
    together = np.concatenate([rows, numbers.to_numpy()])
    order = pa.array(np.argsort(together, kind="stable"))
    joined = [
        pa.chunked_array([*column.chunks, *extra.chunks], pa.string()).take(order)
        for column, extra in zip(columns, added, strict=True)
    ]
    return joined, pa.array(np.sort(together))


def careful(text: bytes, shape: Shape) -> Grid:
    """The rows as Python's reader gives them, with a finding for each one that it cannot read."""
    columns = Columns(len(shape.header))
    for number, row in careful_rows(text, shape.separator):
        refuse_many(number * len(shape.header))
        if isinstance(row, Refusal):
            shape.refused += 1
            shape.refused_ids.add(row.line)
            shape.ledger.add(row.rule, row=number, details=row.details)
        elif number > 1 and (fitted := shape.fitted(number, row)) is not None:
            columns.add(number, fitted)
    cells, rows = columns.arrays()
    return shape.grid(text, cells, rows)
