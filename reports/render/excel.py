"""The workbook: the report's tables for those who go on working with them in a spreadsheet."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.render.brand import colours
from reports.render.office import CORE, FAMILY, change, read_parts, write_parts
from reports.render.prepared import PreparedDocument

NARROWEST, WIDEST, WIDEST_OF_LONG, LINE = 8, 34, 60, 13.5
"""Letters of a column at least, and at most of one with a few words or with sentences, unless a
word is longer; points of a line."""

A4, A3, MOST = 9, 8, 180
"""Papers, as Excel counts them, and how many letters fit into the width of the first one."""

TEXT, TITLE, HEADING, HEAD = "text", "title", "heading", "head"

Styles = Mapping[str, Format]
Table = Mapping[str, Any]
"""``title``, ``heads``, ``rows`` and ``total``; so many ``row_heads`` stay on a screen. A cell is a
text, or a value with its style, and the formula that it comes from if it has one."""


def write_workbook(document: PreparedDocument, path: Path) -> Path:
    """Write the workbook of a prepared document: the same bytes for the same one."""
    content, cover = document.cover, document.cover["cover"]
    notices = [cover[name] for name in ("draft", "notice") if name in cover]
    with Workbook(path) as book:
        author = cover.get("implementer", "")
        created = document.timestamp.replace(tzinfo=None)
        book.set_properties({"title": content["title"], "author": author, "created": created})
        styles = _styles(book, content["formats"])
        for name, tables in content["sheets"]:
            if filled := [table for table in tables if table["rows"]]:
                sheet = book.add_worksheet(name)
                _write_sheet(sheet, styles, [content["title"], *notices], filled)
                page, of = (content["labels"][name] for name in ("page", "of"))
                sheet.set_footer(f"&L&A&R{page} &P {of} &N")
    parts = read_parts(path)
    language = f"<dc:language>{content['lang']}</dc:language></cp:coreProperties>"
    change(parts, CORE, "</cp:coreProperties>", language)
    write_parts(parts, path)
    return path


def _styles(book: Workbook, formats: Mapping[str, str]) -> Styles:
    """How cells look, by the style of a number or what a text is; sums are bold."""
    brand = {name: f"#{code}" for name, code in colours().items()}
    own = {"font_name": FAMILY, "font_size": 10, "font_color": brand["foreground"]}
    cell = {**own, "valign": "top", "bottom": 1, "bottom_color": brand["line"]}
    head = own | {"bold": True, "bg_color": brand["primary"], "font_color": brand["background"]}
    head |= {"text_wrap": True, "valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        TITLE: own | {"bold": True, "font_size": 14, "font_color": brand["primary"]},
        HEADING: own | {"bold": True, "font_size": 12},
        HEAD: head | {"indent": 1},
        f"{HEAD} of numbers": head | {"align": "right"},
        TEXT: cell | {"text_wrap": True, "align": "left", "indent": 1},
        "": own,
    }
    looks |= {name: cell | {"num_format": pattern} for name, pattern in formats.items()}
    looks |= {f"bold {name}": look | {"bold": True} for name, look in looks.items()}
    return {name: book.add_format(look) for name, look in looks.items()}


def _write_sheet(
    sheet: Worksheet, styles: Styles, notices: Sequence[str], tables: Sequence[Table]
) -> None:
    """Title and notices, and the tables below each other.

    It is printed on landscape pages as wide as the tables; the heads of a single one stand on each
    page, and stay on a screen.
    """
    for row, text in enumerate(notices):
        sheet.write_string(row, 0, text, styles["" if row else TITLE])
    widths = [max(each) for each in zip_longest(*map(_widths, tables), fillvalue=0)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    after = len(notices)
    for table in tables:
        sheet.write_string(after + 1, 0, table["title"], styles[HEADING])
        after = _write_table(sheet, styles, table, after + 2, widths)
    sheet.set_landscape()
    sheet.set_paper(A4 if sum(widths) < MOST else A3)
    sheet.set_margins(0.5, 0.5, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    if len(tables) == 1:
        top = len(notices) + 2
        sheet.repeat_rows(top)
        sheet.freeze_panes(top + 1, tables[0]["row_heads"])


def _write_table(
    sheet: Worksheet, styles: Styles, table: Table, top: int, widths: Sequence[int]
) -> int:
    """Write a table whose heads stand in the row ``top``, from zero; the row after it."""
    heads, rows, total = table["heads"], table["rows"], table["total"]
    after = top + 1 + len(rows)
    looks = [HEAD if isinstance(cell, str) else f"{HEAD} of numbers" for cell in rows[0]]
    columns = [
        {"header": head, "header_format": styles[look]}
        for head, look in zip(heads, looks, strict=True)
    ]
    area = {"columns": columns, "style": None, "autofilter": False}
    sheet.set_row(top, _height(heads, widths))
    sheet.add_table(top, 0, after - 1, len(heads) - 1, area)
    for row, cells in enumerate([*rows, *([total] if total else [])], top + 1):
        sheet.set_row(row, _height(cells, widths))
        place = {"row": row + 1, "first": top + 2, "last": after}
        for column, cell in enumerate(cells):
            value, style, *formula = (cell, TEXT) if isinstance(cell, str) else cell
            look = styles[f"bold {style}" if row == after else style]
            if formula:
                sheet.write_formula(row, column, formula[0].format(**place), look, value)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, look)
            else:
                sheet.write(row, column, value, look)
    return after + bool(total)


def _widths(table: Table) -> list[int]:
    """How many letters the columns of a table need: its longest word, or a cell's line of them."""

    def longest(cell: Any) -> int:
        if not isinstance(cell, str):
            return len(f"{cell[0] or 0:,.0f}") + 2
        most = WIDEST if len(cell) < 4 * WIDEST else WIDEST_OF_LONG
        return max([min(len(cell), most), *map(len, cell.split())])

    columns = zip(table["heads"], *table["rows"], strict=True)
    return [
        max(NARROWEST, *map(longest, cells), *map(len, head.split())) for head, *cells in columns
    ]


def _height(cells: Sequence[Any], widths: Sequence[int]) -> float:
    """The points that a row needs: not every program finds out by itself."""
    texts = [
        (one, width) for one, width in zip(cells, widths, strict=False) if isinstance(one, str)
    ]
    return LINE * max([1, *(len(wrap(text, width)) for text, width in texts)])
