"""Delimited text: CSV with commas, semicolons or tabs, each row with its number in the file.

Arrow reads what is regular, at some hundred megabytes a second: 1.9 million attendances in a second
where Python's reader takes twelve. Whatever is not regular goes to the careful reader, which names
the row of each fault. Both give the same rows: a property test holds them against each other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from rrs_data.intake import headers, limits
from rrs_data.intake.careful import careful_rows
from rrs_data.intake.encodings import LOST, as_utf8
from rrs_data.intake.grid import POOL, Columns, Grid
from rrs_data.intake.reading import Reading, Refusal, refuse_more_cells, refuse_more_columns
from rrs_data.intake.schema import Register

SEPARATORS = (",", ";", "\t")

SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[,;\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line that Excel puts above the header to say what separates the cells."""

QUOTE = ord('"')
PIECE = 16 << 20
"""Bytes in which quotation marks are looked for in one go."""


@dataclass(frozen=True)
class Head:
    """How a text is separated, and where its header stands: its row, and the bytes above it."""

    separator: str
    cells: list[str]
    row: int
    offset: int
    known: int

    @property
    def header(self) -> list[str]:
        """The cells up to the last one that holds text."""
        cells = [cell.strip() for cell in self.cells]
        while cells and not cells[-1]:
            cells.pop()
        return cells or [""]


def read_delimited(data: bytes, register: Register, reading: Reading) -> Grid:
    """The rows of a delimited text. Raises Refusal when it cannot be read as a whole.

    Rows of a wrong length, or with a quotation mark that is not closed, are refused, and the others
    are there. Cells beyond the header are no fault as long as they are empty.
    """
    text = as_utf8(data)
    if not text[: limits.MIB].strip() and not text.strip():
        raise Refusal("header-missing", {"columns": ", ".join(register.column)}, row=1)
    head = head_of(text, register)
    refuse_more_columns(len(head.header))
    if head.row > 1 and not SEPARATOR_LINE.match(text[:20].decode("utf-8", "ignore")):
        reading.add("header-below", row=head.row)
    grid = quick(text, head) if well_quoted(text, head.separator) else None
    return grid or careful(text, head, reading)


def head_of(text: bytes, register: Register) -> Head:
    """The separator and the header with most of the register's columns.

    So a comma in a title does not split a file with semicolons. Where no column is known, or
    several separators do equally well, it is the one that makes most cells, then the first of
    comma, semicolon and tab. Raises Refusal for a first row without end.
    """
    start = text[: limits.HEADER_BYTES].decode("utf-8", "ignore")
    given = SEPARATOR_LINE.match(start)
    separators = (given[1],) if given else SEPARATORS
    heads = [_head(start, separator, register) for separator in separators]
    best = max(heads, key=lambda head: (head.known, len(head.cells)))
    end = best.offset + limits.HEADER_BYTES
    if len(text) > end and max(text.rfind(mark, best.offset, end) for mark in (b"\n", b"\r")) < 0:
        raise Refusal.too_large("long-row", limits.HEADER_BYTES, row=1)
    return best


def _head(start: str, separator: str, register: Register) -> Head:
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    rows, lines = [], [0]
    try:
        for row in islice(reader, headers.LOOKED_AT):
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:
        if not rows:
            raise Refusal("quote-unclosed", row=1) from None
    top = headers.header_row(rows, register)
    cells = rows[top] if rows else []
    known = len(set(headers.match(cells[: limits.COLUMNS], register).values()))
    above = islice(io.StringIO(start, newline=""), lines[top])
    return Head(separator, cells, top + 1, sum(len(line.encode()) for line in above), known)


def well_quoted(data: bytes, separator: str) -> bool:
    """Whether a text is quoted as RFC 4180 asks, so that it has one reading.

    Counted from the start, marks with odd numbers open and those with even numbers close. All is
    well when before each opening mark there is a separator, a line end or the mark that it doubles,
    after each closing one the same or the end of the text, and when their number is even.
    """
    if b'"' not in data:
        return True
    buffer = np.frombuffer(data, np.uint8)
    usual = np.zeros(256, dtype=bool)
    usual[[ord(separator), ord("\n"), ord("\r"), QUOTE]] = True
    seen = 0
    for start in range(0, len(buffer), PIECE):
        marks = np.flatnonzero(buffer[start : start + PIECE] == QUOTE) + start
        opening, closing = marks[seen % 2 :: 2], marks[1 - seen % 2 :: 2]
        before = buffer[np.maximum(opening - 1, 0)]
        after = buffer[np.minimum(closing + 1, len(buffer) - 1)]
        if not (usual[before] | (opening == 0)).all() or not usual[after].all():
            return False
        seen += len(marks)
    return seen % 2 == 0


def quick(text: bytes, head: Head) -> Grid | None:
    """The rows as Arrow reads them; None where any is not as long as the header."""
    try:
        table = _arrow(text, head)
    except pa.ArrowInvalid:
        return None
    width = len(head.header)
    beyond = [pc.utf8_trim_whitespace(column) for column in table.columns[width:]]
    if any(pc.any(pc.not_equal(column, "")).as_py() for column in beyond):
        return None
    rows = np.arange(head.row + 1, head.row + table.num_rows, dtype=np.int32)
    columns = [column.slice(1) for column in table.columns[:width]]
    return Grid(head.header, columns, pa.array(rows), _is_damaged(text))


def _arrow(text: bytes, head: Head) -> pa.Table:
    """All rows from the header on; the header is one of them."""
    names = [str(at) for at in range(len(head.cells))]
    # More bytes in one go where there are many columns, for each has its cost in each.
    block = min(limits.ROW_BYTES, max(limits.MIB, len(names) * 1024))
    reader = pyarrow.csv.open_csv(
        pa.BufferReader(memoryview(text)[head.offset :]),
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False, block_size=block, column_names=names
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=head.separator,
            newlines_in_values=b'"' in text,
            # An empty line is a row too: it has a number.
            ignore_empty_lines=False,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            check_utf8=False,  # it is UTF-8 already
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
        memory_pool=POOL,
    )
    batches, rows = [], 0
    for batch in reader:
        rows += batch.num_rows
        refuse_more_cells(rows * len(names))
        batches.append(batch)
    return pa.Table.from_batches(batches, reader.schema)


def careful(text: bytes, head: Head, reading: Reading) -> Grid:
    """The rows as Python's reader gives them; each one that cannot be read is refused."""
    width = len(head.header)
    columns = Columns(width)
    for number, row in _below(careful_rows(text, head.separator), head.row):
        refuse_more_cells(number * width)
        if isinstance(row, Refusal):
            reading.refuse_row(number, row.line, row.rule, row.details)
        elif len(row) == width:
            columns.add(number, row)
        elif not any(map(str.strip, row)):
            continue
        elif len(row) < width or any(map(str.strip, row[width:])):
            lengths = {"cells": len(row), "header": width}
            reading.refuse_row(number, " ".join(row), "row-length", lengths)
        else:
            columns.add(number, row[:width])
    return columns.grid(head.header, damaged=_is_damaged(text))


def _below(
    rows: Iterable[tuple[int, Sequence[str] | Refusal]], header: int
) -> Iterator[tuple[int, Sequence[str] | Refusal]]:
    return ((number, row) for number, row in rows if number > header)


def _is_damaged(text: bytes) -> bool:
    """Whether the sign of a loss is in a text. Its first byte is in few texts, and soon found."""
    sign = LOST.encode()
    return sign[:1] in text and sign in text
