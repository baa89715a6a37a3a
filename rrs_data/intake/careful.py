"""Careful rows: delimited text row by row, going on after a quotation mark that is not closed."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rrs_data.intake import limits
from rrs_data.intake.reading import Refusal

Row = list[str] | Refusal


class Lines:
    """The lines of a text; those taken since the last mark can be given back."""

    def __init__(self, text: bytes) -> None:
        """The lines of UTF-8 text; a line ends with any of the three line ends."""
        self._stream = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        """The lines as they are."""
        return self

    def __next__(self) -> str:
        """The next line. Raises Refusal for one that has no end."""
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def _read(self) -> str:
        line = self._stream.readline(limits.ROW_BYTES)
        if len(line) == limits.ROW_BYTES and line[-1] not in "\r\n":
            raise Refusal.too_large("long-row", limits.ROW_BYTES)
        return line

    def give_back(self, keep: int) -> None:
        """Take back all lines since the mark but the first ``keep``."""
        self._waiting.extendleft(reversed(self.taken[keep:]))


def careful_rows(text: bytes, separator: str) -> Iterator[tuple[int, Row]]:
    """Each row with its number; a row that cannot be read is the Refusal that says why.

    After a quotation mark that is never closed the reading goes on with the next line, so that the
    rows that it had swallowed are there. Raises Refusal where that happens too often.
    """
    lines = Lines(text)
    number, unclosed = 0, 0
    with _field_limit():
        reader = csv.reader(lines, delimiter=separator, strict=True)
        while True:
            number += 1
            lines.taken.clear()
            row = _next(reader, lines, number)
            if row is None:
                return
            if isinstance(row, Refusal):
                row.line = lines.taken[0]
            yield number, row
            if isinstance(row, Refusal) and row.rule == "quote-unclosed":
                unclosed += 1
                lines.give_back(keep=1)
                # The reader may be at the end of the lines, and would stay there.
                reader = csv.reader(lines, delimiter=separator, strict=True)
            if unclosed > limits.UNCLOSED:
                raise Refusal.unreadable(
                    "unclosed", row=number, times=limits.UNCLOSED, first=number + 1
                )


def _next(reader: Iterator[list[str]], lines: Lines, number: int) -> Row | None:
    """The next row, or what is wrong with it; None at the end."""
    try:
        return next(reader, None)
    except csv.Error as error:
        if len(lines.taken) > 1 or "end of data" in str(error):
            return Refusal("quote-unclosed")
        if "limit" in str(error):
            length = max(map(len, lines.taken))
            return Refusal("text-long", {"length": length, "most": limits.CELL_CHARACTERS})
        return Refusal("quote-inside")
    except Refusal as refusal:
        refusal.row = number
        raise


@contextmanager
def _field_limit() -> Iterator[None]:
    before = csv.field_size_limit(limits.CELL_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(before)
