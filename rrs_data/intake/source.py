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
from rrs_data.intake.raw import Numbered, Raw, Reading, Refusal, refuse_more, to_raw
from rrs_data.intake.schema import Register, Schema
from rrs_data.language.language import Language

if TYPE_CHECKING:
    from rrs_data.intake.workbook import Sheet

NO_REGISTERS = ("duplicates.csv", "changes.csv", "findings.csv")
"""Files that lie with the registers and are none."""

INSTRUCTIONS = ("как заполнять", "how to fill in", "инструкция", "instructions", "списки", "lists")
"""Sheets that hold no rows, as people call them; the workbooks' own are in the catalogues."""

Read = Callable[[Register], tuple[list[str], Numbered]]
"""What reads a register: it gives the header and the rows."""


@dataclass
class Intake:
    """What has been taken in: the registers that could be read, and what is wrong with the rest.

    ``_met`` has where each register stands, read or not.
    """

    schema: Schema
    raws: dict[str, Raw] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    _met: dict[str, Reading] = field(default_factory=dict)
    _size: int = 0

    def file(self, file: files.File) -> None:
        """Take in a file: a register, or a workbook with several."""
        name = words.register_of(file.name.rpartition(".")[0], self.schema)
        reading = Reading(name or "", file.shown)
        if file.expected is None or file.name in NO_REGISTERS:
            return
        try:
            if name or file.expected not in ("CSV", "Parquet"):
                self._content(file, reading)
            elif file.suffix != ".txt":
                self._report(reading, "file-unknown")
        except Refusal as refusal:
            self.stopped(reading, refusal)

    def database(self, address: str, shown: str) -> None:
        """Take in the tables of a database."""
        from rrs_data.intake.typed_tables import database_tables  # slow to import, seldom needed

        for name, table, read in database_tables(address, self.schema):
            self._take(Reading(name, shown, raw.plain(table)), read)

    def report_missing(self, shown: str) -> None:
        """Report the registers that were not met; of a directory (``…/``) the file of each."""
        for name, register in self.schema.registers.items():
            if name not in self._met:
                file = f"{shown}{register.path}" if shown.endswith("/") else shown
                self._report(Reading(name, file), "register-missing")

    def stopped(self, reading: Reading, refusal: Refusal) -> None:
        """Report what stopped the reading of a register."""
        if reading.register:
            self._met.setdefault(reading.register, reading)
        self.findings += reading.stopped(refusal)

    def _content(self, file: files.File, reading: Reading) -> None:
        """Take in what a file holds, when there is room for it."""
        data = file.content()
        self._size += len(data)
        refuse_more("large-together", self._size, limits.SOURCE_BYTES)
        if file.expected == "XLSX":
            self._workbook(data, reading)
        elif file.expected == "CSV":
            self._take(reading, lambda register: read_delimited(data, register, reading), data)
        else:
            from rrs_data.intake.typed_tables import read_parquet

            self._take(reading, lambda _: read_parquet(data), data)

    def _workbook(self, data: bytes, whole: Reading) -> None:
        """Take in the sheets that are registers; where none is, the first is the file's own."""
        from rrs_data.intake.privacy.margins import margins_of_sheet
        from rrs_data.intake.workbook import read_workbook

        sheets, margins = read_workbook(data)
        for rule, *_, value in margins:
            self._report(Reading(whole.register, whole.file), rule, value=value)
        named = [words.register_of(one.sheet.title, self.schema) for one in sheets]
        if whole.register and not any(named):
            first = next((at for at, one in enumerate(sheets) if self._may_hold_rows(one)), 0)
            named[first] = whole.register
        for name, sheet in zip(named, sheets, strict=True):
            reading = Reading(name or "", whole.file, raw.plain(sheet.sheet.title))
            if name:
                self._take(reading, partial(sheet.read, reading=reading), data)
                continue
            for rule, row, column, value in margins_of_sheet(sheet.sheet):
                reading.add(rule, row=row, column=column, value=value)
            if self._may_hold_rows(sheet):
                reading.add("sheet-unknown", names=", ".join(self.schema.registers))
            self.findings += reading.findings()

    def _take(self, reading: Reading, read: Read, data: bytes = b"") -> None:
        """Take in a register that is met for the first time; that it is met again is reported."""
        if other := self._met.get(reading.register):
            where = ", ".join(filter(None, [other.file, other.sheet]))
            self._report(reading, "register-twice", other=where)
            return
        self._met[reading.register] = reading
        register = self.schema.registers[reading.register]
        try:
            self.raws[register.name] = to_raw(*read(register), register, reading, data)
        except Refusal as refusal:
            self.stopped(reading, refusal)

    def _may_hold_rows(self, sheet: "Sheet") -> bool:
        """Whether a sheet is neither empty nor a guide, in whichever language of the registers."""
        spoken = [Language(code) for code in self.schema.languages if localedata.exists(code)]
        guides = [name for one in spoken for name in (one.t("Instructions"), one.t("Lists"))]
        known = {*INSTRUCTIONS, *map(str.casefold, guides)}
        return bool(sheet.cells) and sheet.sheet.title.strip().casefold() not in known

    def _report(self, reading: Reading, rule: str, **details: Any) -> None:
        details["names"] = ", ".join(self.schema.registers)
        if register := self.schema.registers.get(reading.register):
            details |= {"title": register.titles, "columns": ",".join(register.column)}
        reading.add(rule, **details)
        self.findings += reading.findings()


def take_in(source: str | Path, schema: Schema) -> Intake:
    """Take in the registers of a directory, file, fsspec address or database; raise nothing."""
    intake, address = Intake(schema), os.fspath(source)
    shown = files.shown_address(address)
    try:
        if (kind := files.kind_of(address)) == "database":
            intake.database(address, shown)
        else:
            path = files.local_path(address)
            shown = files.shown_path(path) if kind == "path" else shown
            stems = [register.path.rpartition(".")[0] for register in schema.registers.values()]
            names = [[f"{stem}{suffix}" for suffix in files.SUFFIXES] for stem in stems]
            own = files.local_files(path) if kind == "path" else files.remote_files(address, names)
            for file in own:
                intake.file(file)
            if [file.shown for file in own] != [shown]:
                shown = f"{shown.rstrip('/')}/"
        intake.report_missing(shown)
    except Refusal as refusal:
        intake.stopped(Reading("", shown), refusal)
    intake.raws = {name: intake.raws[name] for name in schema.registers if name in intake.raws}
    return intake
