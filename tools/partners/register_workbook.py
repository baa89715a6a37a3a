"""The workbook that partners fill in: a guide, a sheet for each register, and lists behind them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from rrs_data.intake.schema import Register, Schema
from tools.partners.template import DARK, LAST_ROW, Template, rules_of, write_lists

CREATED = datetime(2012, 10, 1, tzinfo=UTC)
"""The day that every workbook says it was made on, so that its bytes are always the same."""

HEADER_HEIGHT = 48
"""Points: room for a title of three lines."""
WIDTH, TEXT_WIDTH, GUIDE_WIDTHS = 16, 40, (24, 32, 90)
"""Characters of a column, of one with free text, and of the columns of the guide."""
NOTE = {"author": "", "x_scale": 2.4, "y_scale": 1.6, "font_size": 10}

Row = Mapping[str, str]
"""A row of a register: its cells in the schema's form, by technical names."""


def write_template(
    path: Path | BytesIO, schema: Schema, code: str, rows: Mapping[str, Iterable[Row]] | None = None
) -> None:
    """Write a workbook to fill in, in a language: the same bytes every time.

    ``rows`` are rows to begin with, by register: cells in the schema's form. Raises OSError.
    """
    with Workbook(path) as book:
        template = Template(book, schema, code)
        title = template.language.t("Registers of the program")
        book.set_properties({"title": title, "created": CREATED})
        _write_guide(template)
        for name, register in schema.registers.items():
            sheet = book.add_worksheet(template.sheet_name(register))
            _write_header(sheet, register, template)
            _write_rows(sheet, register, (rows or {}).get(name, ()), template)
        write_lists(template)


def _write_header(sheet: Worksheet, register: Register, template: Template) -> None:
    """Write the header with its notes, and give every column its width, format and rules."""
    sheet.set_row(0, HEADER_HEIGHT)
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(register.columns):
        words = template.words(column).values()
        free = column.type == "string" and not words and not column.name.endswith("_id")
        width = TEXT_WIDTH if free else max([WIDTH, *(len(word) + 4 for word in words)])
        sheet.set_column(index, index, width, template.column_style(column))
        style = template.header_style(required=column.required)
        sheet.write_string(0, index, template.header(column), style)
        if note := template.explain(column, register):
            sheet.write_comment(0, index, note, NOTE)
        if rules := rules_of(template, register, column):
            title = template.language.t("This does not fit")
            sheet.data_validation(1, index, LAST_ROW - 1, index, {"error_title": title, **rules})


def _write_rows(
    sheet: Worksheet, register: Register, rows: Iterable[Row], template: Template
) -> None:
    """Write rows below the header, as a person would fill them in."""
    styles = [template.column_style(column) for column in register.columns]
    words = [template.words(column) for column in register.columns]
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(register.columns):
            text = row[column.name]
            if text == "":
                continue
            if column.type == "date":
                sheet.write_datetime(number, index, date.fromisoformat(text), styles[index])
            elif column.type in ("number", "integer"):
                sheet.write_number(number, index, float(text), styles[index])
            else:
                sheet.write_string(number, index, words[index].get(text, text), styles[index])


def _write_guide(template: Template) -> None:
    """Add the first sheet: rules, then what every register and every column is for."""
    sheet = template.book.add_worksheet(template.language.t("Instructions"))
    for index, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.hide_gridlines(2)
    top = {"text_wrap": True, "valign": "top"}
    styles = {
        "title": template.book.add_format({"bold": True, "font_size": 16, "font_color": DARK}),
        "heading": template.book.add_format({**top, "bold": True, "font_color": DARK}),
        "text": template.book.add_format(top),
        "strong": template.book.add_format({**top, "bold": True}),
        "header": template.header_style(),
        "row": template.book.add_format({**top, "border": 1}),
    }
    for number, (kind, *texts) in enumerate(_guide(template)):
        for index, text in enumerate(texts):
            style = "heading" if index == 0 and kind in ("text", "strong") else kind
            sheet.write(number, index, text, styles[style])


def _guide(template: Template) -> Iterator[tuple[str, ...]]:
    """The lines of the guide: how each looks, and its texts from the first column on."""
    t, registers = template.language.t, template.schema.registers.values()
    yield "title", t("Registers of the program: a workbook to fill in")
    about = t("Each sheet is a register, each row one thing. The report is counted from them.")
    yield "text", "", "", about
    yield from _rules(template)
    yield "text", t("The sheets")
    yield "header", t("Sheet"), "", t("What it is for")
    for register in registers:
        about = template.language.pick(register.descriptions)
        yield "row", template.sheet_name(register), "", about
    yield "text", t("The columns")
    yield "header", t("Sheet"), t("Column"), t("What to write")
    for register in registers:
        for column in register.columns:
            explained = template.explain(column, register)
            yield "row", template.sheet_name(register), template.header(column), explained


def _rules(template: Template) -> Iterator[tuple[str, ...]]:
    """How to fill in, and what never to write."""
    t, day = template.language.t, template.day
    how = [
        t(
            "Write from the second row on, without empty rows, totals or merged cells. Leave the"
            " first row and the names of the sheets as they are."
        ),
        t(
            "A column with an asterisk (*) is required. Leave other cells empty where nothing is"
            " known: zero is a number, not the lack of one."
        ),
        t("Where a cell offers a list, choose from it."),
        t("Write days as {day}, numbers and amounts without words and signs.", day=day),
        t(
            "Codes join the sheets: write organizations, people and events first, then the rows"
            " that name their codes. A sheet that you do not need stays empty."
        ),
    ]
    never = [
        t(
            "No names of people, phones, e-mail or postal addresses, birth dates or numbers of"
            " documents: not in any cell, title or note."
        ),
        t(
            "Who takes part in civil society can be at risk for it years later. The list of who has"
            " which code stays with you."
        ),
    ]
    for kind, heading, texts in (
        ("text", t("How to fill in"), how),
        ("strong", t("What never to write"), never),
    ):
        yield from ((kind, "" if at else heading, "", text) for at, text in enumerate(texts))
