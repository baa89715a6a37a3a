"""Registers: the programme's records as typed frames, with their rows numbered and hashed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from rrs_data import validate
from rrs_data.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.periods import Period
from rrs_data.programme import REGION
from rrs_data.schema import SHIPPED, Register, Schema, load_schema, read_descriptor
from rrs_data.texts import read_texts


@dataclass(frozen=True)
class Registers:
    """All registers of a programme.

    ``frames`` holds one frame per register: the schema's columns, typed, and ``row``, the row's
    number in the file as a spreadsheet shows it (the header is row 1). ``hashes`` holds each
    file's SHA-256. ``illustrative`` says that the rows are invented.
    """

    schema: Schema
    frames: dict[str, pd.DataFrame]
    hashes: dict[str, str]
    illustrative: bool = False
    _views: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The frame of one register."""
        return self.frames[name]

    def view(self, name: str) -> pd.DataFrame:
        """A register with the columns of the registers that it points to.

        Every foreign key adds the other register's columns under a dotted name: a row of
        ``attendances`` has ``event.level`` and ``person.organisation.country``. The join is many
        to one, so that no row is ever multiplied.
        """
        if name not in self._views:
            frame = self.frames[name]
            for key in self.schema.registers[name].foreign_keys:
                other = self.view(key.register).add_prefix(key.prefix)
                frame = frame.merge(
                    other,
                    how="left",
                    left_on=key.column,
                    right_on=key.prefix + key.key,
                    validate="many_to_one",
                )
            self._views[name] = frame
        return self._views[name]

    def slice(self, name: str, country: str, period: Period) -> pd.DataFrame:
        """The rows of a register's view that belong to a country (or the region) and a period."""
        view, register = self.view(name), self.schema.registers[name]
        if country != REGION:
            view = view[view[register.country] == country]
        if register.date:
            view = view[period.holds(view[register.date])]
        return view


def load_registers(directory: Path = SHIPPED) -> Registers:
    """Read and check all registers of a directory.

    Raises FaultsError with every fault of every register: files and columns that are missing,
    cells of a wrong type, values that are not allowed, ids that stand twice or point nowhere.
    """
    schema = load_schema()
    if not directory.is_dir():
        raise FaultsError([_no_directory(directory)])
    registers = list(schema.registers.values())
    descriptor, *frames = gather(
        lambda: read_descriptor(directory),
        *(lambda r=register: read_register(directory, r) for register in registers),
    )
    loaded = dict(zip(schema.registers, frames, strict=True))
    raise_if_any(
        [
            fault
            for register in registers
            for fault in validate.reference_faults(loaded, register, directory / register.path)
        ]
    )
    return Registers(
        schema=schema,
        frames={name: with_derived(name, frame) for name, frame in loaded.items()},
        hashes={r.name: _sha256(directory / r.path) for r in registers},
        illustrative=descriptor.get("illustrative") is True,
    )


def read_register(directory: Path, register: Register) -> pd.DataFrame:
    """Read one register: the schema's columns, typed, and ``row``. Raises FaultsError."""
    path = directory / register.path
    texts = _texts(path, register)
    rows = texts["row"]
    frame = pd.DataFrame({"row": rows})
    faults: list[Fault] = []
    for column in register.columns:
        frame[column.name] = validate.typed(texts[column.name], column)
        faults += validate.cell_faults(texts[column.name], frame[column.name], rows, column, path)
    faults += validate.key_faults(frame, register, path)
    faults += validate.order_faults(frame, register, path)
    raise_if_any(faults)
    return frame


def with_derived(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from a register's own columns: an event's ``days`` and ``cost`` (USD)."""
    if name != "events":
        return frame
    return frame.assign(
        days=(frame["end"] - frame["start"]).dt.days + 1,
        cost=frame[["cost_instruction", "cost_participants", "cost_travel"]].sum(axis=1),
    )


def _texts(path: Path, register: Register) -> pd.DataFrame:
    """The file's cells as text, with every column of the schema."""
    try:
        texts = read_texts(path)
    except FileNotFoundError:
        raise FaultsError([_no_register(path, register)]) from None
    missing = [column.name for column in register.columns if column.name not in texts]
    raise_if_any([_no_column(path, name, texts) for name in missing])
    return texts


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _no_directory(directory: Path) -> Fault:
    return Fault(
        str(directory),
        "no such directory",
        "a directory with the programme's registers as CSV files",
        "give its path with REGISTERS=",
    )


def _no_register(path: Path, register: Register) -> Fault:
    columns = ",".join(column.name for column in register.columns)
    return Fault(
        str(path),
        "no such file",
        f"the register “{register.titles['en']}”",
        f"add the file; without rows it holds one line: {columns}",
    )


def _no_column(path: Path, name: str, texts: pd.DataFrame) -> Fault:
    return Fault(
        f"{path}, column {name}",
        f"no such column; the file has {', '.join(texts.columns.drop('row'))}",
        f"a column named {name}",
        "add the column or correct its name in the first line",
    )
