"""Workbooks: XLSX, a sheet to a register, with what its cells show besides their values."""

import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from io import BytesIO
from itertools import chain, islice

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from rrs_data.intake import limits, words
from rrs_data.intake.privacy import kind_of, masked
from rrs_data.intake.raw import Reading, Refusal, Table, letters, plain, refuse_more, text_of
from rrs_data.intake.schema import Register
from rrs_data.intake.words import currencies_in

SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*')
"""What a number format says of numbers above zero."""
ADDED = re.compile(
    r'\[\$(?P<sign>[^\]-]*)[^\]]*\]|"(?P<words>[^"]*)"|\\(?P<letter>.)|[_*].|\[[^\]]*\]'
)
"""What a number format adds to the digits, or leaves room for; other brackets are colours."""
SCALED = re.compile(r"[0#?],+(?![0#?,])")
"""Digits followed by commas: the number is shown in thousands or millions."""
THOUSANDS = ","

PROGRAMS = ("openpyxl", "xlsxwriter")  # what libraries write where an author's name stands
PAGE_CODE = re.compile(r'&(?:"[^"]*"|\[[^\]]*\]|\d+|[A-Z])')  # &P is the number of the page
PAGES = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")

Cells = dict[tuple[int, int], Cell]
"""Cells by row and column, counted from 1."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, and the same with the results of its formulas."""

    sheet: Worksheet = field(repr=False)
    solved: Worksheet = field(repr=False)

    @cached_property
    def cells(self) -> Cells:
        """The cells that have a value or a formula."""
        return {at: cell for at, cell in _cells(self.sheet).items() if cell.value is not None}

    def read(self, register: Register, reading: Reading) -> Table:
        """The header and the rows of the sheet, every cell as text.

        Dates come as ISO text, numbers as plain decimals with the sign of percent or the currency
        that their format shows. Of a formula the last result is taken. Formulas, those without a
        result, errors such as ``#REF!``, merged cells, and whatever is hidden are reported. Raises
        Refusal where there is too much to read.
        """
        # All cells up to the last one become texts, empty or not.
        last, width = (max((at[axis] for at in self.cells), default=0) for axis in (0, 1))
        cell = f"{letters(width - 1)}{last}" if self.cells else ""
        refuse_more("far-cell", last * width, limits.SHEET_CELLS, row=last, cell=cell)
        texts = (cell.value for cell in self.cells.values() if isinstance(cell.value, str))
        refuse_more("much-text", sum(map(len, texts)), limits.SHEET_TEXT)
        solved, columns = _cells(self.solved), range(1, width + 1)
        rows = ([_text(solved.get((row, at))) for at in columns] for row in range(1, last + 1))
        top = list(islice(rows, words.LOOKED_AT))
        above = words.header_row(top, register)
        header = [text.strip() for text in top[above]] if top else []
        self._report(header, above + 1, reading)
        self.report_margins(reading, above + 1)
        return header, enumerate(chain(top[above + 1 :], rows), start=above + 2)

    def report_margins(self, reading: Reading, header: int = 0) -> None:
        """Report comments, and what is printed above and below each page.

        A comment down to the ``header`` row explains a column, and is told only where personal.
        """
        for cell in _cells(self.sheet).values():
            text = cell.comment.text if cell.comment else ""
            if text.strip() and (cell.row > header or kind_of(text)):
                column = f"[{cell.column_letter}]"
                reading.add("comment", row=cell.row, column=column, value=_seen(text))
        pages = (getattr(self.sheet, name) for name in PAGES)
        parts = (getattr(page, side).text for page in pages for side in ("left", "center", "right"))
        for text in (PAGE_CODE.sub(" ", part) for part in parts if part):
            if re.search(r"[^\W\d_]", text):
                reading.add("page-header", value=_seen(text))

    def _report(self, header: list[str], top: int, reading: Reading) -> None:
        """Report what the values alone do not show, below the header in row ``top``."""
        if self.sheet.sheet_state != "visible":
            reading.add("sheet-hidden")
        if top > 1:
            reading.add("header-below", row=top)
        titles = {at: plain(text) or f"[{letters(at - 1)}]" for at, text in enumerate(header, 1)}
        self._report_cells(titles, top, reading)
        shown = self.sheet.row_dimensions.items()
        unseen = {row for row, one in shown if one.hidden or one.height == 0}
        if hidden := sorted(unseen & {at[0] for at in self.cells if at[0] > top}):
            rule = "rows-filtered" if self.sheet.auto_filter.filterColumn else "rows-hidden"
            reading.add(rule, row=hidden[0], times=len(hidden), last=hidden[-1])
        for one in self.sheet.column_dimensions.values():
            if one.hidden or one.width == 0:
                for column in range(one.min, min(one.max, len(header)) + 1):
                    if header[column - 1]:
                        reading.add("column-hidden", column=titles[column])

    def _report_cells(self, titles: Mapping[int, str], top: int, reading: Reading) -> None:
        """Report cells that are more, or less, than their value; the usual ones by column."""
        counted: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for (row, column), cell in self.cells.items():
            if row < top:
                continue
            result, title = _cells(self.solved)[row, column], titles[column]
            if cell.data_type == "f":
                counted["formula", title].append(row)
                # It may give an empty text; without a result at all it has not been computed.
                if result.value is None and result.data_type != "str":
                    reading.add("formula-empty", row=row, column=title)
            elif cell.data_type == "n" and sign_of(cell.number_format) == THOUSANDS:
                counted["number-scaled", title].append(row)
            if result.data_type == "e":
                reading.add("cell-error", row=row, column=title, value=str(result.value))
        for (rule, title), rows in counted.items():
            reading.add(rule, column=title, times=len(rows), first=min(rows))
        for one in self.sheet.merged_cells.ranges:
            if one.min_row >= top:
                title = titles.get(one.min_col, "")
                reading.add("cells-merged", row=one.min_row, column=title, value=one.coord)


def _cells(sheet: Worksheet) -> Cells:
    """The cells that a sheet has, not all of those between the first and the last."""
    cells: Cells = sheet._cells  # noqa: SLF001  what iterates over them in public makes the others
    return cells


@lru_cache
def sign_of(code: str) -> str:
    """What a number format shows beside a number: ``%``, a currency, or ``,`` for thousands."""
    shown = "".join(SECTION.findall(code)[:1])
    bare = ADDED.sub(" ", shown)
    if "%" in bare or SCALED.search(bare):
        return "%" if "%" in bare else THOUSANDS
    sign = "".join(one["sign"] or "" for one in ADDED.finditer(shown)).strip()
    said = re.sub(r"[0#?.,()/+-]", " ", ADDED.sub(r" \g<words>\g<letter> ", shown))
    return sign or (" ".join(said.split()) if currencies_in(said) else "")


def _text(cell: Cell | None) -> str:
    """A cell's value as text, with the currency or percent that it shows; none of an error."""
    if cell is None or cell.data_type == "e":
        return ""
    text = text_of(cell.value)
    sign = sign_of(cell.number_format) if cell.data_type == "n" and text else ""
    if sign == "%":
        return f"{text_of(Decimal(text) * 100)}%"
    return f"{text} {sign}" if sign.strip(THOUSANDS) else text


def _seen(text: str) -> str:
    return masked(text) if kind_of(text) else text


def read_workbook(data: bytes, reading: Reading) -> list[Sheet]:
    """The sheets of a workbook; what it holds beside them is reported. Raises Refusal."""
    # So many parts may be listed that the list alone fills the memory.
    refuse_more("many-parts", data.count(b"PK\x01\x02"), limits.MEMBERS)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
        _refuse(parts)
        load = partial(load_workbook, keep_links=False)
        with warnings.catch_warnings(action="ignore"):
            book = load(BytesIO(data))
            cells = (cell for sheet in book.worksheets for cell in _cells(sheet).values())
            has_formulas = any(cell.data_type == "f" for cell in cells)
            solved = load(BytesIO(data), data_only=True) if has_formulas else book
    except (MemoryError, Refusal):
        raise
    except Exception as error:  # noqa: BLE001  whatever the reader stumbles over
        raise Refusal("no-workbook", kind=type(error).__name__) from None
    if not book.worksheets:
        raise Refusal("no-sheet")
    if any(one.filename.lower().startswith("xl/externallinks/") for one in parts):
        reading.add("links-external")
    _report_book(book, reading)
    return [Sheet(one, solved[one.title]) for one in book.worksheets]


def _report_book(book: Workbook, reading: Reading) -> None:
    """Report who made and who last saved a workbook, and names that stand for a text."""
    for person in dict.fromkeys((book.properties.creator, book.properties.lastModifiedBy)):
        if person and person.strip() and person.lower() not in PROGRAMS:
            reading.add("workbook-author", value=masked(person))
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name, one in names.items():
            text = " ".join(re.findall(r'"([^"]+)"', one.value or "")) + (one.comment or "")
            if text.strip() or kind_of(name):
                reading.add("name-defined", value=f"{_seen(name)}: {_seen(text)}")


def _refuse(parts: list[zipfile.ZipInfo]) -> None:
    """Raise Refusal for a password, and for parts that would fill the memory.

    What unpacks to more than the archive says ends there, and fails its checksum.
    """
    if any(one.flag_bits & 1 for one in parts):
        raise Refusal("encrypted")
    refuse_more("unpacked", sum(one.file_size for one in parts), limits.UNPACKED_BYTES)
    for one in parts:
        if one.file_size > limits.RATIO_FROM:
            ratio = one.file_size // max(1, one.compress_size)
            refuse_more("bomb", ratio, limits.RATIO, part=one.filename[:60])
