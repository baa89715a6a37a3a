"""Sheet XML: what a workbook's reader does not say, such as formulas, errors and hidden rows."""

import re
from dataclasses import dataclass, field
from functools import lru_cache, reduce

from rrs_data.intake import limits
from rrs_data.intake.reading import Refusal

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7})(?::[A-Z]{1,3}[0-9]{1,7})?")


@dataclass
class PartReader:
    """A target of ElementTree's parser: others see what is in a part, this one refuses entities.

    Entities are not declared in any spreadsheet, and whoever declares them wants them expanded
    without end, or to name another file: a part with a document type is refused.
    """

    part: str

    def doctype(self, *_: object) -> None:
        """Refuse it."""
        raise Refusal.unreadable("doctype", part=self.part[:60])

    def close(self) -> None:
        """No tree was built."""


@dataclass
class SharedTexts(PartReader):
    """The lengths of the texts that sheets share."""

    lengths: list[int] = field(default_factory=list)

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """A text begins."""
        if tag.endswith("}si"):
            self.lengths.append(0)

    def data(self, text: str) -> None:
        """A piece of the text."""
        if self.lengths:
            self.lengths[-1] += len(text)

    def length(self, number: str) -> int:
        """The length of the text of a number. Raises Refusal where there is none."""
        try:
            return self.lengths[int(number)]
        except (ValueError, IndexError):
            raise Refusal.unreadable("no-workbook", kind=f"shared text {number[:20]!r}") from None


@dataclass
class SheetReader(PartReader):
    """Sees what is in a sheet; rows and columns count from 0.

    ``last_row`` and ``last_column`` are the last with a value. ``formulas`` has, for each column,
    how many there are and the row of the first; ``unsolved`` are those without a result.
    ``hidden_rows`` hold values that nobody sees; ``hidden_columns`` are all that are not shown.
    """

    texts: SharedTexts
    last_row: int = -1
    last_column: int = -1
    characters: int = 0
    filtered: bool = False
    formulas: dict[int, tuple[int, int]] = field(default_factory=dict)
    unsolved: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: dict[int, None] = field(default_factory=dict)
    hidden_columns: list[range] = field(default_factory=list)
    _row: int = -1
    _column: int = -1
    _row_hidden: bool = False
    _cell: dict[str, str] | None = None
    _formula: bool = False
    _value: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A row, a cell, its formula or its value begins."""
        name = tag[tag.rfind("}") + 1 :]
        if name == "c":
            self._cell = attributes
            if "r" in attributes:
                self._row, self._column = position(attributes["r"])
            else:
                self._column += 1
        elif self._cell is None:
            self._around_cells(name, attributes)
        elif name in ("v", "is"):
            self._value = []
        elif name == "f":
            self._formula, self._value = True, None

    def data(self, text: str) -> None:
        """A piece of a cell's value."""
        if self._value is not None:
            self._value.append(text)

    def _around_cells(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            given = attributes.get("r")
            self._row = position(f"A{given}")[0] if given is not None else self._row + 1
            self._column, self._row_hidden = -1, _is_hidden(attributes, "ht")
        elif name == "col" and _is_hidden(attributes, "width"):
            first, last = (attributes.get(end, "0") for end in ("min", "max"))
            if first.isdecimal() and last.isdecimal():
                most = min(int(last), limits.COLUMNS)
                self.hidden_columns.append(range(int(first) - 1, most))
        elif name == "mergeCell" and (found := RANGE.fullmatch(attributes.get("ref", ""))):
            if len(self.merged) <= limits.LISTED:
                self.merged.append((*position(found[1]), found[0]))
        elif name == "filterColumn":
            self.filtered = True

    def end(self, tag: str) -> None:
        """A cell is at its end: note what it is."""
        if self._cell is None or tag[tag.rfind("}") + 1 :] != "c":
            return
        value = None if self._value is None else "".join(self._value)
        if value is not None or self._formula:
            self._note(self._cell.get("t", "n"), value)
        self._cell, self._value, self._formula = None, None, False

    def _note(self, kind: str, value: str | None) -> None:
        row, column = self._row, self._column
        if row >= limits.ROWS or column >= limits.COLUMNS:
            raise Refusal.unreadable("no-workbook", kind="cells without end")
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if kind == "s" and value is not None:
            self.characters += self.texts.length(value)
        if self._formula:
            times, first = self.formulas.get(column, (0, row))
            self.formulas[column] = (times + 1, first)
            # A formula may give an empty text; without a result at all it has not been computed.
            if not value and kind != "str" and len(self.unsolved) <= limits.LISTED:
                self.unsolved.append((row, column))
        if kind == "e" and len(self.errors) <= limits.LISTED:
            self.errors.append((row, column, (value or "")[: limits.LISTED]))
        if self._row_hidden and value:
            self.hidden_rows[row] = None


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or a column is hidden, or so low or narrow that nobody sees it."""
    hidden = attributes.get("hidden") in ("1", "true")
    return hidden or attributes.get(size, "1").rstrip("0.") == ""


def position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell such as ``B12``. Raises Refusal for what is none."""
    found = REFERENCE.fullmatch(reference)
    if found:
        row, column = int(found[2]) - 1, _column(found[1])
        if 0 <= row < limits.ROWS and column < limits.COLUMNS:
            return row, column
    raise Refusal.unreadable("no-workbook", kind=f"cell {reference[:20]!r}")


@lru_cache(maxsize=limits.COLUMNS)
def _column(letters: str) -> int:
    return reduce(lambda number, letter: number * 26 + ord(letter) - ord("@"), letters, 0) - 1
