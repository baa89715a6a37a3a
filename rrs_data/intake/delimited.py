"""Delimited text: CSV with commas, semicolons or tabs, in whatever encoding it was saved.

Each row has its number in the file. One that cannot be read is refused, and the reading goes on
below it, also after a quotation mark that is never closed.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import count, islice

from rrs_data.intake import headers, limits
from rrs_data.intake.raw import LOST, Grid, grid_of
from rrs_data.intake.reading import Reading, Refusal, refuse_more
from rrs_data.intake.schema import Register

SEPARATORS = (",", ";", "\t")

SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[,;\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line that Excel puts above the header to say what separates the cells."""

NARROW = 8  # cells for which a row counts at least, for each takes its time
PLAUSIBLE = 0.8  # the share of Russian characters from which text is taken for Windows-1251

RUSSIAN = re.compile("[А-Яа-яЁё«»„“”‘’–—…№\u00a0]")
"""What Russian text in Windows-1251 has above ASCII: letters, quotation marks, dashes."""

CAPITAL_INSIDE = re.compile("[а-яё][А-ЯЁ]")
"""A small letter before a capital one: each of the two encodings reads so what is in the other."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_delimited(data: bytes, register: Register, reading: Reading) -> Grid:
    """The rows of a delimited text as long as its header; others are refused. Raises Refusal."""
    text = as_utf8(data)
    if not text[: limits.MIB].strip() and not text.strip():
        raise Refusal("header-missing", {"columns": ", ".join(register.column)}, row=1)
    # So a comma in a title does not split a file with semicolons. Where no column is known, or
    # several separators do equally well, it is the one that makes most cells, then the first.
    start = text[: limits.HEADER_BYTES].decode("utf-8", "ignore")
    given = SEPARATOR_LINE.match(start)
    cut_off = len(text) > limits.HEADER_BYTES
    separators = (given[1],) if given else SEPARATORS
    heads = [_head(start, separator, register, cut_off=cut_off) for separator in separators]
    # How many columns a header names, its cells, in which row it is, and what separates them.
    _, cells, row, separator = max(heads, key=lambda head: (head[0], len(head[1])))
    header = [cell.strip() for cell in cells] or [""]
    while len(header) > 1 and not header[-1]:
        header.pop()
    width = len(header)
    refuse_more("many-columns", width, limits.COLUMNS, row=1)
    if row > 1 and not given:
        reading.add("header-below", row=row)
    below = islice(delimited_rows(text, separator), row, None)
    return grid_of(header, _good_rows(below, width, reading))


def _good_rows(
    rows: Iterator[tuple[int, list[str] | Refusal]], width: int, reading: Reading
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are as long as the header; the others are refused."""
    for number, row in rows:
        refuse_more("many-cells", number * max(width, NARROW), limits.CELLS)
        if isinstance(row, Refusal):
            reading.refuse_row(number, row.line, row.rule, **row.details)
        elif len(row) == width or (len(row) > width and not any(map(str.strip, row[width:]))):
            yield number, row[:width]
        elif any(map(str.strip, row)):
            whole = " ".join(row)
            reading.refuse_row(number, whole, "row-length", cells=len(row), header=width)


def _head(
    start: str, separator: str, register: Register, *, cut_off: bool
) -> tuple[int, list[str], int, str]:
    rows: list[list[str]] = []
    try:
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
        rows += islice(reader, headers.LOOKED_AT)
        if cut_off and len(rows) < headers.LOOKED_AT:
            rows.pop()
    except csv.Error:
        if not rows:
            raise Refusal("quote-unclosed", row=1) from None
    if not rows:
        raise Refusal.too_large("long-row", len(start), limits.HEADER_BYTES, row=1)
    top = headers.header_row(rows, register)
    known = len(set(headers.match(rows[top][: limits.COLUMNS], register).values()))
    return known, rows[top], top + 1, separator


def delimited_rows(text: bytes, separator: str) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Each row of UTF-8 text with its number; one that cannot be read is the Refusal that says why.

    After a quotation mark that is never closed the reading goes on with the next line, so that the
    rows that it had swallowed are there. Raises Refusal where that happens too often.
    """
    fresh, again, used = _lines(text), deque[str](), list[str]()

    def lines() -> Iterator[str]:
        while line := again.popleft() if again else next(fresh, ""):
            used.append(line)
            yield line

    reader, unclosed = csv.reader(lines(), delimiter=separator, strict=True), 0
    for number in count(1):
        used.clear()
        try:
            row = next(reader, None)
        except csv.Error as error:
            refusal = _why(error, used)
            yield number, refusal
            if refusal.rule == "quote-unclosed":
                unclosed += 1
                again.extendleft(reversed(used[1:]))
                reader = csv.reader(lines(), delimiter=separator, strict=True)
        except Refusal as refusal:
            refusal.row = number
            raise
        else:
            if row is None:
                return
            yield number, row
        if unclosed > limits.UNCLOSED:
            details = {"times": limits.UNCLOSED, "first": number + 1}
            raise Refusal.unreadable("unclosed", row=number, **details)


def _lines(text: bytes) -> Iterator[str]:
    """The lines with their ends, any of the three. Raises Refusal for one that has none."""
    stream = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    for line in iter(partial(stream.readline, limits.ROW_BYTES), ""):
        if len(line) == limits.ROW_BYTES and line[-1] not in "\r\n":
            raise Refusal.too_large("long-row", len(line), limits.ROW_BYTES)
        yield line


def _why(error: csv.Error, lines: Sequence[str]) -> Refusal:
    """What is wrong with a row of these lines."""
    if len(lines) > 1 or "end of data" in str(error):
        return Refusal("quote-unclosed", line=lines[0])
    if "limit" in str(error):
        details = {"length": len(lines[0]), "most": limits.CELL_CHARACTERS}
        return Refusal("text-long", details, line=lines[0])
    return Refusal("quote-inside", line=lines[0])


def as_utf8(data: bytes) -> bytes:
    """The text as UTF-8 without a byte order mark.

    Taken are UTF-8, UTF-16 with its mark, Windows-1251 and KOI8-R. Where single bytes of a UTF-8
    text are damaged, U+FFFD stands for them. Raises Refusal for anything else.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refusal.unreadable("no-text", row=1)
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    data = data.removeprefix(codecs.BOM_UTF8)
    with suppress(UnicodeDecodeError):
        if not utf16 and data.decode():
            return data
    refuse_more("large", len(data), limits.RECODED_BYTES)
    if utf16:
        return data.decode("utf-16", "replace").encode()
    text = data.decode("utf-8", "replace")
    high = len(data) - len(data.decode("ascii", "ignore"))
    return (text if text.count(LOST) * 2 <= high else _cyrillic(data, high)).encode()


def _cyrillic(data: bytes, high: int) -> str:
    """Text in Windows-1251, or in KOI8-R where the letters' case makes more sense so."""
    windows, koi8 = data.decode("cp1251", "replace"), data.decode("koi8-r")
    if len(CAPITAL_INSIDE.findall(koi8)) < len(CAPITAL_INSIDE.findall(windows)):
        return koi8
    odd = CONTROL.search(windows) or re.search(LOST, windows)
    if odd or len(RUSSIAN.findall(windows)) < PLAUSIBLE * high:
        before = data[: odd.start()] if odd else re.split(rb"[\x80-\xff]", data, maxsplit=1)[0]
        raise Refusal.unreadable("no-text", row=before.count(b"\n") + 1)
    return windows
