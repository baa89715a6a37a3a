"""Small files for tests: the shipped registers, and single ones, in every form they may come in."""

import csv
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from rrs_data.intake.schema import load_schema
from rrs_data.intake.source import take_in

SCHEMA = load_schema()
PRIZES = SCHEMA.registers["prizes"]
HEADER = list(PRIZES.column)
PRIZE = ["PZ-01", "ORG-087", "Партнёрство", "Partnership", "2013-04-29", "2015-06-19"]


def prizes(*rows, header=HEADER, separator=","):
    """A register of prizes as CSV text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue()


def workbook(sheets, then=None, **options):
    """A workbook with a sheet for each name; ``then`` is given the workbook and its sheets."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, options)
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


def parquet(columns, rows=1000):
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, row_group_size=rows)
    return stream.getvalue()


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


def read(path, data):
    """A file of prizes that can be read, with its findings."""
    raw, _ = taken(path, data)
    assert raw is not None
    return raw


def refused(path, data):
    """The one reason for which a file of prizes is not read at all."""
    raw, [finding] = taken(path, data)
    assert raw is None
    return finding
