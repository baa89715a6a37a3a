"""The guide: a template's first sheet, which says how to fill it in and what never to write."""

from __future__ import annotations

from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from rrs_data.intake.partners.templates.explanations import explain, header
from rrs_data.intake.partners.templates.styles import Styles
from rrs_data.intake.partners.templates.validation import day
from rrs_data.intake.schema import Schema
from rrs_data.language.language import Language

WIDTHS = (24, 32, 74)
"""Characters of the three columns: sheet, column, what to write."""
LETTER = 0.92
"""The width of a letter, in digits, which measure a column."""
LINE = 15.5
"""The height of a line, in points."""


def write_guide(book: Workbook, schema: Schema, styles: Styles, language: Language) -> None:
    """Add the sheet: rules first, then every register and every column."""
    sheet = book.add_worksheet(language.t("Instructions"))
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    Guide(sheet, styles, language).write(schema)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)


class Guide:
    """The sheet, written from its first row down."""

    def __init__(self, sheet: Worksheet, styles: Styles, language: Language) -> None:
        """Begin in the first row."""
        self._sheet = sheet
        self._styles = styles
        self._language = language
        self._row = 0

    def write(self, schema: Schema) -> None:
        """Write everything."""
        t = self._language.t
        self._sheet.set_row(0, 26)
        self._line(t("Registers of the programme: a workbook to fill in"), self._styles.title)
        self._paragraph(
            t("Each sheet is a register, each row one thing. The report is counted from them.")
        )
        self._heading(t("How to fill in"))
        for text in _how(self._language):
            self._paragraph(text)
        self._heading(t("What never to write"))
        for text in _never(self._language):
            self._paragraph(text, strong=True)
        self._heading(t("The sheets"))
        self._registers(schema)
        self._heading(t("The columns"))
        self._columns(schema)

    def _registers(self, schema: Schema) -> None:
        self._cells(self._language.t("Sheet"), self._language.t("What it is for"), head=True)
        for register in schema.registers.values():
            self._cells(*map(self._language.pick, (register.titles, register.descriptions)))

    def _columns(self, schema: Schema) -> None:
        t = self._language.t
        self._cells(t("Sheet"), t("Column"), t("What to write"), head=True)
        for register in schema.registers.values():
            for column in register.columns:
                self._cells(
                    self._language.pick(register.titles),
                    header(column, self._language),
                    explain(column, register, schema, self._language),
                )

    def _heading(self, text: str) -> None:
        self._row += 1
        self._line(text, self._styles.heading)

    def _line(self, text: str, style: Format) -> None:
        self._sheet.write_string(self._row, 0, text, style)
        self._row += 1

    def _paragraph(self, text: str, *, strong: bool = False) -> None:
        style = self._styles.warning if strong else self._styles.text
        self._sheet.set_row(self._row, _height(text, sum(WIDTHS)))
        self._sheet.merge_range(self._row, 0, self._row, 2, text, style)
        self._row += 1

    def _cells(self, *texts: str, head: bool = False) -> None:
        """A row of a table; of two texts the second goes over two columns."""
        style = self._styles.header() if head else self._styles.cell
        widths = WIDTHS if len(texts) == 3 else (WIDTHS[0], sum(WIDTHS[1:]))
        self._sheet.set_row(self._row, max(map(_height, texts, widths)))
        for place, text in enumerate(texts):
            self._sheet.write_string(self._row, place, text, style)
        if len(texts) == 2:
            self._sheet.merge_range(self._row, 1, self._row, 2, texts[1], style)
        self._row += 1


def _how(language: Language) -> list[str]:
    t = language.t
    return [
        t(
            "Write from the second row on, without empty rows, totals or merged cells. Leave the"
            " first row and the names of the sheets as they are."
        ),
        t(
            "A column with an asterisk (*) is required. Leave other cells empty where nothing is"
            " known: zero is a number, not the lack of one."
        ),
        t("Where a cell offers a list, choose from it."),
        t(
            "Write days as {day}, amounts in US dollars, numbers without words and signs.",
            day=day(language),
        ),
        t(
            "Codes join the sheets: write organizations, people and events first, then the rows"
            " that name their codes. A sheet that you do not need stays empty."
        ),
    ]


def _never(language: Language) -> list[str]:
    t = language.t
    return [
        t(
            "No names of people, phones, e-mail or postal addresses, birth dates or numbers of"
            " documents: not in any cell, title or note."
        ),
        t(
            "Who takes part in civil society can be at risk for it years later. The list of who has"
            " which code stays with you."
        ),
    ]


def _height(text: str, width: int) -> float:
    """The height of a row that shows a text in a column of a width."""
    return LINE * max(1, ceil(len(text) * LETTER / width))
