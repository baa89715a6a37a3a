"""A template for partners: the words, the explanations and the look that all its sheets share."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from rrs_data.intake.schema import Column, Register, Schema
from rrs_data.language.language import Language

INK, PAPER = "#22303c", "#ffffff"
REQUIRED, OPTIONAL = "#17506b", "#dfe8ee"
"""The colours of the reports; a header's colour only repeats what its asterisk says."""
LINE = "#aebbc6"

MARK = " *"
"""Follows the header of a required column."""

DAYS = {"en": ("yyyy-mm-dd", "2014-09-30"), "ru": ("dd.mm.yyyy", "30.09.2014")}
"""How a day is shown, and an example. A cell holds a day, not a text: nothing depends on this."""

TEXT = "@"
"""A cell of text: Excel makes no date of 1-2 in it, and no number of 007."""


class Template:
    """One workbook in one language; ``lists`` are the words to choose from, each list once."""

    def __init__(self, book: Workbook, schema: Schema, code: str) -> None:
        """Begin a workbook in a language, with nothing in it."""
        self.book, self.schema, self.language = book, schema, Language(code)
        self.shown_day, self.day = DAYS[code]
        self.lists: dict[tuple[str, ...], int] = {}

    def sheet_name(self, register: Register) -> str:
        """What the sheet of a register is called."""
        return self.language.pick(register.titles)

    def header(self, column: Column) -> str:
        """A column's header: its title, marked where the column is required."""
        return self.language.pick(column.titles) + (MARK if column.required else "")

    def words(self, column: Column) -> dict[str, str]:
        """The words for a column's values, by the values; empty where any text goes."""
        if column.type == "boolean":
            return {"true": self.language.t("yes"), "false": self.language.t("no")}
        return {value: column.choice(value, self.language.code) for value in column.allowed}

    def explain(self, column: Column, register: Register) -> str:
        """What belongs in a column: what it means, how it is written, what to choose from."""
        described = self.language.pick(column.descriptions) if column.descriptions else ""
        pointed_to = {
            key.column: self.schema.registers[key.register] for key in register.foreign_keys
        }
        if column.name in pointed_to:
            sheet = self.sheet_name(pointed_to[column.name])
            parts = [self.language.t("A code from the sheet “{sheet}”.", sheet=sheet), described]
        else:
            parts = [described, *self._how_to_write(column)]
        return " ".join(part for part in parts if part)

    def _how_to_write(self, column: Column) -> list[str]:
        t = self.language.t
        if words := self.words(column):
            return [t("One of: {words}.", words=", ".join(words.values()))]
        kind = ""
        if column.type == "date":
            kind = t("A day, such as {day}.", day=self.day)
        elif column.type == "number":
            kind = t("A number, in US dollars.") if column.unit == "USD" else t("A number.")
        return [kind, t("For example: {example}", example=column.example) if column.example else ""]

    def style(self, **properties: object) -> Format:
        """A format in the template's ink and size."""
        return self.book.add_format({"font_color": INK, "font_size": 11, **properties})

    def boxed(self, **properties: object) -> Format:
        """The format of a cell of a table, its text on as many lines as it needs."""
        return self.style(text_wrap=True, border=1, border_color=LINE, **properties)

    def header_style(self, *, required: bool = True) -> Format:
        """The format of a header: dark where its column is required."""
        return self.boxed(
            bold=True,
            valign="vcenter",
            font_color=PAPER if required else INK,
            bg_color=REQUIRED if required else OPTIONAL,
        )

    def column_style(self, column: Column) -> Format:
        """The format of a column's cells."""
        numbers = "#,##0.00" if column.unit == "USD" else "General"
        shown = {"date": self.shown_day, "integer": "0", "number": numbers}
        return self.style(num_format=shown.get(column.type, TEXT), valign="top")
