"""Small registers for tests: a few rows of each, with believable values where none are given."""

import csv
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import yaml

from rrs_data.intake.checks.cell_rules import ARROW, PANDAS
from rrs_data.intake.findings import Rows
from rrs_data.intake.registers import Registers, with_derived
from rrs_data.intake.schema import SHIPPED, load_schema
from tools.partners.register_workbook import write_template

SCHEMA = load_schema()

DEFAULTS = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))

IDS = {
    "organisations": "ORG-{:03}",
    "people": "P-{:06}",
    "events": "EV-{:03}",
    "services": "SV-{:03}",
    "grants": "GR-{:03}",
    "prizes": "PZ-{:02}",
}


def ident(register, number):
    """The id of a register's row by its place, counted from 1: ``ORG-001``."""
    return IDS[register].format(number)


def came(*pairs, **values):
    """Attendances: pairs of an event's and a person's number."""
    return [
        {"event_id": ident("events", event), "person_id": ident("people", person), **values}
        for event, person in pairs
    ]


def complete(register, rows, schema=SCHEMA):
    """Rows with every column of the register, as text; ids count from 1."""
    schema = schema.registers[register]
    empty = dict.fromkeys(schema.column, "")
    return [
        {
            **empty,
            **({schema.key[0]: ident(register, number)} if register in IDS else {}),
            **{name: text for name, text in DEFAULTS.get(register, {}).items() if name in empty},
            **row,
        }
        for number, row in enumerate(rows, start=1)
    ]


def registers_of(**rows):
    """Registers of these rows, without files; a register that is not given has none."""
    return Registers(
        schema=SCHEMA,
        frames={
            name: _frame(name, rows[name]) if rows.get(name) else _no_rows(name)
            for name in SCHEMA.registers
        },
        hashes=dict.fromkeys(SCHEMA.registers, "0" * 64),
        counts={name: Rows(len(rows.get(name, []))) for name in SCHEMA.registers},
    )


@lru_cache
def _no_rows(name):
    return _frame(name, [])


def _frame(name, rows):
    completed = complete(name, rows)
    columns = {"row": pd.Series(range(2, len(rows) + 2), dtype="int64")}
    for column in SCHEMA.registers[name].columns:
        texts = pa.array([row[column.name] or None for row in completed], pa.string())
        typed = texts.cast(ARROW.get(column.type, "string"))
        columns[column.name] = typed.to_pandas(types_mapper=PANDAS.get)
    return with_derived(SCHEMA.registers[name], pd.DataFrame(columns))


def write_registers(directory, schema=SCHEMA, **rows):
    """A directory with every register as CSV; a register that is not given has its header only."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, register in schema.registers.items():
        with (directory / register.path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(register.column))
            writer.writeheader()
            writer.writerows(complete(name, rows.get(name, []), schema))
    return directory


@lru_cache
def shipped_rows():
    """The rows of the shipped registers, as they stand in their files."""
    found = {}
    for name, register in SCHEMA.registers.items():
        with (SHIPPED / register.path).open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


def write_workbook(path, language="en", **rows):
    """The same as one workbook, such as partners fill in."""
    completed = {name: complete(name, given) for name, given in rows.items()}
    write_template(path, SCHEMA, language, completed)
    return path
