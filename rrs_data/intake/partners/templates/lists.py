"""Lists: the words to choose from, on a hidden sheet of the template."""

from __future__ import annotations

from xlsxwriter.utility import quote_sheetname, xl_col_to_name
from xlsxwriter.workbook import Workbook

from rrs_data.intake.schema import Column, Register, Schema
from rrs_data.language.language import Language

LAST_ROW = 1_048_576
"""The last row of a sheet, by the format's own limit."""


def words(column: Column, language: Language) -> dict[str, str]:
    """The words for a column's values in a language, by the values; empty where any text goes."""
    if column.type == "boolean":
        return {"true": language.t("yes"), "false": language.t("no")}
    return {value: column.choice(value, language.code) for value in column.allowed}


class Lists:
    """The lists of one workbook; equal lists stand there once."""

    def __init__(self, book: Workbook, language: Language) -> None:
        """Begin the hidden sheet. It is written after all other sheets were added."""
        self._book = book
        self._language = language
        self._name = language.t("Lists")
        self._places: dict[tuple[str, ...], int] = {}

    def source(self, column: Column) -> str:
        """The cells that hold a column's words, as a formula."""
        own = tuple(words(column, self._language).values())
        place = xl_col_to_name(self._places.setdefault(own, len(self._places)), True)
        return f"={quote_sheetname(self._name)}!{place}$1:{place}${len(own)}"

    def write(self) -> None:
        """Write the sheet with all lists that were asked for."""
        sheet = self._book.add_worksheet(self._name)
        for own, place in self._places.items():
            sheet.write_column(0, place, own)
        sheet.hide()


def ids(register: Register, key: str, schema: Schema, language: Language) -> str:
    """The ids that were filled in on another register's sheet, as a formula.

    Only as many rows as are filled: a list to choose from has no empty lines at its end.
    """
    sheet = quote_sheetname(language.pick(schema.registers[register.name].titles))
    place = xl_col_to_name(list(register.column).index(key), True)
    column = f"{sheet}!{place}$2:{place}${LAST_ROW}"
    return f"=OFFSET({sheet}!{place}$2,0,0,MAX(1,COUNTA({column})),1)"
