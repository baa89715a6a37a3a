"""Sources: whatever holds the registers is taken in, each register once, and every gap reported."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import localedata

from rrs_data.intake import files, limits, raw, words
from rrs_data.intake.delimited import read_delimited
from rrs_data.intake.findings import Finding
from rrs_data.intake.raw import Raw, Reading, Refusal, Table, refuse_more, to_raw
from rrs_data.intake.schema import Register, Schema
from rrs_data.language.language import Language

if TYPE_CHECKING:
    from rrs_data.intake.workbook import Sheet

NO_REGISTERS = ("duplicates.csv", "changes.csv", "findings.csv")
"""Files that lie with the registers and are none."""

INSTRUCTIONS = ("как заполнять", "how to fill in", "инструкция", "instructions", "списки", "lists")
"""Sheets that hold no rows, as people call them; the workbooks' own are in the catalogues."""


@dataclass
class Intake:
    """What has been taken in: the registers that could be read, and what is wrong with the rest.

    ``met`` has where each register stands, read or not.
    """

    schema: Schema
    raws: dict[str, Raw] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    met: dict[str, Reading] = field(default_factory=dict)
    _size: int = 0

    def file(self, file: files.File) -> None:
        """Take in a file: a register, or a workbook with several."""
        name = words.register_of(file.name.rpartition(".")[0], self.schema)
        reading = Reading(name or "", file.shown)
        if file.expected is None or file.name in NO_REGISTERS:
            return
        if not name and file.expected in ("CSV", "Parquet"):
            if file.suffix != ".txt":
                self.report(reading, "file-unknown")
            return
        try:
            data = file.content()
            self._size += len(data)
            refuse_more("large-together", self._size, limits.SOURCE_BYTES)
            if file.expected == "XLSX":
                self._workbook(data, reading)
            elif file.expected == "CSV":
                self.take(reading, partial(read_delimited, data, reading=reading), data)
            else:
                from rrs_data.intake.typed_tables import read_parquet

                self.take(reading, lambda _: read_parquet(data), data)
        except Refusal as refusal:
            self.stopped(reading, refusal)

    def stopped(self, reading: Reading, refusal: Refusal) -> None:
        """Report what stopped the reading of a register."""
        if reading.register:
            self.met.setdefault(reading.register, reading)
        self.findings += reading.stopped(refusal)

    def _workbook(self, data: bytes, whole: Reading) -> None:
        """Take in the sheets that are registers; where none is, the first is the file's own."""
        from rrs_data.intake.workbook import read_workbook

        sheets = read_workbook(data, whole)
        self.findings += whole.findings()
        named = [words.register_of(one.sheet.title, self.schema) for one in sheets]
        if whole.register and not any(named):
            first = next((at for at, one in enumerate(sheets) if self._may_hold_rows(one)), 0)
            named[first] = whole.register
        for name, sheet in zip(named, sheets, strict=True):
            reading = Reading(name or "", whole.file, raw.plain(sheet.sheet.title))
            if name:
                self.take(reading, partial(sheet.read, reading=reading), data)
                continue
            sheet.report_margins(reading)
            if self._may_hold_rows(sheet):
                reading.add("sheet-unknown", names=", ".join(self.schema.registers))
            self.findings += reading.findings()

    def take(self, reading: Reading, read: Callable[[Register], Table], data: bytes = b"") -> None:
        """Take in a register that is met for the first time; that it is met again is reported."""
        if other := self.met.get(reading.register):
            where = ", ".join(filter(None, [other.file, other.sheet]))
            self.report(reading, "register-twice", other=where)
            return
        self.met[reading.register] = reading
        register = self.schema.registers[reading.register]
        try:
            self.raws[register.name] = to_raw(read(register), register, reading, data)
        except Refusal as refusal:
            self.stopped(reading, refusal)

    def _may_hold_rows(self, sheet: "Sheet") -> bool:
        """Whether a sheet is neither empty nor a guide, in whichever language of the registers."""
        spoken = [Language(code) for code in self.schema.languages if localedata.exists(code)]
        guides = [name for one in spoken for name in (one.t("Instructions"), one.t("Lists"))]
        known = {*INSTRUCTIONS, *map(str.casefold, guides)}
        return bool(sheet.cells) and sheet.sheet.title.strip().casefold() not in known

    def report(self, reading: Reading, rule: str, **details: Any) -> None:
        """Report what is wrong with a register, a file or a sheet, and what is asked for."""
        details["names"] = ", ".join(self.schema.registers)
        if register := self.schema.registers.get(reading.register):
            details |= {"title": register.titles, "columns": ",".join(register.column)}
        reading.add(rule, **details)
        self.findings += reading.findings()


def take_in(source: str | Path, schema: Schema) -> Intake:
    """Take in the registers of a directory, file, fsspec address or database; raise nothing."""
    intake, address, path = Intake(schema), os.fspath(source), files.path_of(source)
    shown = files.shown_path(path) if path else files.shown_address(address)
    try:
        if files.kind_of(address) == "database":
            from rrs_data.intake.typed_tables import database_tables  # slow to import

            for name, table, read in database_tables(address, schema):
                intake.take(Reading(name, shown, raw.plain(table)), read)
        else:
            stems = [register.path.rpartition(".")[0] for register in schema.registers.values()]
            names = [f"{stem}{suffix}" for stem in stems for suffix in files.SUFFIXES]
            own = files.files_of(address, names)
            for file in own:
                intake.file(file)
            if [file.shown for file in own] != [shown]:
                shown = f"{shown.rstrip('/')}/"
        for name, register in schema.registers.items():
            if name not in intake.met:  # in a directory it would be a file
                place = f"{shown}{register.path}" if shown.endswith("/") else shown
                intake.report(Reading(name, place), "register-missing")
    except Refusal as refusal:
        intake.stopped(Reading("", shown), refusal)
    return intake
