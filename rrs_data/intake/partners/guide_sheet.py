"""The guide: a template's first sheet, which says how to fill it in and what never to write."""

from __future__ import annotations

from math import ceil

from rrs_data.intake.partners.template import REQUIRED, Template
from rrs_data.language.language import Language

WIDTHS = (24, 32, 74)
"""Characters of the three columns: sheet, column, what to write."""
LETTER = 0.92
"""The width of a letter, in digits, which measure a column."""
LINE_HEIGHT = 15.5
"""The height of a line, in points."""


def write_guide(template: Template) -> None:
    """Add the sheet: rules first, then every register and every column."""
    guide, t = Guide(template), template.language.t
    guide.title(t("Registers of the programme: a workbook to fill in"))
    guide.paragraph(
        t("Each sheet is a register, each row one thing. The report is counted from them.")
    )
    guide.heading(t("How to fill in"))
    for text in _how(template.language, template.day):
        guide.paragraph(text)
    guide.heading(t("What never to write"))
    for text in _never(template.language):
        guide.paragraph(text, strong=True)
    guide.heading(t("The sheets"))
    guide.row(t("Sheet"), t("What it is for"), header=True)
    for register in template.schema.registers.values():
        guide.row(template.sheet_name(register), template.language.pick(register.descriptions))
    guide.heading(t("The columns"))
    guide.row(t("Sheet"), t("Column"), t("What to write"), header=True)
    for register in template.schema.registers.values():
        for column in register.columns:
            explained = template.explain(column, register)
            guide.row(template.sheet_name(register), template.header(column), explained)


class Guide:
    """The sheet, written from its first row down."""

    def __init__(self, template: Template) -> None:
        """Add the sheet, as it is printed, with nothing on it."""
        self._template, self._next = template, 0
        self._sheet = sheet = template.book.add_worksheet(template.language.t("Instructions"))
        for index, width in enumerate(WIDTHS):
            sheet.set_column(index, index, width)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)

    def title(self, text: str) -> None:
        """The title of the whole workbook."""
        self._sheet.set_row(self._next, 26)
        self._line(text, 16)

    def heading(self, text: str) -> None:
        """A heading, with an empty row before it."""
        self._next += 1
        self._line(text, 12)

    def paragraph(self, text: str, *, strong: bool = False) -> None:
        """A paragraph over all columns."""
        style = self._template.style(text_wrap=True, valign="top", bold=strong)
        self._sheet.set_row(self._next, _height(text, sum(WIDTHS)))
        self._sheet.merge_range(self._next, 0, self._next, 2, text, style)
        self._next += 1

    def row(self, *texts: str, header: bool = False) -> None:
        """A row of a table; of two texts the second goes over two columns."""
        look = self._template
        style = look.header_style() if header else look.boxed(valign="top")
        widths = WIDTHS if len(texts) == 3 else (WIDTHS[0], sum(WIDTHS[1:]))
        self._sheet.set_row(self._next, max(map(_height, texts, widths)))
        for index, text in enumerate(texts):
            self._sheet.write_string(self._next, index, text, style)
        if len(texts) == 2:
            self._sheet.merge_range(self._next, 1, self._next, 2, texts[1], style)
        self._next += 1

    def _line(self, text: str, size: int) -> None:
        style = self._template.style(bold=True, font_size=size, font_color=REQUIRED)
        self._sheet.write_string(self._next, 0, text, style)
        self._next += 1


def _how(language: Language, day: str) -> list[str]:
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
        t("Write days as {day}, amounts in US dollars, numbers without words and signs.", day=day),
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
    return LINE_HEIGHT * max(1, ceil(len(text) * LETTER / width))
