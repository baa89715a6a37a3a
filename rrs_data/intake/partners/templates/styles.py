"""Styles: how the cells of a template look."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from rrs_data.intake.schema import Column

INK, PAPER, QUIET = "#22303c", "#ffffff", "#55626e"
REQUIRED, OPTIONAL = "#17506b", "#dfe8ee"
"""The colours of the reports; a header's colour only repeats what its asterisk says."""
LINE = "#aebbc6"

DATES = {"en": "yyyy-mm-dd", "ru": "dd.mm.yyyy"}
"""How a day is shown. The cell holds a day, not a text, so that nothing depends on it."""
TEXT = "@"
"""A cell of text: Excel makes no date of 1-2 in it, and no number of 007."""


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook, language: str) -> None:
        """Make the formats; ``language`` decides how a day is shown."""
        self._book = book
        self._language = language
        self.title = self._made(bold=True, font_size=16, font_color=REQUIRED)
        self.heading = self._made(bold=True, font_size=12, font_color=REQUIRED)
        self.text = self._made(text_wrap=True, valign="top")
        self.warning = self._made(text_wrap=True, valign="top", bold=True)
        self.cell = self._made(text_wrap=True, valign="top", border=1, border_color=LINE)

    def header(self, *, required: bool = True) -> Format:
        """The format of a header: dark where its column is required."""
        return self._made(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color=LINE,
            font_color=PAPER if required else INK,
            bg_color=REQUIRED if required else OPTIONAL,
        )

    def values(self, column: Column) -> Format:
        """The format of a column's cells."""
        return self._made(num_format=self._shown(column), valign="top")

    def _shown(self, column: Column) -> str:
        if column.type == "date":
            return DATES[self._language]
        if column.type == "integer":
            return "0"
        if column.type == "number":
            return "#,##0.00" if column.unit == "USD" else "General"
        return TEXT

    def _made(self, **properties: object) -> Format:
        return self._book.add_format({"font_color": INK, "font_size": 11, **properties})
