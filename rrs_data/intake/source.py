"""Source: whatever holds the registers is taken in, each register once, and every gap is told."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from rrs_data.intake import headers, limits, reasons
from rrs_data.intake.addresses import kind_of, local_path, shown_address
from rrs_data.intake.content import content_of, expected_of
from rrs_data.intake.delimited import read_delimited
from rrs_data.intake.descriptor import read_descriptor
from rrs_data.intake.files import File, local_files, shown_path
from rrs_data.intake.findings import Finding
from rrs_data.intake.grid import Grid
from rrs_data.intake.parallel import in_turn
from rrs_data.intake.parquet import read_parquet
from rrs_data.intake.place import Place, Refusal, plain
from rrs_data.intake.raw import Intake, Raw
from rrs_data.intake.schema import DESCRIPTOR, Register, Schema
from rrs_data.intake.shape import to_raw
from rrs_data.intake.workbook import Book, Sheet, open_workbook

BESIDE = (DESCRIPTOR, "duplicates.csv", "changes.csv", "findings.csv")
"""Files that lie beside the registers and are none."""

INSTRUCTIONS = ("как заполнять", "how to fill in", "инструкция", "instructions", "списки", "lists")
"""Sheets of the templates that hold no rows."""


def take_in(source: str | Path, schema: Schema) -> Intake:
    """Take in the registers of a directory, a file, an fsspec address or a database.

    Nothing is raised for what is wrong with the source: it is in the findings, and the
    registers that can be read are there all the same.
    """
    text = os.fspath(source)
    taking = Taking(schema)
    shown = shown_address(text)
    try:
        kind = kind_of(text)
        if kind == "database":
            taking.database(text, shown)
            taking.tell_missing(shown)
        else:
            shown = shown if kind == "files" else shown_path(local_path(text))
            files = _remote(text, schema) if kind == "files" else local_files(local_path(text))
            taking.files(files)
            alone = [file.shown for file in files] == [shown]
            taking.tell_missing(shown if alone else f"{shown.rstrip('/')}/")
    except Refusal as refusal:
        taking.findings.append(Place("", shown).refused(refusal))
    in_order = {name: taking.raws[name] for name in schema.registers if name in taking.raws}
    return Intake(in_order, tuple(taking.findings), taking.descriptor)


@dataclass
class Taking:
    """What has been taken in so far.

    ``met`` has the place of each register that was found, also of those that could not be read.
    """

    schema: Schema
    raws: dict[str, Raw] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    descriptor: dict[str, Any] = field(default_factory=dict)
    met: dict[str, Place] = field(default_factory=dict)
    room: int = field(default_factory=lambda: limits.SOURCE_BYTES)

    def files(self, files: list[File]) -> None:
        """Take in all files of a source: several are worked on while the next one is read."""
        for place, found in in_turn(self._read, self._tables(files)):
            if isinstance(found, Refusal):
                self._refuse(place, found)
            else:
                self.raws[place.register] = found

    def _tables(self, files: list[File]) -> Iterator[tuple[Place, bytes]]:
        """The files that are a register each; what the others hold is taken in on the way."""
        for file in files:
            if file.name == DESCRIPTOR:
                self.descriptor, findings = read_descriptor(file)
                self.findings += findings
            elif expected_of(file.name) is not None and file.name not in BESIDE:
                yield from self._table(file)

    def _read(self, table: tuple[Place, bytes]) -> tuple[Place, Raw | Refusal]:
        """A register from the bytes of its file."""
        place, data = table
        register = self.schema.registers[place.register]
        try:
            grid = _grid(data, register, place)
            return place, to_raw(grid, register, place, _digest(data))
        except Refusal as refusal:
            return place, refusal

    def _table(self, file: File) -> Iterator[tuple[Place, bytes]]:
        """The bytes of a file that is a register; a workbook with several is taken in at once."""
        name = headers.register_of(file.name.rpartition(".")[0], self.schema)
        place = Place(name or "", file.shown)
        expected = expected_of(file.name)
        if name is None and expected in ("CSV", "Parquet"):
            if not file.name.lower().endswith(".txt"):
                self._tell_unknown("file-unknown", place)
            return
        try:
            data = self._bytes(file)
            if expected == "XLSX":
                self._workbook(data, name, place)
            elif name and self._first(name, place):
                yield place, data
        except Refusal as refusal:
            self._refuse(place, refusal)

    def _bytes(self, file: File) -> bytes:
        """The bytes of a file, when its content is what its name says and there is room for it."""
        expected = expected_of(file.name)
        if expected == "":
            suffix = Path(file.name).suffix
            raise Refusal.unreadable(reasons.OLD_FORMAT, suffix=suffix)
        data = file.read()
        if not data:
            raise Refusal.unreadable(reasons.EMPTY)
        content = content_of(data)
        if content == "encrypted":
            raise Refusal.unreadable(reasons.ENCRYPTED)
        if content != expected:
            raise Refusal.unreadable(reasons.OTHER_CONTENT, name=expected, content=content)
        self.room -= len(data)
        if self.room < 0:
            most = reasons.Most.mib(limits.SOURCE_BYTES)
            raise Refusal.too_large(reasons.LARGE_TOGETHER, most)
        return data

    def _workbook(self, data: bytes, name: str | None, place: Place) -> None:
        digest = _digest(data)
        with open_workbook(data) as book:
            if book.external:
                self.findings.append(place.finding("links-external"))
            for register, sheet in self._sheets(book, name, place):
                here = Place(register, place.file, plain(sheet.name))
                if self._first(register, here):
                    try:
                        self._keep(sheet.read(here), here, digest)
                    except Refusal as refusal:
                        self._refuse(here, refusal)

    def _sheets(self, book: Book, name: str | None, place: Place) -> Iterator[tuple[str, Sheet]]:
        """The sheets that are registers. Where none is called so, the first is the file's own."""
        named = [(headers.register_of(one.name, self.schema), one) for one in book.sheets]
        if name and not any(register for register, _ in named):
            first = next((one for one in book.sheets if _may_hold_rows(one)), book.sheets[0])
            named = [(name if one is first else None, one) for one in book.sheets]
        for register, sheet in named:
            if register:
                yield register, sheet
            elif _may_hold_rows(sheet):
                here = Place("", place.file, plain(sheet.name))
                self._tell_unknown("sheet-unknown", here)

    def database(self, address: str, shown: str) -> None:
        """Take in the tables of a database."""
        from rrs_data.intake.database import open_database  # slow to import, and seldom needed

        with open_database(address, self.schema) as database:
            for name, table in database.tables:
                place = Place(name or "", shown, plain(table.name))
                if name and self._first(name, place):
                    try:
                        grid = database.read(table, self.schema.registers[name])
                        self._keep(grid, place, "")
                    except Refusal as refusal:
                        self._refuse(place, refusal)

    def _first(self, name: str, place: Place) -> bool:
        """Whether a register is met for the first time; otherwise that is told."""
        if name not in self.met:
            self.met[name] = place
            return True
        other = self.met[name]
        register = self.schema.registers[name]
        details: dict[str, object] = {
            "title_en": register.titles["en"],
            "title_ru": register.titles["ru"],
            "other": ", ".join(filter(None, [other.file, other.sheet])),
        }
        self.findings.append(place.finding("register-twice", details=details))
        return False

    def _keep(self, grid: Grid, place: Place, digest: str) -> None:
        register = self.schema.registers[place.register]
        raw = to_raw(grid, register, place, digest or _digest_of(grid))
        self.raws[place.register] = raw

    def _refuse(self, place: Place, refusal: Refusal) -> None:
        if place.register:
            self.met.setdefault(place.register, place)
        self.findings.append(place.refused(refusal))

    def _tell_unknown(self, rule: str, place: Place) -> None:
        names = ", ".join(self.schema.registers)
        self.findings.append(place.finding(rule, details={"names": names}))

    def tell_missing(self, where: str) -> None:
        """Tell which registers were not met: in a directory (``…/``) as the files they would be."""
        for name, register in self.schema.registers.items():
            if name not in self.met:
                details: dict[str, object] = {
                    "title_en": register.titles["en"],
                    "title_ru": register.titles["ru"],
                    "columns": ",".join(register.column),
                }
                place = Place(name, f"{where}{register.path}" if where.endswith("/") else where)
                self.findings.append(place.finding("register-missing", details=details))


def _remote(address: str, schema: Schema) -> list[File]:
    """The files of an address."""
    from rrs_data.intake.remote import remote_files  # slow to import, and seldom needed

    return remote_files(address, schema)


def _grid(data: bytes, register: Register, place: Place) -> Grid:
    if content_of(data) == "Parquet":
        return read_parquet(data)
    return read_delimited(data, register, place)


def _may_hold_rows(sheet: Sheet) -> bool:
    return not sheet.empty and sheet.name.strip().casefold() not in INSTRUCTIONS


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(grid: Grid) -> str:
    """The SHA-256 of what a database sent: its header and rows as an Arrow stream."""
    names = [f"{place} {name}" for place, name in enumerate(grid.header)]
    table = pa.table(dict(zip(names, grid.columns, strict=True)))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return hashlib.sha256(sink.getvalue()).hexdigest()
