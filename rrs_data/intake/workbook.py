"""Workbooks: XLSX, a sheet to a register, looked through before it is opened.

A workbook's own archive may lie: about sizes, with parts that unpack without end, or twice with the
same name. So it is not given to the reader of sheets. Its parts are unpacked here once, within
limits, looked through, and written anew without compression; the reader gets the copy.
"""

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

from rrs_data.intake import headers, limits
from rrs_data.intake.raw import Grid, grid_of, letters, text_of
from rrs_data.intake.reading import Reading, Refusal, plain, refuse_more
from rrs_data.intake.schema import Register
from rrs_data.intake.sheet_xml import PartReader, SharedTexts, SheetReader

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TEXTS = "xl/sharedstrings.xml"
EXTERNAL = "xl/externallinks/"

TARGET = re.compile(r"(?:/xl/)?((?!xl/)[^/.:%\\]+/[^/:%\\]+\.xml)")
"""Where the part of a sheet is: ``worksheets/sheet1.xml``, or the same from the top."""

PIECE = 1 << 18  # bytes unpacked in one go


@dataclass(frozen=True)
class Sheet:
    """A sheet of an open workbook: its name, whether it is hidden or empty, and its cells."""

    name: str
    hidden: bool
    contents: SheetReader | None
    book: CalamineWorkbook = field(repr=False)

    @property
    def empty(self) -> bool:
        """Whether no cell has a value."""
        return self.contents is not None and self.contents.last_row < 0

    def read(self, register: Register, reading: Reading) -> Grid:
        """The rows of the sheet, every cell as text.

        Dates come as ISO text, numbers as plain decimals. Of a formula the last result is taken.
        Formulas, those without a result, errors such as ``#REF!``, merged cells, and whatever is
        hidden are reported. Raises Refusal where there is too much to read.
        """
        if (contents := self.contents) is None:
            raise Refusal.unreadable("no-sheet")
        # The reader of sheets takes memory for all cells up to the last one, empty or not.
        row, column = contents.last_row + 1, contents.last_column + 1
        cell = f"{letters(column - 1)}{row}" if row * column else ""
        refuse_more("far-cell", row * column, limits.SHEET_CELLS, row=row, cell=cell)
        refuse_more("much-text", contents.characters, limits.SHEET_TEXT)
        if self.hidden:
            reading.add("sheet-hidden")
        with _reading():
            rows = self._rows()
            top = list(islice(rows, headers.LOOKED_AT))
            above = headers.header_row(top, register)
            header = [text.strip() for text in top[above]] if top else []
            numbered = enumerate(chain(top[above + 1 :], rows), start=above + 2)
            grid = grid_of(header, numbered)
        if above:
            reading.add("header-below", row=above + 1)
        _report(contents, header, above, reading)
        return grid

    def _rows(self) -> Iterator[list[str]]:
        """The rows from the first one on; the reader leaves out the empty columns before."""
        sheet = self.book.get_sheet_by_name(self.name)
        before = [""] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            yield [*before, *(v if type(v) is str else text_of(v) for v in row)]


def _report(contents: SheetReader, header: list[str], top: int, reading: Reading) -> None:
    """Report what the values alone do not show, below the header."""

    def title(column: int) -> str:
        text = plain(header[column]) if column < len(header) else ""
        return text or f"[{letters(column)}]"

    for column, (times, first) in sorted(contents.formulas.items()):
        reading.add("formula", column=title(column), times=times, first=first + 1)
    for row, column in contents.unsolved:
        reading.add("formula-empty", row=row + 1, column=title(column))
    for row, column, value in contents.errors:
        reading.add("cell-error", row=row + 1, column=title(column), value=value)
    for row, column, value in contents.merged:
        if row >= top:
            reading.add("cells-merged", row=row + 1, column=title(column), value=value)
    hidden = [row for row in contents.hidden_rows if row > top]
    if hidden:
        rule = "rows-filtered" if contents.filtered else "rows-hidden"
        reading.add(rule, row=hidden[0] + 1, times=len(hidden), last=hidden[-1] + 1)
    for column in sorted({at for some in contents.hidden_columns for at in some}):
        if column < len(header) and header[column]:
            reading.add("column-hidden", column=title(column))


@contextmanager
def open_workbook(data: bytes) -> Iterator[tuple[list[Sheet], bool]]:
    """The sheets of a workbook, and whether it links to others. Raises Refusal."""
    with tempfile.TemporaryDirectory(prefix="rrs-") as scratch:
        copy = Path(scratch) / "workbook.xlsx"
        seen = copy_parts(data, copy)
        with _reading():
            listed = list(_listed_sheets(copy))
            book = CalamineWorkbook.from_path(copy)
        with book:
            sheets = [
                Sheet(name, hidden, seen.get(part.casefold()), book)
                for name, part, hidden in listed
                if name in book.sheet_names
            ]
            yield sheets, any(name.startswith(EXTERNAL) for name in seen)


def _listed_sheets(copy: Path) -> Iterator[tuple[str, str, bool]]:
    """The sheets in the workbook's order: name, part, whether it is hidden.

    The part is empty where two readers might take it for two: what the reader of sheets opens must
    be what was looked through here.
    """
    with zipfile.ZipFile(copy) as archive:
        relations = _tree(archive, RELATIONS)
        sheets = [one for one in _tree(archive, WORKBOOK).iter() if one.tag.endswith("}sheet")]
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    ids = [one.get(key) for one in sheets for key in one.attrib if key.endswith("}id")]
    if not sheets:
        raise Refusal.unreadable("no-sheet")
    names = {one.get("name") for one in sheets}
    if len(targets) < len(relations) or not len(ids) == len(sheets) == len(names):
        raise Refusal.unreadable("no-workbook", kind="a sheet or relation twice")
    for one, relation in zip(sheets, ids, strict=True):
        target = TARGET.fullmatch(targets.get(relation, ""))
        hidden = one.get("state", "visible") != "visible"
        yield one.get("name", ""), f"xl/{target[1]}" if target else "", hidden


def _tree(archive: zipfile.ZipFile, part: str) -> ET.Element:
    """A small part of the copy, whose entities have been refused."""
    refuse_more("large", archive.getinfo(part).file_size, limits.DESCRIPTOR_BYTES)
    return ET.fromstring(archive.read(part), _parser())  # noqa: S314


def _parser(target: PartReader | None = None) -> ET.XMLParser:
    """A parser that takes every part for UTF-8, as the reader of sheets does."""
    return ET.XMLParser(encoding="utf-8", target=target)  # noqa: S314  declared entities are refused


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever the reader of sheets stumbles over becomes a refusal, a panic of Rust too."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, Refusal):
        raise
    except BaseException as error:  # noqa: BLE001  a panic of Rust is no Exception
        raise Refusal.unreadable("no-workbook", kind=type(error).__name__) from None


def copy_parts(data: bytes, copy: Path) -> dict[str, SheetReader | None]:
    """Write the XML parts to ``copy``; return their names, and what was seen in sheets."""
    refuse_more("large", len(data), limits.WORKBOOK_BYTES)
    # So many parts may be listed that the list alone fills the memory.
    refuse_more("many-parts", data.count(b"PK\x01\x02"), limits.MEMBERS)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as into:
            return _copy(archive, into)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Refusal.unreadable("no-workbook", kind=type(error).__name__) from None


def _copy(archive: zipfile.ZipFile, into: zipfile.ZipFile) -> dict[str, SheetReader | None]:
    """Copy the parts, first the texts that sheets share, for their lengths are needed."""
    unpacked, texts = 0, SharedTexts(TEXTS)
    seen: dict[str, SheetReader | None] = {}
    for one in sorted(archive.infolist(), key=lambda one: one.filename.casefold() != TEXTS):
        name = one.filename.casefold()
        if one.flag_bits & 1:
            raise Refusal.unreadable("encrypted")
        if name in seen or one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile
        seen[name] = None
        if not name.endswith((".xml", ".rels")):
            continue
        reader: PartReader = texts if name == TEXTS else PartReader(one.filename)
        if name.startswith("xl/") and name.endswith(".xml") and name not in (TEXTS, WORKBOOK):
            seen[name] = reader = SheetReader(one.filename, texts)
        with archive.open(one) as source, into.open(one.filename, "w", force_zip64=True) as target:
            unpacked += _copy_part(one, source, target, reader, unpacked)
    return seen


def _copy_part(
    one: zipfile.ZipInfo, source: IO[bytes], target: IO[bytes], reader: PartReader, before: int
) -> int:
    """Copy a part while it is read; return its size. Raises Refusal for a bomb, and no XML."""
    parser, size, name = _parser(reader), 0, one.filename[:60]
    try:
        while piece := source.read(PIECE):
            size += len(piece)
            refuse_more("unpacked", before + size, limits.UNPACKED_BYTES)
            if size > limits.RATIO_FROM:
                ratio = size // max(1, one.compress_size)
                refuse_more("bomb", ratio, limits.RATIO, part=name)
            parser.feed(piece)
            target.write(piece)
        parser.close()
    except ET.ParseError as error:
        raise Refusal.unreadable("no-workbook", kind=f"{name}: {error}") from None
    return size
