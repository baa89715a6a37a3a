"""Raw registers: the cells as they stand, as text, under the names that the schema gives them.

What is found wrong on the way, and what stops the reading, is kept with the register.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import limits, words
from rrs_data.intake.findings import LANGUAGES, Finding, more_of, shown
from rrs_data.intake.schema import Register
from rrs_data.programme.loading import load_yaml

_TEXTS = load_yaml(Path(__file__).with_name("refusals.yml").read_text(encoding="utf-8"))
UNITS = _TEXTS.pop("units")
REASONS = {code: (rule, texts) for rule, own in _TEXTS.items() for code, texts in own.items()}
"""Why something cannot be read, by code: the rule that this breaks, and texts in each language."""

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
    _found: dict[tuple[str, str], list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self, rule: str, *, row: int = 0, column: str = "", value: str = "", **details: Any
    ) -> None:
        """Add a finding; ``details`` are what its rule's texts ask for."""
        one = Finding(rule, self.register, self.file, row, column, value, self.sheet, details)
        own = self._found[rule, column]
        # Those behind the listed ones are only counted.
        before = own.pop().details["times"] if len(own) > limits.LISTED else 0
        own.append(more_of(one, before + 1) if len(own) == limits.LISTED else one)

    def stopped(self, refusal: Refusal) -> tuple[Finding, ...]:
        """What stopped the reading of the whole register; all else that was found is forgotten."""
        self._found.clear()
        self.add(refusal.rule, row=refusal.row, **refusal.details)
        return self.findings()

    def findings(self) -> tuple[Finding, ...]:
        """The findings by rule, in the order of their first breach; further ones are counted."""
        return tuple(chain.from_iterable(self._found.values()))


def plain(text: str) -> str:
    """A name or a header on one line, with nothing invisible, and not longer than is shown."""
    return shown(" ".join(text[: SHOWN * 2].split()), SHOWN)


class Refusal(Exception):
    """Reading stops here; a rule of findings or a reason of ``refusals.yml`` says why."""

    def __init__(self, code: str, row: int = 0, **details: object) -> None:
        self.rule, texts = REASONS.get(code, (code, {}))
        self.row, reason = row, {"reason": filled(texts, details)} if texts else {}
        self.details: dict[str, Any] = details | reason
        super().__init__(self.rule)


def refuse_more(reason: str, amount: int, most: int, row: int = 0, **values: object) -> None:
    """Raise Refusal where there is more than is taken in."""
    if amount > most:
        unit = REASONS[reason][1]["unit"]
        one = limits.MIB if unit == "mib" else 1
        values |= {"amount": amount // one, "most": filled(UNITS[unit], {"most": most // one})}
        raise Refusal(reason, row, **values)


def filled(texts: Mapping[str, str], values: Mapping[str, object]) -> dict[str, str]:
    """A text in the languages of findings, its fields filled in."""
    return {language: texts[language].format(**values) for language in LANGUAGES}


CHUNK = 20_000  # rows that are fetched, and become columns, in one go

Table = tuple[list[str], Iterable[tuple[int, Sequence[str]]]]
"""What a reader gives: the header, and rows with their numbers, each with as many texts as it."""


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


def to_raw(table: Table, register: Register, reading: Reading, data: bytes = b"") -> Raw:
    """A register as its file has it, without blank rows. Raises Refusal for a header of none."""
    header, whole = table[0], _columns(table)
    places = _places(header, register, reading)
    titles = [plain(text) or f"[{letters(at)}]" for at, text in enumerate(header)]
    filled_in = reduce(pc.or_, (pc.not_equal(column, "") for column in whole.columns[1:]))
    numbers, *columns = whole.filter(filled_in).columns
    others: dict[str, pa.ChunkedArray] = {}
    for at, (title, column) in enumerate(zip(titles, columns, strict=True)):
        # A column without a header counts when it holds text.
        if at not in places.values() and (header[at] or pc.any(pc.not_equal(column, "")).as_py()):
            others[title if title not in others else f"{title} [{letters(at)}]"] = column
    # Of a database the header and the columns are hashed: there is no file.
    content = data or json.dumps([header, *(column.to_pylist() for column in columns)]).encode()
    return Raw(
        register=register.name,
        file=reading.file,
        sheet=reading.sheet,
        cells=pa.table({name: columns[at] for name, at in places.items()}),
        headers={name: titles[at] for name, at in places.items()},
        others=pa.table(others),
        rows=numbers.combine_chunks(),
        read=len(numbers) + reading.refused,
        digest=hashlib.sha256(content).hexdigest(),
        findings=reading.findings(),
    )


def _columns(table: Table) -> pa.Table:
    """The rows' numbers, then the columns, their texts without the blanks around them."""
    width, rows, batches = len(table[0]), iter(table[1]), []
    schema = pa.schema([("", pa.int32()), *(("", pa.string()) for _ in range(width))])
    while piece := list(islice(rows, max(1, min(CHUNK, 4_000_000 // max(1, width))))):
        numbers, cells = zip(*piece, strict=True)
        texts = (pa.array(column, pa.string()) for column in zip(*cells, strict=True))
        columns = [pa.array(numbers, pa.int32()), *map(pc.utf8_trim_whitespace, texts)]
        batches.append(pa.record_batch(columns, schema=schema))
    return pa.Table.from_batches(batches, schema)


def _places(header: list[str], register: Register, reading: Reading) -> dict[str, int]:
    """The first place of each of the register's columns; what is missing or twice is reported."""
    matched = words.match(header, register)
    if not matched:
        raise Refusal("header-missing", row=1, columns=", ".join(register.column))
    places: dict[str, int] = {}
    for column in register.columns:
        if own := matched.get(column.name, []):
            places[column.name] = own[0]
        if len(own) > 1:
            title = plain(header[own[0]])
            reading.add("header-twice", row=1, column=title, times=len(own), name=column.name)
        elif not own and not column.optional:
            rule, name = "column-missing" if column.required else "column-absent", column.name
            has = plain(", ".join(filter(None, header[: limits.LISTED])))
            reading.add(rule, column=name, name=name, title=column.titles, has=has)
    return places


def letters(column: int) -> str:
    """What a spreadsheet calls a column that is counted from 0: A, B … Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def text_of(value: object) -> str:
    """A value as the text that a person would type: ISO days, plain decimals, true and false.

    A number keeps the 15 digits that a spreadsheet shows, so that 1104.55 does not come out as
    1104.5500000000002; a day at midnight is a day, a duration hours and minutes, None is empty.
    """
    if isinstance(value, float) and math.isfinite(value):
        value = Decimal(f"{value:.15g}")
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal() if value.is_finite():
            return f"{value.normalize():f}" if value else "0"
        case date() | time():
            return value.isoformat()
        case timedelta():
            hours, rest = divmod(value, timedelta(hours=1))
            return f"{hours}:{rest // timedelta(minutes=1):02}"
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    # A lone surrogate is no character that a file could hold.
    return text.encode("utf-8", "replace").decode()
