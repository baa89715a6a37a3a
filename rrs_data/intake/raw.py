"""Raw registers: the cells as they stand, as text, under the names that the schema gives them.

What is found wrong on the way, and what stops the reading, is kept with the register.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from itertools import chain, islice
from pathlib import Path
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import headers, limits
from rrs_data.intake.findings import LANGUAGES, Finding, more_of, shown
from rrs_data.intake.schema import Register
from rrs_data.programme.parameters import load_yaml

TEXTS = load_yaml(Path(__file__).with_name("refusals.yml").read_text(encoding="utf-8"))
"""The reasons by code, and how amounts are written, in each language."""

SHOWN = 200  # characters of a name or a header that findings show


@dataclass
class Reading:
    """What is read: the register, or nothing where a file is none, its file and its sheet.

    ``refused`` counts the rows that are left out because of their shape.
    """

    register: str
    file: str
    sheet: str = ""
    refused: int = 0
    _listed: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    _more: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def add(
        self, rule: str, *, row: int = 0, column: str = "", value: str = "", **details: Any
    ) -> None:
        """Add a finding; ``details`` are what its rule's texts ask for."""
        listed = self._listed.setdefault((rule, column), [])
        if more := self._more.get((rule, column)):
            more |= {"times": more["times"] + 1, "last": row}
            return
        if len(listed) == limits.LISTED:
            details = {"times": 1, "rule": rule, "last": row}
            self._more[rule, column] = details
            rule, row, value = more_of(rule), listed[-1].row, ""
        where = self.register, self.file, row, column
        listed.append(Finding(rule, *where, value, self.sheet, details))

    def stopped(self, refusal: Refusal) -> None:
        """Keep nothing but what stopped the reading of the whole register."""
        self._listed.clear()
        self._more.clear()
        self.add(refusal.rule, row=refusal.row, **refusal.details)

    def refuse_row(self, row: int, rule: str, **details: Any) -> None:
        """Count a row that is left out, and say why."""
        self.refused += 1
        self.add(rule, row=row, **details)

    def findings(self) -> tuple[Finding, ...]:
        """The findings by rule, in the order of their first breach; further ones are counted."""
        return tuple(chain.from_iterable(self._listed.values()))


def plain(text: str) -> str:
    """A name or a header on one line, with nothing invisible, and not longer than is shown."""
    return shown(" ".join(text[: SHOWN * 2].split()), SHOWN)


class Refusal(Exception):
    """Reading stops here. It is caught at the door and becomes a finding."""

    def __init__(self, rule: str, details: Mapping[str, Any] | None = None, row: int = 0) -> None:
        """Keep the rule, the details of the finding and the row."""
        super().__init__(rule)
        self.rule, self.details, self.row = rule, details or {}, row

    @classmethod
    def unreadable(cls, reason: str, row: int = 0, **values: object) -> Self:
        """A file that cannot be read, for one of the reasons in ``refusals.yml``."""
        return cls("file-unreadable", _filled("reason", reason, values), row)

    @classmethod
    def unknown(cls, reason: str, **values: object) -> Self:
        """A source that cannot be read."""
        return cls("source-unknown", _filled("reason", reason, values))

    @classmethod
    def too_large(cls, reason: str, amount: int, most: int, row: int = 0, **values: object) -> Self:
        """A file with more than ``most`` of the unit that ``refusals.yml`` gives the reason."""
        unit = TEXTS[reason]["unit"]
        one = limits.MIB if unit == "mib" else 1
        found = _filled("reason", reason, {**values, "amount": amount // one})
        return cls("file-too-large", found | _filled("most", unit, {"most": most // one}), row)


def refuse_more(reason: str, amount: int, most: int, row: int = 0, **values: object) -> None:
    """Raise Refusal where there is more than is taken in."""
    if amount > most:
        raise Refusal.too_large(reason, amount, most, row, **values)


def in_languages(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A text in each language, under the names that the rules ask for: ``title_en``."""
    return {f"{name}_{language}": text for language, text in texts.items()}


def _filled(name: str, code: str, values: dict[str, Any]) -> dict[str, Any]:
    texts = {language: TEXTS[code][language].format(**values) for language in LANGUAGES}
    return in_languages(name, texts)


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
        case datetime() if value.time() == time():
            text = value.date().isoformat()
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
