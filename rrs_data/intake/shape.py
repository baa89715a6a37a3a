"""Shape: a grid becomes a raw register, its columns named as the schema names them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import headers, limits
from rrs_data.intake.encodings import LOST
from rrs_data.intake.grid import POOL, Grid
from rrs_data.intake.ledger import Ledger
from rrs_data.intake.place import Place, Refusal, plain
from rrs_data.intake.raw import Raw
from rrs_data.intake.schema import Column, Register


def to_raw(grid: Grid, register: Register, place: Place, digest: str) -> Raw:
    """A register as its file has it. The grid's columns are used up.

    Raises Refusal when no cell of the header names a column of the register.
    """
    ledger = Ledger(place)
    names = _names(grid.header, register, ledger)
    _trim(grid)
    _leave_out_blank(grid)
    read = len(grid.rows) + grid.refused
    titles = [_title(text, at) for at, text in enumerate(grid.header)]
    _refuse_long(grid, titles, ledger)
    if grid.damaged:
        _tell_damaged(grid, titles, ledger)
    at = {name: place for place, name in names.items()}
    order = [name for name in register.column if name in at]
    return Raw(
        register=register.name,
        file=place.file,
        sheet=place.sheet,
        cells=pa.table({name: grid.columns[at[name]] for name in order}),
        headers={name: titles[at[name]] for name in order},
        others=_others(grid, titles, set(at.values())),
        rows=grid.rows,
        read=read,
        digest=digest,
        findings=(*grid.findings, *ledger.findings()),
        refused_ids=tuple(sorted(grid.refused_ids.found)),
    )


def _names(header: list[str], register: Register, ledger: Ledger) -> dict[int, str]:
    """The columns' names by place: the first place of each; what is missing or twice is told."""
    matched = headers.match(header, register)
    if not matched:
        raise Refusal("header-missing", {"columns": ", ".join(register.column)}, row=1)
    times = Counter(matched.values())
    names: dict[int, str] = {}
    for place in sorted(matched):
        name = matched[place]
        if name not in names.values():
            names[place] = name
            if times[name] > 1:
                ledger.add(
                    "header-twice",
                    row=1,
                    column=plain(header[place]),
                    details={"times": times[name], "name": name},
                )
    for column in register.columns:
        if column.name not in times:
            _tell_missing(column, header, ledger)
    return names


def _tell_missing(column: Column, header: list[str], ledger: Ledger) -> None:
    rule = "column-missing" if column.constraints.get("required") else "column-absent"
    details: dict[str, object] = {
        "name": column.name,
        "title_en": column.titles["en"],
        "title_ru": column.titles["ru"],
        "has": plain(", ".join(text for text in header[: limits.LISTED] if text)),
    }
    ledger.add(rule, column=column.name, details=details)


def _title(text: str, place: int) -> str:
    """A column's header on one line; a column without one is called by its letters."""
    return plain(text) or f"[{letters(place)}]"


def letters(place: int) -> str:
    """What a spreadsheet calls a column: A, B … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _trim(grid: Grid) -> None:
    for place, column in enumerate(grid.columns):
        grid.columns[place] = pc.utf8_trim_whitespace(column, memory_pool=POOL)


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
    for place, column in enumerate(grid.columns):
        grid.columns[place] = column.filter(wanted)
    grid.rows = grid.rows.filter(wanted)


def _refuse_long(grid: Grid, titles: list[str], ledger: Ledger) -> None:
    """Refuse the rows with a cell longer than any reader takes."""
    good = np.ones(len(grid.rows), dtype=bool)
    for title, column in zip(titles, grid.columns, strict=True):
        if (pc.max(pc.binary_length(column)).as_py() or 0) <= limits.CELL_CHARACTERS:
            continue
        lengths = pc.utf8_length(column).to_numpy()
        for at in np.flatnonzero(lengths > limits.CELL_CHARACTERS).tolist():
            details: dict[str, object] = {
                "length": int(lengths[at]),
                "most": limits.CELL_CHARACTERS,
            }
            start = column[at].as_py()[: limits.LISTED]
            row = grid.rows[at].as_py()
            ledger.add("text-long", row=row, column=title, value=start, details=details)
            grid.refused_ids.add(" ".join(other[at].as_py()[:40] for other in grid.columns))
            good[at] = False
    if not good.all():
        _keep(grid, good)


def _tell_damaged(grid: Grid, titles: list[str], ledger: Ledger) -> None:
    """Tell the cells in which a failed conversion has left its sign."""
    for title, column in zip(titles, grid.columns, strict=True):
        for at in np.flatnonzero(_mask(pc.match_substring(column, LOST))).tolist():
            value, row = column[at].as_py()[: limits.LISTED], grid.rows[at].as_py()
            ledger.add("text-damaged", row=row, column=title, value=value)


def _others(grid: Grid, titles: list[str], known: set[int]) -> pa.Table:
    """The columns that no register has; one without a header counts when it holds text."""
    others: dict[str, pa.ChunkedArray] = {}
    for place, column in enumerate(grid.columns):
        if place in known:
            continue
        if not grid.header[place] and not pc.any(pc.not_equal(column, "")).as_py():
            continue
        title = titles[place]
        others[title if title not in others else f"{title} [{letters(place)}]"] = column
    return pa.table(others)
