"""The demonstration registers on their way to being broken, and what is to be found in them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rrs_data.intake.schema import SHIPPED, load_schema

SCHEMA = load_schema()

WORKBOOK = "Гранты и планы.xlsx"
SHEETS = {"grants": "Гранты", "targets": "Плановые показатели"}
"""Registers that are sheets of the workbook, with Russian headers; the others are CSV."""

GONE = ("services",)
"""Registers that are not there."""


@dataclass(frozen=True, order=True)
class Told:
    """A finding by its rule and its place."""

    register: str
    rule: str
    file: str = ""
    row: int = 0
    column: str = ""
    sheet: str = ""


@dataclass
class Broken:
    """The demonstration registers as rows of text, on their way to being broken.

    ``mangled`` turns the line of a row, by register and place, into one that is not well-formed;
    ``headers`` are the columns that are written, with their headers; ``others`` the texts, by
    place, of those that no register has. ``formulas`` has what stands in a cell of the workbook
    instead of its value: a formula, and its result. ``merged`` is a cell that takes in the next.
    """

    directory: Path
    rows: dict[str, list[dict[str, str]]]
    headers: dict[str, list[tuple[str, str]]]
    mangled: dict[tuple[str, int], Callable[[str], str]] = field(default_factory=dict)
    formulas: dict[tuple[str, int, str], tuple[str, str | float]] = field(default_factory=dict)
    merged: tuple[str, int, str] = ("", 0, "")
    others: dict[str, dict[int, str]] = field(default_factory=dict)

    @classmethod
    def of_the_shipped(cls, directory: Path) -> Broken:
        """The registers as they are shipped, to be written into a directory."""
        rows, headers = {}, {}
        for name, register in SCHEMA.registers.items():
            with (SHIPPED / register.path).open(encoding="utf-8", newline="") as file:
                rows[name] = list(csv.DictReader(file))
            headers[name] = [
                (column.name, column.titles["ru"] if name in SHEETS else column.name)
                for column in register.columns
            ]
        return cls(directory, rows, headers)

    def place(self, register: str, key: str) -> int:
        """The place of the row with a key; several columns of it are set apart by blanks."""
        names = SCHEMA.registers[register].key
        keys = [" ".join(row[name] for name in names) for row in self.rows[register]]
        return keys.index(key)

    def told(self, rule: str, register: str, place: int, column: str = "") -> Told:
        """The finding in the row at a place. ``column`` may be several, set apart by commas."""
        header = dict(self.headers[register])
        shown = ", ".join(header[name] for name in column.split(", ")) if column else ""
        return self.told_of_file(rule, register, place + 2, shown)

    def told_of_file(self, rule: str, register: str, row: int = 0, column: str = "") -> Told:
        """The finding in a register's file, in a row as a spreadsheet numbers it."""
        sheet = SHEETS.get(register, "")
        file = WORKBOOK if sheet else SCHEMA.registers[register].path
        return Told(register, rule, file, row, column, sheet)

    def put(self, rule: str, register: str, key: str, column: str, text: str) -> Told:
        """Write a text into a cell."""
        place = self.place(register, key)
        self.rows[register][place][column] = text
        return self.told(rule, register, place, column)

    def again(self, rule: str, register: str, key: str, column: str = "", text: str = "") -> Told:
        """Write a row once more at the end, one of its cells changed."""
        row = dict(self.rows[register][self.place(register, key)])
        if column:
            row[column] = text
        self.rows[register].append(row)
        shown = column or ", ".join(SCHEMA.registers[register].key)
        return self.told(rule, register, len(self.rows[register]) - 1, shown)

    def mangle(self, rule: str, register: str, key: str, how: Callable[[str], str]) -> Told:
        """Spoil the line of a row."""
        place = self.place(register, key)
        self.mangled[register, place] = how
        return self.told(rule, register, place)

    def guest(self, event: str) -> str:
        """Someone who came to an event."""
        return next(
            row["person_id"] for row in self.rows["attendances"] if row["event_id"] == event
        )

    def grants_of(self, country: str) -> list[int]:
        """The places of the grants of a country's organisations, each grant once."""
        owners = self.rows["organisations"]
        own = {row["organisation_id"] for row in owners if row["country"] == country}
        keys = {row["grant_id"] for row in self.rows["grants"] if row["organisation_id"] in own}
        return sorted(self.place("grants", key) for key in keys)

    def file(self, name: str, text: str) -> None:
        """Write another file into the directory."""
        (self.directory / name).write_text(text, encoding="utf-8")


Fault = Callable[[Broken], list[Told]]

FAULTS: dict[str, list[Fault]] = {}
"""The functions that plant a fault, by module."""


def fault(plant: Callable[[Broken], Told | list[Told]]) -> Fault:
    """A function that plants a fault."""

    def planted(broken: Broken) -> list[Told]:
        told = plant(broken)
        return told if isinstance(told, list) else [told]

    FAULTS.setdefault(plant.__module__, []).append(planted)
    return planted
