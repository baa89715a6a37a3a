"""Writes the broken registers: CSV, and a workbook."""

from __future__ import annotations

import csv
import io
import zipfile

import xlsxwriter

from tests.broken.copy_of import GONE, SCHEMA, SHEETS, WORKBOOK, Broken

UNSOLVED = -0.125
UNSOLVED_XML = f"<v>{UNSOLVED}</v>".encode()
"""A result that is taken out of the workbook again: the writer puts one to every formula."""


def write(broken: Broken) -> None:
    """Write all registers that are there."""
    for name in SCHEMA.registers:
        if name not in (*SHEETS, *GONE):
            _write_text(broken, name)
    _write_workbook(broken)


def _write_text(broken: Broken, name: str) -> None:
    lines = [_line([header for _, header in broken.headers[name]])] if broken.headers[name] else []
    columns = [column for column, _ in broken.headers[name]] or list(SCHEMA.registers[name].column)
    for place, row in enumerate(broken.rows[name]):
        line = _line([row.get(c, broken.others.get(c, {}).get(place, "")) for c in columns])
        lines.append(broken.mangled.get((name, place), str)(line))
    path = broken.directory / SCHEMA.registers[name].path
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def _line(texts: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue()


def _write_workbook(broken: Broken) -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        for name, title in SHEETS.items():
            _write_sheet(broken, name, book.add_worksheet(title))
        book.get_worksheet_by_name(SHEETS["targets"]).hide()
        book.add_worksheet("Черновик").write_string("A1", "не забыть")
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(broken.directory / WORKBOOK, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(UNSOLVED_XML, b""))
        target.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")


def _write_sheet(broken: Broken, name: str, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, [header for _, header in broken.headers[name]])
    for place, row in enumerate(broken.rows[name]):
        for column, (key, _) in enumerate(broken.headers[name]):
            formula, result = broken.formulas.get((name, place, key), ("", ""))
            if formula:
                sheet.write_formula(place + 1, column, formula, None, result)
            elif (name, place, key) == broken.merged:
                sheet.merge_range(place + 1, column, place + 1, column + 1, row[key])
                break
            else:
                sheet.write_string(place + 1, column, row[key])
