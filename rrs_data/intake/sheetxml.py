"""Sheet XML: what the reader of sheets does not tell: extent, formulas, errors, merged cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from rrs_data.intake import limits, reasons
from rrs_data.intake.place import Refusal

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
TARGET = re.compile(r"(?:/xl/)?((?!xl/)[^/.:%\\]+/[^/:%\\]+\.xml)")
"""Where the part of a sheet is: ``worksheets/sheet1.xml``, or the same from the top."""

RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")

INSIDE = frozenset(
    {
        *("t", "r", "rPr", "rPh", "phoneticPr", "b", "i", "u", "strike", "condense", "extend"),
        *("outline", "shadow", "vertAlign", "sz", "color", "rFont", "family", "charset", "scheme"),
    }
)
"""What stands within a cell's value, in a text with fonts."""


@dataclass
class Workbook:
    """The sheets of a workbook in its order: name, relation, whether it is hidden."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet is named."""
        if name != "sheet":
            return
        title = attributes.get("name", "")
        relations = [value for key, value in attributes.items() if key.endswith(":id")]
        if len(relations) != 1 or any(title == other for other, _, _ in self.sheets):
            raise Refusal.unreadable(reasons.NO_WORKBOOK, kind=f"sheet {title[:60]!r}")
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((title, relations[0], hidden))

    def text(self, text: str) -> None:
        """Nothing is written there."""

    def end(self) -> None:
        """Nothing is left to do."""


@dataclass
class Targets:
    """The parts that the relations of a workbook lead to."""

    paths: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A relation is named. Its target counts from ``xl/``, or from the top with a slash.

        Targets that two readers might take for two parts are left out: what the sheet's own reader
        opens must be what was looked through here.
        """
        if name != "Relationship":
            return
        key, target = attributes.get("Id", ""), attributes.get("Target", "")
        if key in self.paths:
            raise Refusal.unreadable(reasons.NO_WORKBOOK, kind=f"relation {key[:60]!r}")
        found = TARGET.fullmatch(target)
        self.paths[key] = f"xl/{found[1]}" if found else ""

    def text(self, text: str) -> None:
        """Nothing is written there."""

    def end(self) -> None:
        """Nothing is left to do."""


@dataclass
class SharedTexts:
    """The lengths of the texts that sheets share."""

    lengths: list[int] = field(default_factory=list)

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """A text begins."""
        if name == "si":
            self.lengths.append(0)

    def text(self, text: str) -> None:
        """A piece of the text."""
        if self.lengths:
            self.lengths[-1] += len(text)

    def end(self) -> None:
        """Nothing is left to do."""


@dataclass
class SheetScan:
    """What is in a sheet; rows and columns count from 0.

    ``last_row`` and ``last_column`` are the last with a value. ``formulas`` has, for each column,
    how many there are and the row of the first; ``unsolved`` the formulas without a result,
    ``errors`` the cells that show one, ``merged`` the ranges of merged cells.
    """

    texts: SharedTexts
    last_row: int = -1
    last_column: int = -1
    formulas: dict[int, tuple[int, int]] = field(default_factory=dict)
    unsolved: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    characters: int = 0
    _row: int = -1
    _column: int = -1
    _cell: dict[str, str] | None = None
    _formula: bool = False
    _value: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, its formula or its value begins."""
        if name == "c":
            self._finish()
            self._begin(attributes)
        elif name in ("v", "is"):
            self._value = []
        elif name == "f":
            self._formula, self._value = True, None
        elif name == "row":
            self._finish()
            self._row = position(f"A{attributes['r']}")[0] if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name not in INSIDE:
            # What follows the cells, a page's footer for instance, is no value of the last one.
            self._finish()

    def text(self, text: str) -> None:
        """A piece of a cell's value."""
        if self._value is not None:
            self._value.append(text)

    def end(self) -> None:
        """The last cell is at its end too."""
        self._finish()

    def _begin(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        if "r" in attributes:
            self._row, self._column = position(attributes["r"])
        else:
            self._column += 1

    def _finish(self) -> None:
        """The cell before is at its end: note what it is."""
        if self._cell is None:
            return
        value = None if self._value is None else "".join(self._value)
        if value is not None or self._formula:
            self._note(self._cell.get("t", "n"), value)
        self._cell, self._value, self._formula = None, None, False

    def _note(self, kind: str, value: str | None) -> None:
        row, column = self._row, self._column
        if row >= limits.ROWS or column >= limits.COLUMNS:
            raise Refusal.unreadable(reasons.NO_WORKBOOK, kind="cells without end")
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if kind == "s" and value is not None:
            self.characters += self._shared(value)
        if self._formula:
            times, first = self.formulas.get(column, (0, row))
            self.formulas[column] = (times + 1, first)
            # A formula may give an empty text; without a result at all it has not been computed.
            if not value and kind != "str" and len(self.unsolved) <= limits.LISTED:
                self.unsolved.append((row, column))
        if kind == "e" and len(self.errors) <= limits.LISTED:
            self.errors.append((row, column, (value or "")[: limits.LISTED]))

    def _shared(self, value: str) -> int:
        """The length of a shared text."""
        try:
            return self.texts.lengths[int(value)]
        except (ValueError, IndexError):
            kind = f"shared text {value[:20]!r}"
            raise Refusal.unreadable(reasons.NO_WORKBOOK, kind=kind) from None

    def _merge(self, reference: str) -> None:
        found = RANGE.fullmatch(reference)
        if found and len(self.merged) <= limits.LISTED:
            row, column = position(found[1] + found[2])
            self.merged.append((row, column, reference))


def position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell such as ``B12``. Raises Refusal for what is none."""
    found = REFERENCE.fullmatch(reference)
    if found:
        row, column = int(found[2]) - 1, _column(found[1])
        if 0 <= row < limits.ROWS and column < limits.COLUMNS:
            return row, column
    raise Refusal.unreadable(reasons.NO_WORKBOOK, kind=f"cell {reference[:20]!r}")


@lru_cache(maxsize=limits.COLUMNS)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
