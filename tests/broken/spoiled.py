"""The demonstration registers on their way to being broken, and what is to be found in them."""

import csv
import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from tests.small_registers import SCHEMA, shipped_rows

WORKBOOK = "Гранты и планы.xlsx"
SHEETS = {"grants": "Гранты", "targets": "Целевые значения"}
"""Registers that are sheets of the workbook, with Russian headers; the others are CSV."""

GONE = ("services",)
"""Registers that are not there."""

UNSOLVED = -0.125
UNSOLVED_XML = f"<v>{UNSOLVED}</v>".encode()
"""A result that is taken out of the workbook again: the writer puts one to every formula."""


@dataclass(frozen=True, order=True)
class Expected:
    """A finding that a fault must give, by its rule and its place."""

    register: str
    rule: str
    file: str = ""
    row: int = 0
    column: str = ""
    sheet: str = ""


def _headers(name):
    columns = SCHEMA.registers[name].columns
    return [(one.name, one.titles["ru"] if name in SHEETS else one.name) for one in columns]


@dataclass
class Spoiled:
    """The demonstration registers as rows of text.

    ``mangled`` turns the line of a row, by register and place, into one that is not well-formed;
    ``headers`` are the columns that are written, with their headers; ``others`` the texts, by
    place, of those that no register has. ``formulas`` has what stands in a cell of the workbook
    instead of its value: a formula, and its result. ``merged`` is a cell that takes in the next.
    """

    directory: Path
    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: deepcopy(shipped_rows()))
    headers: dict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: {name: _headers(name) for name in SCHEMA.registers}
    )
    mangled: dict[tuple[str, int], Callable[[str], str]] = field(default_factory=dict)
    formulas: dict[tuple[str, int, str], tuple[str, str | float]] = field(default_factory=dict)
    merged: tuple[str, int, str] = ("", 0, "")
    others: dict[str, dict[int, str]] = field(default_factory=dict)

    def place(self, register, key):
        """The place of the row with a key; several columns of it are set apart by blanks."""
        names = SCHEMA.registers[register].key
        cells = ([row.get(name, "") for name in names] for row in self.rows[register])
        keys = [" ".join(filter(None, each)) for each in cells]
        return keys.index(key)

    def at(self, rule, register, place, column=""):
        """The finding in the row at a place. ``column`` may be several, set apart by commas."""
        header = dict(self.headers[register])
        shown = ", ".join(header[name] for name in column.split(", ")) if column else ""
        return self.of_file(rule, register, place + 2, shown)

    def of_file(self, rule, register, row=0, column=""):
        """The finding in a register's file, in a row as a spreadsheet numbers it."""
        sheet = SHEETS.get(register, "")
        file = WORKBOOK if sheet else SCHEMA.registers[register].path
        return Expected(register, rule, file, row, column, sheet)

    def put(self, rule, register, key, column, text):
        place = self.place(register, key)
        self.rows[register][place][column] = text
        return self.at(rule, register, place, column)

    def again(self, rule, register, key, **changed):
        """Write a row once more at the end, some of its cells changed."""
        self.rows[register].append(self.rows[register][self.place(register, key)] | changed)
        key = SCHEMA.registers[register]
        names = [name for name in key.key if key.column[name].required]
        shown = next(iter(changed), ", ".join(names))
        return self.at(rule, register, len(self.rows[register]) - 1, shown)

    def mangle(self, rule, register, key, how):
        place = self.place(register, key)
        self.mangled[register, place] = how
        return self.at(rule, register, place)

    def write(self):
        for name in SCHEMA.registers:
            if name not in (*SHEETS, *GONE):
                self._write_text(name)
        written = io.BytesIO()
        with xlsxwriter.Workbook(written) as book:
            for name, title in SHEETS.items():
                self._write_sheet(name, book.add_worksheet(title))
            book.get_worksheet_by_name(SHEETS["targets"]).hide()
            book.add_worksheet("Черновик").write_string("A1", "не забыть")
        with (
            zipfile.ZipFile(written) as source,
            zipfile.ZipFile(self.directory / WORKBOOK, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(UNSOLVED_XML, b""))
            target.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")

    def _write_text(self, name):
        headers = self.headers[name]
        lines = [_line([header for _, header in headers])] if headers else []
        columns = [column for column, _ in headers] or list(SCHEMA.registers[name].column)
        for place, row in enumerate(self.rows[name]):
            line = _line([row.get(c, self.others.get(c, {}).get(place, "")) for c in columns])
            lines.append(self.mangled.get((name, place), str)(line))
        path = self.directory / SCHEMA.registers[name].path
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")

    def _write_sheet(self, name, sheet):
        sheet.write_row(0, 0, [header for _, header in self.headers[name]])
        for place, row in enumerate(self.rows[name]):
            for column, (key, _) in enumerate(self.headers[name]):
                formula, result = self.formulas.get((name, place, key), ("", ""))
                if formula:
                    sheet.write_formula(place + 1, column, formula, None, result)
                elif (name, place, key) == self.merged:
                    sheet.merge_range(place + 1, column, place + 1, column + 1, row[key])
                    break
                else:
                    sheet.write_string(place + 1, column, row.get(key, ""))


def _line(texts):
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue()
