"""Quotes: whether a delimited text is quoted as RFC 4180 asks, so that it has one reading."""

from __future__ import annotations

import numpy as np

QUOTE = ord('"')
PIECE = 16 << 20
"""Bytes looked at in one go."""


def well_quoted(data: bytes, separator: str) -> bool:
    """Whether every quotation mark opens or closes a whole cell, or is one of two inside it.

    Counted from the start, marks with odd numbers open and those with even numbers close. All is
    well when before each opening mark there is a separator, a line end or the mark that it doubles,
    after each closing one the same or the end of the text, and when their number is even. Any
    other text, such as a mark in the middle of a cell or one that is never closed, is read by the
    careful reader, which tells the row.
    """
    if b'"' not in data:
        return True
    buffer = np.frombuffer(data, np.uint8)
    beside = np.zeros(256, dtype=bool)
    beside[[ord(separator), ord("\n"), ord("\r"), QUOTE]] = True
    seen = 0
    for start in range(0, len(buffer), PIECE):
        marks = np.flatnonzero(buffer[start : start + PIECE] == QUOTE) + start
        opening, closing = marks[seen % 2 :: 2], marks[1 - seen % 2 :: 2]
        before = buffer[np.maximum(opening - 1, 0)]
        after = buffer[np.minimum(closing + 1, len(buffer) - 1)]
        if not (beside[before] | (opening == 0)).all() or not beside[after].all():
            return False
        seen += len(marks)
    return seen % 2 == 0
