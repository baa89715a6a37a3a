"""Workbooks: XLSX, a sheet to a register, looked through before it is opened."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook

from rrs_data.intake import limits, reasons
from rrs_data.intake.archive import Parts, copy_parts
from rrs_data.intake.grid import Columns, Grid
from rrs_data.intake.ledger import Ledger
from rrs_data.intake.place import Place, Refusal, plain
from rrs_data.intake.shape import letters
from rrs_data.intake.sheetxml import SheetScan
from rrs_data.intake.values import text_of


@dataclass(frozen=True)
class Sheet:
    """A sheet of an open workbook: its name, whether it is hidden or empty, and its cells."""

    name: str
    hidden: bool
    scan: SheetScan | None
    book: CalamineWorkbook = field(repr=False)

    @property
    def empty(self) -> bool:
        """Whether no cell has a value."""
        return self.scan is not None and self.scan.last_row < 0

    def read(self, place: Place) -> Grid:
        """The rows of the sheet, every cell as text.

        Dates come as ISO text, numbers as plain decimals. Of a formula the last result is taken.
        Formulas, those without a result, errors such as ``#REF!``, merged cells and a hidden sheet
        are told. Raises Refusal where there is too much to read.
        """
        scan = self._checked()
        with _reading():
            sheet = self.book.get_sheet_by_name(self.name)
            header, columns = _cells(sheet)
        ledger = Ledger(place)
        if self.hidden:
            ledger.add("sheet-hidden")
        _tell(scan, header, ledger)
        cells, rows = columns.arrays()
        return Grid(header, cells, rows, findings=list(ledger.findings()))

    def _checked(self) -> SheetScan:
        """What was seen in the sheet, when it is not too much.

        The reader of sheets takes memory for all cells up to the last one, empty or not.
        """
        scan = self.scan
        if scan is None:
            raise Refusal.unreadable(reasons.NO_SHEET)
        if (scan.last_row + 1) * (scan.last_column + 1) > limits.SHEET_CELLS:
            most = reasons.Most(f"{limits.SHEET_CELLS} cells", f"{limits.SHEET_CELLS} ячеек")
            cell = f"{letters(scan.last_column)}{scan.last_row + 1}"
            raise Refusal.too_large(reasons.FAR_CELL, most, row=scan.last_row + 1, cell=cell)
        if scan.characters > limits.SHEET_TEXT:
            raise Refusal.too_large(reasons.MUCH_TEXT, reasons.Most.mib(limits.SHEET_TEXT))
        return scan


@dataclass(frozen=True)
class Book:
    """An open workbook: its sheets, and whether it links to other workbooks."""

    sheets: tuple[Sheet, ...]
    external: bool


@contextmanager
def open_workbook(data: bytes) -> Iterator[Book]:
    """Open a workbook. Raises Refusal for what is none, or not one that can be read safely."""
    with tempfile.TemporaryDirectory(prefix="rrs-") as scratch:
        copy = Path(scratch) / "workbook.xlsx"
        parts = copy_parts(data, copy)
        with _reading():
            book = CalamineWorkbook.from_path(copy)
        with book:
            yield Book(tuple(_sheets(parts, book)), parts.external)


def _sheets(parts: Parts, book: CalamineWorkbook) -> Iterator[Sheet]:
    for name, relation, hidden in parts.workbook.sheets:
        if name in book.sheet_names:
            yield Sheet(name, hidden, parts.scan(relation), book)


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever the reader of sheets stumbles over becomes a refusal, a panic of Rust too."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, Refusal):
        raise
    except BaseException as error:  # noqa: BLE001  a panic of Rust is no Exception
        raise Refusal.unreadable(reasons.NO_WORKBOOK, kind=type(error).__name__) from None


def _cells(sheet: CalamineSheet) -> tuple[list[str], Columns]:
    """The first row, and the rows below it. The reader leaves out the empty columns before."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    rows = sheet.iter_rows()
    header = [*before, *(text_of(value).strip() for value in next(rows, []))]
    columns = Columns(len(header))
    for number, row in enumerate(rows, start=2):
        texts = [value if type(value) is str else text_of(value) for value in row]
        columns.add(number, [*before, *texts])
    return header, columns


def _tell(scan: SheetScan, header: list[str], ledger: Ledger) -> None:
    """Tell what the values alone do not show."""

    def title(column: int) -> str:
        text = plain(header[column]) if column < len(header) else ""
        return text or f"[{letters(column)}]"

    for column, (times, first) in sorted(scan.formulas.items()):
        details: dict[str, object] = {"times": times, "first": first + 1}
        ledger.add("formula", column=title(column), details=details)
    for row, column in scan.unsolved:
        ledger.add("formula-empty", row=row + 1, column=title(column))
    for row, column, value in scan.errors:
        ledger.add("cell-error", row=row + 1, column=title(column), value=value)
    for row, column, value in scan.merged:
        ledger.add("cells-merged", row=row + 1, column=title(column), value=value)
