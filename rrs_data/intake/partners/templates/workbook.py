"""The workbook of a template: a guide, a sheet for each register, and the lists behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook

from rrs_data.intake.partners.templates.guide import write_guide
from rrs_data.intake.partners.templates.lists import Lists
from rrs_data.intake.partners.templates.sheet import Row, fill, write_sheet
from rrs_data.intake.partners.templates.styles import Styles
from rrs_data.intake.partners.templates.validation import Validation
from rrs_data.intake.schema import Schema
from rrs_data.language.language import Language

LANGUAGES = ("ru", "en")
CREATED = datetime(2012, 10, 1, tzinfo=UTC)
"""The day that every workbook says it was made on, so that its bytes are always the same."""


def file_name(language: str) -> str:
    """What a template's file is called."""
    return f"rrs-registers-{language}.xlsx"


def write_template(
    path: Path, schema: Schema, code: str, rows: Mapping[str, Iterable[Row]] | None = None
) -> None:
    """Write a workbook to fill in, in a language: the same bytes every time.

    ``rows`` are rows to begin with, by register: cells in the schema's form. Raises OSError.
    """
    language = Language(code)
    with Workbook(path) as book:
        book.set_properties({"title": language.t("Registers of the programme"), "created": CREATED})
        styles, lists = Styles(book, code), Lists(book, language)
        write_guide(book, schema, styles, language)
        for name, register in schema.registers.items():
            sheet = book.add_worksheet(language.pick(register.titles))
            write_sheet(sheet, register, schema, styles, language)
            Validation(register, schema, lists, language).write(sheet)
            fill(sheet, register, (rows or {}).get(name, ()), styles, language)
        lists.write()
