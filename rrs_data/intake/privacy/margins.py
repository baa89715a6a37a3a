"""What a workbook holds beside its cells, where names and numbers are forgotten."""

import re
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rrs_data.intake.privacy import kind_of, masked

PROGRAMS = ("openpyxl", "xlsxwriter")  # what libraries write where an author's name stands
PAGE_CODE = re.compile(r'&(?:"[^"]*"|\[[^\]]*\]|\d+|[A-Z])')  # &P is the number of the page
PAGES = ("odd", "even", "first")

Margin = tuple[str, int, str, str]
"""A rule, a cell's row and column or 0 and nothing, and the text, masked where it is personal."""


def margins_of_sheet(sheet: Worksheet, header: int = 0) -> Iterator[Margin]:
    """Comments, and what is printed above and below each page.

    A comment on a cell down to the ``header`` row explains a column; it is told where it is
    personal.
    """
    cells = sheet._cells.values()  # noqa: SLF001  what iterates over them in public makes the others
    for cell in cells:
        text = cell.comment.text if cell.comment else ""
        if text.strip() and (cell.row > header or kind_of(text)):
            yield "comment", cell.row, f"[{cell.column_letter}]", _seen(text)
    pages = (getattr(sheet, f"{one}{end}") for one in PAGES for end in ("Header", "Footer"))
    parts = (getattr(page, side).text for page in pages for side in ("left", "center", "right"))
    for text in filter(None, parts):
        if re.search(r"[^\W\d_]", PAGE_CODE.sub(" ", text)):
            yield "page-header", 0, "", _seen(PAGE_CODE.sub(" ", text))


def margins_of_book(book: Workbook) -> Iterator[Margin]:
    """Who made and who last saved it, and names that stand for a text."""
    for person in dict.fromkeys((book.properties.creator, book.properties.lastModifiedBy)):
        if person and person.strip() and person.lower() not in PROGRAMS:
            yield "workbook-author", 0, "", masked(person)
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name, one in names.items():
            text = " ".join(re.findall(r'"([^"]+)"', one.value or "")) + (one.comment or "")
            if text.strip() or kind_of(name):
                yield "name-defined", 0, "", f"{_seen(name)}: {_seen(text)}"


def _seen(text: str) -> str:
    return masked(text) if kind_of(text) else text
