"""Raw registers: the cells as they stand, as text, under the names that the schema gives them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import headers, limits
from rrs_data.intake.findings import Finding
from rrs_data.intake.reading import Reading, Refusal, in_languages, plain
from rrs_data.intake.schema import Register

LOST = "\ufffd"  # the sign that stands where letters were lost
CHUNK = 20_000  # rows that become columns in one go


@dataclass
class Grid:
    """A table as a reader gives it: the header's cells, a column of text for each, row numbers."""

    header: list[str]
    columns: list[pa.ChunkedArray]
    rows: pa.Array


def grid_of(header: list[str], rows: Iterable[tuple[int, Sequence[str]]]) -> Grid:
    """A grid of rows of Python texts, each with its number and as long as the header."""
    most = max(1, min(CHUNK, 4_000_000 // max(1, len(header))))
    columns: list[list[pa.Array]] = [[] for _ in header]
    numbers: list[pa.Array] = []
    rows = iter(rows)
    while piece := list(islice(rows, most)):
        placed, cells = zip(*piece, strict=True)
        numbers.append(pa.array(placed, pa.int32()))
        for column, texts in zip(columns, zip(*cells, strict=True), strict=True):
            column.append(pa.array(texts, pa.string()))
    whole = [pa.chunked_array(column, pa.string()) for column in columns]
    return Grid(header, whole, pa.chunked_array(numbers, pa.int32()).combine_chunks())


@dataclass(frozen=True)
class Raw:
    """One register as it was read, nothing converted yet.

    ``cells`` has the columns that the schema knows, by their technical names and in its order: text
    without the blanks around it, an empty text for an empty cell, never null. ``headers`` gives
    each column's header as it stands in the file; ``others`` holds the columns that no register
    has. ``rows`` are the rows' numbers as a spreadsheet shows them. ``read`` counts the rows that
    hold any text, those refused for their shape too. ``digest`` is the SHA-256 of what was read: of
    the file where there is one.
    """

    register: str
    file: str
    cells: pa.Table
    headers: Mapping[str, str]
    others: pa.Table
    rows: pa.Array
    read: int
    digest: str
    sheet: str = ""
    findings: tuple[Finding, ...] = ()


def to_raw(grid: Grid, register: Register, reading: Reading, digest: str) -> Raw:
    """A register as its file has it, without blank rows. Raises Refusal for a header of none."""
    columns = _columns(grid.header, register, reading)
    titles = [plain(text) or f"[{letters(at)}]" for at, text in enumerate(grid.header)]
    grid.columns = [pc.utf8_trim_whitespace(column) for column in grid.columns]
    good = reduce(pc.or_, (pc.not_equal(column, "") for column in grid.columns))
    read = pc.sum(good).as_py() or 0
    for title, column in zip(titles, grid.columns, strict=True):
        good = pc.and_not(good, _report_texts(grid, column, title, reading))
    if not pc.all(good).as_py():
        good = good.combine_chunks()
        grid.columns = [column.filter(good) for column in grid.columns]
        grid.rows = grid.rows.filter(good)
    return Raw(
        register=register.name,
        file=reading.file,
        sheet=reading.sheet,
        cells=pa.table({name: grid.columns[at] for name, at in columns.items()}),
        headers={name: titles[at] for name, at in columns.items()},
        others=_others(grid, titles, set(columns.values())),
        rows=grid.rows,
        read=read + reading.refused,
        digest=digest,
        findings=reading.findings(),
    )


def _columns(header: list[str], register: Register, reading: Reading) -> dict[str, int]:
    """The first place of each of the register's columns; what is missing or twice is reported."""
    matched = headers.match(header, register)
    if not matched:
        raise Refusal("header-missing", {"columns": ", ".join(register.column)}, row=1)
    places: dict[str, int] = {}
    for column in register.columns:
        own = [at for at, name in matched.items() if name == column.name]
        if own:
            places[column.name] = own[0]
        if len(own) > 1:
            title = plain(header[own[0]])
            reading.add("header-twice", row=1, column=title, times=len(own), name=column.name)
        elif not own and not column.optional:
            has = plain(", ".join(text for text in header[: limits.LISTED] if text))
            rule = "column-missing" if column.required else "column-absent"
            titles = in_languages("title", column.titles)
            reading.add(rule, column=column.name, name=column.name, has=has, **titles)
    return places


def _report_texts(
    grid: Grid, column: pa.ChunkedArray, title: str, reading: Reading
) -> pa.ChunkedArray:
    """Report damaged texts of a column and overlong ones; return which rows the latter refuse."""
    lengths, most = pc.utf8_length(column), limits.CELL_CHARACTERS
    long = pc.greater(lengths, most)
    for at in np.flatnonzero(pc.or_(long, pc.match_substring(column, LOST))).tolist():
        row, value = grid.rows[at].as_py(), column[at].as_py()[: limits.LISTED]
        if (length := lengths[at].as_py()) > most:
            reading.add("text-long", row=row, column=title, value=value, length=length, most=most)
        else:
            reading.add("text-damaged", row=row, column=title, value=value)
    return long


def _others(grid: Grid, titles: list[str], known: set[int]) -> pa.Table:
    """The columns that no register has; one without a header counts when it holds text."""
    others: dict[str, pa.ChunkedArray] = {}
    for at, column in enumerate(grid.columns):
        if at in known or not (grid.header[at] or pc.any(pc.not_equal(column, "")).as_py()):
            continue
        title = titles[at]
        others[title if title not in others else f"{title} [{letters(at)}]"] = column
    return pa.table(others)


def letters(column: int) -> str:
    """What a spreadsheet calls a column that is counted from 0: A, B … Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def text_of(value: object) -> str:
    """A value as the text that a person would type: ISO days, plain decimals, true and false.

    A number keeps the 15 digits that a spreadsheet shows, so that 1104.55 does not come out as
    1104.5500000000002; a day at midnight is a day, a duration is hours and minutes. What is missing
    is an empty text.
    """
    match value:
        case None:
            text = ""
        case bool():
            text = str(value).lower()
        case float() if math.isfinite(value):
            text = text_of(Decimal(f"{value:.15g}"))
        case Decimal() if value.is_finite():
            text = f"{value:f}" if value else "0"
            text = text.rstrip("0").rstrip(".") if "." in text else text
        case datetime():
            text = (value.date() if value.time() == time() else value).isoformat()
        case date() | time():
            text = value.isoformat()
        case timedelta():
            hours, rest = divmod(value, timedelta(hours=1))
            text = f"{hours}:{rest // timedelta(minutes=1):02}"
        case bytes():
            text = value.decode("utf-8", "replace")
        case _:
            # A lone surrogate is no character that a file could hold.
            text = str(value).encode("utf-8", "replace").decode()
    return text
