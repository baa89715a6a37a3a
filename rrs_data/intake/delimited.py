"""Delimited text: CSV with commas, semicolons or tabs, in whatever encoding it was saved.

Each row has its number in the file; one that cannot be read is refused, and the others go on.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, islice

from rrs_data.intake import limits, words
from rrs_data.intake.raw import Reading, Refusal, Table, refuse_more
from rrs_data.intake.schema import Register

SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[,;\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line that Excel puts above the header to say what separates the cells."""

NARROW = 8  # cells for which a row counts at least, for each takes its time
PLAUSIBLE = 0.8  # the share of Russian characters from which text is taken for Windows-1251

RUSSIAN = re.compile("[А-Яа-яЁё«»„“”‘’–—…№\u00a0]")
"""What Russian text in Windows-1251 has above ASCII: letters, quotation marks, dashes."""

CAPITAL_INSIDE = re.compile("[а-яё][А-ЯЁ]")
"""A small letter before a capital one: each of the two encodings reads so what is in the other."""


def read_delimited(data: bytes, register: Register, reading: Reading) -> Table:
    """The header of a delimited text, and the rows as long as it; others are refused.

    Raises Refusal, also while the rows are read.
    """
    text = as_text(data)
    if not text.strip():
        raise Refusal("header-missing", row=1, columns=", ".join(register.column))
    # So a comma in a title does not split a file with semicolons. Where no column is known, or
    # several separators do equally well, it is the one that makes most cells, then the first.
    given = SEPARATOR_LINE.match(text)
    heads = [_head(text, one, register) for one in (given[1] if given else ",;\t")]
    # How many columns a header names, its cells, in which row it is, and what separates them.
    _, cells, row, separator = max(heads, key=lambda head: (head[0], len(head[1])))
    header = [cell.strip() for cell in cells] or [""]
    while len(header) > 1 and not header[-1]:
        header.pop()
    refuse_more("many-columns", len(header), limits.COLUMNS, row=1)
    if row > 1 and not given:
        reading.add("header-below", row=row)
    return header, _rows(text, separator, row, len(header), reading)


def _head(text: str, separator: str, register: Register) -> tuple[int, list[str], int, str]:
    start = io.StringIO(text[: limits.MIB], newline="")
    rows = list[list[str]]()
    with suppress(csv.Error):
        rows += islice(csv.reader(start, delimiter=separator), words.LOOKED_AT)
    if not rows:
        raise Refusal("quote-unclosed", row=1)
    top = words.header_row(rows, register)
    known = len(words.match(rows[top][: limits.COLUMNS], register))
    return known, rows[top], top + 1, separator


def _rows(
    text: str, separator: str, above: int, width: int, reading: Reading
) -> Iterator[tuple[int, list[str]]]:
    """The rows below those ``above`` that are as long as the header; the others are refused.

    Raises Refusal for a quotation mark that is never closed: it swallows all that comes below.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number in count(1):
        refuse_more("many-cells", number * max(width, NARROW), limits.CELLS)
        read = reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if reader.line_num > read + 1 or "end of data" in str(error):
                raise Refusal("quote-unclosed", row=number) from None
            rule = "text-long" if "limit" in str(error) else "quote-inside"
            most = limits.CELL_CHARACTERS
            reading.refused += 1
            reading.add(rule, row=number, length=f"> {most}", most=most)
            continue
        if number > above and len(row) >= width and not any(map(str.strip, row[width:])):
            yield number, row[:width]
        elif number > above and any(map(str.strip, row)):
            reading.refused += 1
            reading.add("row-length", row=number, cells=len(row), header=width)


def as_text(data: bytes) -> str:
    """The text without a byte order mark.

    Taken are UTF-8, UTF-16 with its mark, Windows-1251 and KOI8-R. Where single bytes of a UTF-8
    text are damaged, U+FFFD stands for them. Raises Refusal for anything else.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        refuse_more("large", len(data), limits.RECODED_BYTES)
        return data.decode("utf-16", "replace")
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig")
    refuse_more("large", len(data), limits.RECODED_BYTES)
    text = data.decode("utf-8-sig", "replace")
    high = len(data) - len(data.decode("ascii", "ignore"))
    return text if text.count(words.LOST) * 2 <= high else _cyrillic(data, high)


def _cyrillic(data: bytes, high: int) -> str:
    """Text in Windows-1251, or in KOI8-R where the letters' case makes more sense so."""
    windows, koi8 = data.decode("cp1251", "replace"), data.decode("koi8-r")
    if len(CAPITAL_INSIDE.findall(koi8)) < len(CAPITAL_INSIDE.findall(windows)):
        return koi8
    odd = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]", windows)
    if odd or len(RUSSIAN.findall(windows)) < PLAUSIBLE * high:
        before = data[: odd.start()] if odd else re.split(rb"[\x80-\xff]", data, maxsplit=1)[0]
        raise Refusal("no-text", row=before.count(b"\n") + 1)
    return windows
