"""A register's sheet in a template: headers with notes, formats, and rows where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from xlsxwriter.worksheet import Worksheet

from rrs_data.intake.partners.templates.explanations import explain, header
from rrs_data.intake.partners.templates.lists import words
from rrs_data.intake.partners.templates.styles import Styles
from rrs_data.intake.schema import Column, Register, Schema
from rrs_data.language.language import Language

HEADER_HEIGHT = 48
"""Points: room for a title of three lines."""
WIDTHS = {"date": 14, "number": 14, "integer": 10, "boolean": 14, "string": 18}
TITLE_WIDTH = 44
NOTE = {"x_scale": 2.4, "y_scale": 1.6, "font_size": 10}

Row = Mapping[str, str]
"""A row of a register: its cells in the schema's form, by technical names."""


def write_sheet(
    sheet: Worksheet, register: Register, schema: Schema, styles: Styles, language: Language
) -> None:
    """Write the header, the columns' widths and formats, and how the sheet is printed."""
    sheet.set_row(0, HEADER_HEIGHT)
    for place, column in enumerate(register.columns):
        title = header(column, language)
        sheet.set_column(place, place, _width(column, language), styles.values(column))
        sheet.write_string(0, place, title, styles.header(required=column.required))
        if note := explain(column, register, schema, language):
            sheet.write_comment(0, place, note, {"author": "", **NOTE})
    sheet.freeze_panes(1, 1)
    sheet.set_selection(1, 0, 1, 0)
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def fill(
    sheet: Worksheet, register: Register, rows: Iterable[Row], styles: Styles, language: Language
) -> None:
    """Write rows below the header, as a person would fill them in."""
    shown = [
        (column, words(column, language), styles.values(column)) for column in register.columns
    ]
    for number, row in enumerate(rows, start=1):
        for place, (column, own, style) in enumerate(shown):
            text = row[column.name]
            if text == "":
                continue
            value = own.get(text, text)
            if column.type == "date":
                sheet.write_datetime(number, place, date.fromisoformat(text), style)
            elif column.type in ("number", "integer"):
                sheet.write_number(number, place, float(text), style)
            else:
                sheet.write_string(number, place, value, style)


def _width(column: Column, language: Language) -> float:
    """The width of a column, in characters: its longest word to choose, or by its type."""
    own = words(column, language).values()
    if column.type == "string" and not own and not column.name.endswith("_id"):
        return TITLE_WIDTH if column.name.startswith(("title", "nomination")) else 30
    return max([WIDTHS[column.type], *(len(word) + 4 for word in own)])
