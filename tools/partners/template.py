"""A template for partners: its words and look, and what Excel refuses and offers in its cells."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_col_to_name
from xlsxwriter.workbook import Workbook

from rrs_data.intake.schema import Column, ForeignKey, Register, Schema
from rrs_data.language.language import Language
from rrs_data.programme.programme import WRITTEN

DARK, PALE = "#17506b", "#dfe8ee"
"""A header is dark where its column is required; that only repeats what its asterisk says."""

SHEET = re.compile(r"[^\[\]:*?/\\']{1,31}")
"""What Excel takes for the name of a sheet."""

MARK = " *"
"""Follows the header of a required column."""

ISO, EXAMPLE = "yyyy-MM-dd", date(2014, 9, 30)
"""How a day is shown in the language of the code, and which. A cell holds a day, not a text."""

TEXT = "@"
"""A cell of text: Excel makes no date of 1-2 in it, and no number of 007."""

LAST_ROW = 1_048_576  # of a sheet, by the format's own limit
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)  # days outside were mistyped
MOST = 10**15  # registers keep numbers of at most fifteen digits

Rules = Mapping[str, Any]
"""As XlsxWriter takes them."""


class Template:
    """One workbook in one language; ``lists`` are the words to choose from, each list once."""

    def __init__(self, book: Workbook, schema: Schema, code: str) -> None:
        """Begin a workbook in a language, with nothing in it."""
        self.book, self.schema, self.language = book, schema, Language(code)
        usual = self.language.locale.date_formats["short"].pattern
        form = ISO if code == WRITTEN else re.sub("y+", "yyyy", usual)
        self.shown_day, self.day = form.lower(), format_date(EXAMPLE, form, locale=code)
        self.lists: dict[tuple[str, ...], int] = {}

    def sheet_name(self, register: Register) -> str:
        """What the sheet of a register is called."""
        title = self.language.pick(register.titles)
        return title if SHEET.fullmatch(title) else register.name

    def header(self, column: Column) -> str:
        """A column's header: its title, marked where the column is required."""
        return self.language.pick(column.titles) + (MARK if column.required else "")

    def words(self, column: Column) -> dict[str, str]:
        """The words for a column's values, by the values; empty where any text goes."""
        if column.type == "boolean":
            return {"true": self.language.t("yes"), "false": self.language.t("no")}
        words = {**column.labels, **column.choices}
        return {
            value: self.language.pick(words.get(value, {"": value})) for value in column.allowed
        }

    def explain(self, column: Column, register: Register) -> str:
        """What belongs in a column: what it means, how it is written, what to choose from."""
        t, words = self.language.t, self.words(column)
        described = self.language.pick(column.descriptions) if column.descriptions else ""
        keys = {key.column: self.schema.registers[key.register] for key in register.foreign_keys}
        if other := keys.get(column.name):
            source = t("A code from the sheet “{sheet}”.", sheet=self.sheet_name(other))
            return f"{source} {described}".strip()
        kind = example = ""
        if words:
            kind = t("One of: {words}.", words=", ".join(words.values()))
        elif column.type == "date":
            kind = t("A day, such as {day}.", day=self.day)
        elif column.type == "number":
            kind = t("An amount of money.") if column.unit == "money" else t("A number.")
        if column.example and not words:
            example = t("For example: {example}", example=column.example)
        return " ".join(filter(None, [described, kind, example]))

    def header_style(self, *, required: bool = True) -> Format:
        """The format of a header."""
        ink, ground = ("#ffffff", DARK) if required else (DARK, PALE)
        look = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        return self.book.add_format({**look, "font_color": ink, "bg_color": ground})

    def column_style(self, column: Column) -> Format:
        """The format of a column's cells."""
        numbers = "#,##0.00" if column.unit == "money" else "General"
        shown = {"date": self.shown_day, "integer": "0", "number": numbers}
        return self.book.add_format({"num_format": shown.get(column.type, TEXT)})


def rules_of(template: Template, register: Register, column: Column) -> Rules:
    """What may stand in a column's cells; nothing is said of a column where any text goes."""
    t, keys = template.language.t, {key.column: key for key in register.foreign_keys}
    if words := tuple(template.words(column).values()):
        letter = xl_col_to_name(template.lists.setdefault(words, len(template.lists)), True)
        source = f"={quote_sheetname(t('Lists'))}!{letter}$1:{letter}${len(words)}"
        message = t("Choose one of the words of the list.")
        return {"validate": "list", "source": source, "error_message": message}
    if column.name in keys:
        return _reference(template, keys[column.name])
    if column.type == "date":
        kind, least, most = "date", FIRST_DAY, LAST_DAY
        message = t("Write a day, such as {day}.", day=template.day)
    elif column.is_number:
        kind = "integer" if column.type == "integer" else "decimal"
        limits = column.constraints
        least, most = limits.get("minimum", -MOST), limits.get("maximum", MOST)
        message = _number_message(template.language, column)
    else:
        return _id(template.language, column, list(register.column).index(column.name))
    limits = {"criteria": "between", "minimum": least, "maximum": most}
    return {"validate": kind, **limits, "error_message": message}


def write_lists(template: Template) -> None:
    """Add the hidden sheet with all lists that the rules ask for; it comes last."""
    sheet = template.book.add_worksheet(template.language.t("Lists"))
    for words, index in template.lists.items():
        sheet.write_column(0, index, words)
    sheet.hide()


def _reference(template: Template, key: ForeignKey) -> Rules:
    """Ids of another sheet. Others are let in after a question: it may be filled in later.

    The list is only as long as the sheet is filled, so that it has no empty lines at its end.
    """
    other = template.schema.registers[key.register]
    sheet = quote_sheetname(template.sheet_name(other))
    letter = xl_col_to_name(list(other.column).index(key.key), True)
    first, ids = f"{sheet}!{letter}$2", f"{sheet}!{letter}$2:{letter}${LAST_ROW}"
    return {
        "validate": "list",
        "source": f"=OFFSET({first},0,0,MAX(1,COUNTA({ids})),1)",
        "error_type": "warning",
        "error_message": template.language.t(
            "There is no such code on the sheet “{sheet}”. Add its row there too.",
            sheet=template.sheet_name(other),
        ),
    }


def _number_message(language: Language, column: Column) -> str:
    t, limits = language.t, column.constraints
    if column.type == "integer" and {"minimum", "maximum"} <= limits.keys():
        least, most = limits["minimum"], limits["maximum"]
        return t("Write a whole number from {least} to {most}.", least=least, most=most)
    if column.type == "integer":
        return t("Write a whole number, {least} or more.", least=limits.get("minimum", -MOST))
    if limits.get("minimum") == 0:
        return t("Write a number, 0 or more, without words and signs.")
    return t("Write a number, without words and signs.")


def _id(language: Language, column: Column, index: int) -> Rules:
    """An id begins as its pattern does; the id of a row stands there once."""
    start = re.match(r"[A-Z]+-", column.constraints.get("pattern", ""))
    if not start:
        return {}
    cell, t, example = xl_col_to_name(index) + "2", language.t, column.example
    conditions = [f'EXACT(LEFT({cell},{start.end()}),"{start[0]}")']
    message = t("Write a code such as {example}.", example=example)
    if column.constraints.get("unique"):
        own = xl_col_to_name(index, True)
        conditions.append(f"COUNTIF({own}$2:{own}${LAST_ROW},{cell})=1")
        message = t("Write a code such as {example}, which no other row has.", example=example)
    formula = f"=AND({','.join(conditions)})"
    return {"validate": "custom", "value": formula, "error_message": message}
