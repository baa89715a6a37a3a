"""Raw registers: the cells as they stand, as text, under the names that the schema gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import headers, limits
from rrs_data.intake.encodings import LOST
from rrs_data.intake.findings import Finding
from rrs_data.intake.grid import POOL, Grid, letters
from rrs_data.intake.reading import Reading, Refusal, plain
from rrs_data.intake.schema import Column, Register


@dataclass(frozen=True)
class Raw:
    """One register as it was read, nothing converted yet.

    ``cells`` has the columns that the schema knows, by their technical names and in its order: text
    without the blanks around it, an empty text for an empty cell, never null. Dates that the file
    holds as dates are ISO text, its numbers plain decimals, its yes and no ``true`` and ``false``.
    ``headers`` gives each column's header as it stands in the file; ``others`` holds the columns
    that no register has, by their headers. ``rows`` are the rows' numbers as a spreadsheet shows
    them. ``read`` counts the rows that hold any text, the refused ones included; those that were
    refused for their shape are in ``findings`` and not in ``cells``; the ids that stand in them are
    ``refused_ids``. ``digest`` is the SHA-256 of what was read: of the file where there is one.
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
    refused_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """All registers of a source: those that could be read, and what is wrong with the rest.

    ``descriptor`` is the source's own ``datapackage.json``, empty where it has none.
    """

    raws: Mapping[str, Raw]
    findings: tuple[Finding, ...]
    descriptor: Mapping[str, Any]


def to_raw(grid: Grid, register: Register, reading: Reading, digest: str) -> Raw:
    """A register as its file has it. The grid's columns are used up.

    Raises Refusal when no cell of the header names a column of the register.
    """
    names = _names(grid.header, register, reading)
    grid.columns = [pc.utf8_trim_whitespace(one, memory_pool=POOL) for one in grid.columns]
    _leave_out_blank(grid)
    read = len(grid.rows) + reading.refused
    titles = [plain(text) or f"[{letters(at)}]" for at, text in enumerate(grid.header)]
    _refuse_long(grid, titles, reading)
    if grid.damaged:
        _report_damaged(grid, titles, reading)
    columns = {name: at for at, name in names.items()}
    order = [name for name in register.column if name in columns]
    return Raw(
        register=register.name,
        file=reading.file,
        sheet=reading.sheet,
        cells=pa.table({name: grid.columns[columns[name]] for name in order}),
        headers={name: titles[columns[name]] for name in order},
        others=_others(grid, titles, set(names)),
        rows=grid.rows,
        read=read,
        digest=digest,
        findings=reading.findings(),
        refused_ids=tuple(sorted(reading.refused_ids)),
    )


def _names(header: list[str], register: Register, reading: Reading) -> dict[int, str]:
    """The first column of each name, by its number; what is missing or twice is reported."""
    matched = headers.match(header, register)
    if not matched:
        raise Refusal("header-missing", {"columns": ", ".join(register.column)}, row=1)
    times = Counter(matched.values())
    names: dict[int, str] = {}
    for at, name in sorted(matched.items()):
        if name in names.values():
            continue
        names[at] = name
        if times[name] > 1:
            title = plain(header[at])
            reading.add("header-twice", row=1, column=title, times=times[name], name=name)
    for column in register.columns:
        if column.name not in times:
            _report_missing(column, header, reading)
    return names


def _report_missing(column: Column, header: list[str], reading: Reading) -> None:
    reading.add(
        "column-missing" if column.required else "column-absent",
        column=column.name,
        name=column.name,
        title_en=column.titles["en"],
        title_ru=column.titles["ru"],
        has=plain(", ".join(text for text in header[: limits.LISTED] if text)),
    )


def _leave_out_blank(grid: Grid) -> None:
    """Leave out the rows in which no cell holds text."""
    filled = np.zeros(len(grid.rows), dtype=bool)
    for column in grid.columns:
        filled |= _mask(pc.not_equal(pc.binary_length(column), 0))
        if filled.all():
            return
    _keep(grid, filled)


def _mask(array: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(array.to_numpy(), dtype=bool)


def _keep(grid: Grid, mask: np.ndarray) -> None:
    wanted = pa.array(mask)
    grid.columns = [column.filter(wanted) for column in grid.columns]
    grid.rows = grid.rows.filter(wanted)


def _refuse_long(grid: Grid, titles: list[str], reading: Reading) -> None:
    """Refuse the rows with a cell longer than any reader takes."""
    good = np.ones(len(grid.rows), dtype=bool)
    most = limits.CELL_CHARACTERS
    for title, column in zip(titles, grid.columns, strict=True):
        if (pc.max(pc.binary_length(column)).as_py() or 0) <= most:
            continue
        lengths = pc.utf8_length(column).to_numpy()
        for at in np.flatnonzero(lengths > most).tolist():
            start, row = column[at].as_py()[: limits.LISTED], grid.rows[at].as_py()
            length = int(lengths[at])
            reading.add("text-long", row=row, column=title, value=start, length=length, most=most)
            reading.keep_ids(" ".join(other[at].as_py()[:40] for other in grid.columns))
            good[at] = False
    if not good.all():
        _keep(grid, good)


def _report_damaged(grid: Grid, titles: list[str], reading: Reading) -> None:
    """Report the cells in which a failed conversion has left its sign."""
    for title, column in zip(titles, grid.columns, strict=True):
        for at in np.flatnonzero(_mask(pc.match_substring(column, LOST))).tolist():
            value, row = column[at].as_py()[: limits.LISTED], grid.rows[at].as_py()
            reading.add("text-damaged", row=row, column=title, value=value)


def _others(grid: Grid, titles: list[str], known: set[int]) -> pa.Table:
    """The columns that no register has; one without a header counts when it holds text."""
    others: dict[str, pa.ChunkedArray] = {}
    for at, column in enumerate(grid.columns):
        if at in known:
            continue
        if not grid.header[at] and not pc.any(pc.not_equal(column, "")).as_py():
            continue
        title = titles[at]
        others[title if title not in others else f"{title} [{letters(at)}]"] = column
    return pa.table(others)
