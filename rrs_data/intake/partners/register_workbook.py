"""The workbook that partners fill in: a guide, a sheet for each register, and lists behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from rrs_data.intake.partners.guide_sheet import write_guide
from rrs_data.intake.partners.template import LAST_ROW, Template, rules_of, write_lists
from rrs_data.intake.schema import Column, Register, Schema, load_schema
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

LANGUAGES = ("ru", "en")
CREATED = datetime(2012, 10, 1, tzinfo=UTC)
"""The day that every workbook says it was made on, so that its bytes are always the same."""

HEADER_HEIGHT = 48
"""Points: room for a title of three lines."""
WIDTHS = {"date": 14, "number": 14, "integer": 10, "boolean": 14, "string": 18}
"""Characters of a column, by its type."""
TEXT_WIDTH, TITLE_WIDTH = 30, 44
NOTE = {"author": "", "x_scale": 2.4, "y_scale": 1.6, "font_size": 10}

Row = Mapping[str, str]
"""A row of a register: its cells in the schema's form, by technical names."""


def write_template(
    path: Path, schema: Schema, code: str, rows: Mapping[str, Iterable[Row]] | None = None
) -> None:
    """Write a workbook to fill in, in a language: the same bytes every time.

    ``rows`` are rows to begin with, by register: cells in the schema's form. Raises OSError.
    """
    with Workbook(path) as book:
        template = Template(book, schema, code)
        title = template.language.t("Registers of the programme")
        book.set_properties({"title": title, "created": CREATED})
        write_guide(template)
        for name, register in schema.registers.items():
            sheet = book.add_worksheet(template.sheet_name(register))
            _write_header(sheet, register, template)
            _write_rules(sheet, register, template)
            _write_rows(sheet, register, (rows or {}).get(name, ()), template)
        write_lists(template)


def write_templates(directory: Path, languages: Sequence[str]) -> list[Path]:
    """Write a workbook for each language into a directory.

    A workbook that is there already is left as it is. Raises FaultsError when it has another
    content: somebody may have filled it in.
    """
    schema = load_schema()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".", dir=directory) as scratch:
            made = {code: Path(scratch) / f"rrs-registers-{code}.xlsx" for code in languages}
            for code, path in made.items():
                write_template(path, schema, code)
            raise_if_any(list(_filled_in(made.values(), directory)))
            return [path.replace(directory / path.name) for path in made.values()]
    except OSError as error:
        raise FaultsError([Fault.not_writable(directory, error)]) from None


def _filled_in(made: Iterable[Path], directory: Path) -> Iterator[Fault]:
    for path in made:
        existing = directory / path.name
        if existing.exists() and existing.read_bytes() != path.read_bytes():
            yield Fault(
                f"OUTPUT, {existing}",
                "a workbook that is not an empty template; it may be filled in",
                "no such file, or the template as it is written",
                "move it away, or choose another directory with OUTPUT=",
            )


def _write_header(sheet: Worksheet, register: Register, template: Template) -> None:
    """Write the header with its notes, the columns' widths and formats, and how it is printed."""
    sheet.set_row(0, HEADER_HEIGHT)
    for index, column in enumerate(register.columns):
        sheet.set_column(index, index, _width(column, template), template.column_style(column))
        style = template.header_style(required=column.required)
        sheet.write_string(0, index, template.header(column), style)
        if note := template.explain(column, register):
            sheet.write_comment(0, index, note, NOTE)
    sheet.freeze_panes(1, 1)
    sheet.set_selection(1, 0, 1, 0)
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def _width(column: Column, template: Template) -> int:
    """The width of a column, in characters: its longest word to choose, or by its type."""
    words = template.words(column).values()
    if column.type == "string" and not words and not column.name.endswith("_id"):
        return TITLE_WIDTH if column.name.startswith(("title", "nomination")) else TEXT_WIDTH
    return max([WIDTHS[column.type], *(len(word) + 4 for word in words)])


def _write_rules(sheet: Worksheet, register: Register, template: Template) -> None:
    """Give every column its rules, from the second row to the last."""
    title = template.language.t("This does not fit")
    for index, column in enumerate(register.columns):
        if rules := rules_of(template, register, column):
            options = {"error_title": title, **rules}
            sheet.data_validation(1, index, LAST_ROW - 1, index, options)


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
