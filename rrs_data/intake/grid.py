"""Grids: a table as it stands in a file, every cell as the text that a person would type."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch

import pyarrow as pa

POOL = pa.system_memory_pool()
"""Where large columns are kept. Arrow's own pools give memory back and take it again while a file
is read, which costs a third of the time."""

MIDNIGHT = time()


@dataclass
class Grid:
    """What a reader gives: the header's cells, the columns below them, each row's number.

    ``columns`` are chunked arrays of text, one for each cell of the header, without the header
    itself. ``rows`` are the rows' numbers as a spreadsheet shows them. ``damaged`` says that some
    cell may hold the sign of a failed conversion.
    """

    header: list[str]
    columns: list[pa.ChunkedArray]
    rows: pa.Array
    damaged: bool = True


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

    def grid(self, header: list[str], *, damaged: bool = True) -> Grid:
        """The columns under their header."""
        if self._rows:
            self._flush()
        columns = [pa.chunked_array(chunks, pa.string()) for chunks in self._chunks]
        rows = pa.chunked_array(self._number_chunks, pa.int32()).combine_chunks()
        return Grid(header, columns, rows, damaged)


def letters(column: int) -> str:
    """What a spreadsheet calls a column that is counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@singledispatch
def text_of(value: object) -> str:
    """A value as the text that a person would type: ISO days, plain decimals, true and false.

    A number keeps the 15 digits that a spreadsheet shows, so that 1104.55 does not come out as
    1104.5500000000002; a day at midnight is a day, a duration is hours and minutes. What is missing
    is an empty text.
    """
    return "" if value is None else str(value)


@text_of.register
def _of_text(value: str) -> str:
    # A lone surrogate is no character that a file could hold.
    return value.encode("utf-8", "replace").decode()


@text_of.register
def _of_truth(value: bool) -> str:
    return "true" if value else "false"


@text_of.register
def _of_number(value: float) -> str:
    return _plain_decimal(Decimal(f"{value:.15g}")) if math.isfinite(value) else str(value)


@text_of.register
def _of_decimal(value: Decimal) -> str:
    return _plain_decimal(value) if value.is_finite() else str(value)


@text_of.register
def _of_moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat()


@text_of.register(date)
@text_of.register(time)
def _of_day(value: date | time) -> str:
    return value.isoformat()


@text_of.register
def _of_duration(value: timedelta) -> str:
    hours, rest = divmod(value, timedelta(hours=1))
    return f"{hours}:{rest // timedelta(minutes=1):02}"


@text_of.register
def _of_bytes(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _plain_decimal(value: Decimal) -> str:
    """A decimal without an exponent and without noughts at its end."""
    if not value:
        return "0"
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
