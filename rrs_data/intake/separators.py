"""Separators: what stands between the cells of a delimited file, read from its first row."""

from __future__ import annotations

import csv
import io
from itertools import islice

from rrs_data.intake import headers, limits, reasons
from rrs_data.intake.place import Refusal
from rrs_data.intake.schema import Register

SEPARATORS = (",", ";", "\t")


def first_row(data: bytes, separator: str) -> list[str]:
    """The cells of the first row of a UTF-8 text. Raises Refusal when it has no end."""
    start = data[: limits.HEADER_BYTES].decode("utf-8", "ignore")
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    try:
        row = next(reader, [])
    except csv.Error:
        raise Refusal("quote-unclosed", row=1) from None
    if len(data) > limits.HEADER_BYTES and not start[_length(start, reader.line_num) :]:
        most = reasons.Most.mib(limits.HEADER_BYTES)
        raise Refusal.too_large(reasons.LONG_HEADER, most, row=1)
    return row


def _length(text: str, lines: int) -> int:
    """How long the first lines of a text are together."""
    return sum(len(line) for line in islice(io.StringIO(text, newline=""), lines))


def separator_of(data: bytes, register: Register) -> str:
    """The separator with which the first row has most of the register's columns.

    So a comma in a title does not split a file with semicolons. Where no column is known, or
    several separators do equally well, it is the one that makes most cells, then the first of
    comma, semicolon and tab.
    """
    return max(SEPARATORS, key=lambda separator: _fit(first_row(data, separator), register))


def _fit(row: list[str], register: Register) -> tuple[int, int]:
    known = set(headers.match(row[: limits.COLUMNS], register).values())
    return len(known), len(row)
