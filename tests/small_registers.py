"""Small registers for tests: a few rows of each, believable where none are given, in any form."""

import csv
import io
import zipfile
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import xlsxwriter
import yaml

from rrs_data.intake.checks.cell_rules import ARROW, PANDAS
from rrs_data.intake.findings import Rows
from rrs_data.intake.registers import Registers, with_derived
from rrs_data.intake.schema import SHIPPED, load_schema
from rrs_data.intake.source import take_in
from tools.partners.register_workbook import write_template

SCHEMA = load_schema()

DEFAULTS = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))

IDS = DEFAULTS.pop("ids")


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


PRIZES = SCHEMA.registers["prizes"]
HEADER = list(PRIZES.column)
PRIZE = ["PZ-01", "ORG-087", "Партнёрство", "Partnership", "2013-04-29", "2015-06-19"]


def prizes(*rows, separator=","):
    """A register of prizes as CSV text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows([HEADER, *rows])
    return stream.getvalue()


def workbook(sheets, then=None):
    """A workbook with a sheet for each name; ``then`` is given the workbook and its sheets."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    made = {}
    for name, rows in sheets.items():
        made[name] = sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    if then:
        then(book, made)
    book.close()
    return stream.getvalue()


def rewritten(archive, **parts):
    """A workbook of which some parts, named by their stems (``sheet1``), are changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            change = parts.get(Path(one.filename).stem, bytes)
            new.writestr(one.filename, change(old.read(one)))
    return stream.getvalue()


BOOK = workbook({"prizes": [HEADER, PRIZE]})
"""A workbook of prizes."""


def changed(old, new):
    """The workbook with its sheet's XML changed in one place."""

    def change(xml):
        assert old.encode() in xml
        return xml.replace(old.encode(), new.encode(), 1)

    return rewritten(BOOK, sheet1=change)


def all_findings(intake):
    """The findings of the source and of its registers."""
    return [*intake.findings, *(one for raw in intake.raws.values() for one in raw.findings)]


def told(findings):
    """The findings as their rules and rows."""
    return [(finding.rule, finding.row) for finding in findings]


def rows(raw):
    """The rows of a raw register: number and cells."""
    cells = [list(row.values()) for row in raw.cells.to_pylist()]
    return list(zip(raw.rows.to_pylist(), cells, strict=True))


def taken(path, data):
    """A file of prizes as it is read, and what is found wrong with it."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    intake = take_in(path, SCHEMA)
    found = [one for one in all_findings(intake) if one.rule != "register-missing"]
    return intake.raws.get("prizes"), found


def refused(path, data):
    """The one reason for which a file of prizes is not read at all."""
    raw, [finding] = taken(path, data)
    assert raw is None
    return finding
