"""The guide: a template's first sheet, which says how to fill it in and what never to write."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rrs_data.intake.partners.template import REQUIRED, Template
from rrs_data.language.language import Language

WIDTHS = (24, 32, 74)
"""Characters of the three columns: sheet, column, what to write."""
LETTER = 0.92
"""The width of a letter, in digits, which measure a column."""
LINE_HEIGHT, TITLE_HEIGHT = 15.5, 26
"""Points."""


def write_guide(template: Template) -> None:
    """Add the sheet: rules first, then every register and every column."""
    sheet = template.book.add_worksheet(template.language.t("Instructions"))
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)
    styles = {
        "title": template.style(bold=True, font_size=16, font_color=REQUIRED),
        "heading": template.style(bold=True, font_size=12, font_color=REQUIRED),
        "text": template.style(text_wrap=True, valign="top"),
        "strong": template.style(text_wrap=True, valign="top", bold=True),
        "header": template.header_style(),
        "row": template.boxed(valign="top"),
    }
    for number, (kind, *texts) in enumerate(_lines(template)):
        _write_line(sheet, number, texts, styles[kind])
    sheet.set_row(0, TITLE_HEIGHT)


def _write_line(sheet: Worksheet, number: int, texts: list[str], style: Format) -> None:
    """Write a line of one to three texts; the last one goes over all columns that are left."""
    *first, last = texts
    for index, text in enumerate(first):
        sheet.write_string(number, index, text, style)
    if len(first) < len(WIDTHS) - 1:
        sheet.merge_range(number, len(first), number, len(WIDTHS) - 1, last, style)
    else:
        sheet.write_string(number, len(first), last, style)
    widths = (*WIDTHS[: len(first)], sum(WIDTHS[len(first) :]))
    lines = max(ceil(len(text) * LETTER / w) for text, w in zip(texts, widths, strict=True))
    sheet.set_row(number, LINE_HEIGHT * max(1, lines))


def _lines(template: Template) -> Iterator[tuple[str, ...]]:
    """The lines of the sheet: how each looks, and its texts."""
    language, t = template.language, template.language.t
    registers = template.schema.registers.values()
    yield "title", t("Registers of the programme: a workbook to fill in")
    yield (
        "text",
        t("Each sheet is a register, each row one thing. The report is counted from them."),
    )
    yield from _heading(t("How to fill in"))
    yield from (("text", text) for text in _how(language, template.day))
    yield from _heading(t("What never to write"))
    yield from (("strong", text) for text in _never(language))
    yield from _heading(t("The sheets"))
    yield "header", t("Sheet"), t("What it is for")
    for register in registers:
        yield "row", template.sheet_name(register), language.pick(register.descriptions)
    yield from _heading(t("The columns"))
    yield "header", t("Sheet"), t("Column"), t("What to write")
    for register in registers:
        for column in register.columns:
            explained = template.explain(column, register)
            yield "row", template.sheet_name(register), template.header(column), explained


def _heading(text: str) -> Iterator[tuple[str, str]]:
    yield "text", ""
    yield "heading", text


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
