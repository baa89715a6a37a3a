"""Headers: which column of a register, or which register, a person's own wording means."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rrs_data.intake.forms.words import SYNONYMS, fold
from rrs_data.intake.schema import Column, Register, Schema

REMARK = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|,([^,]*)$")
"""What stands in brackets, or behind the last comma: “Amount, USD”."""
SUFFIX = re.compile(r"\.(?:csv|tsv|txt|xlsx|xlsm|parquet|xls|xlsb|ods)$", re.IGNORECASE)
ALIKE = str.maketrans("асеорхуі", "aceopxyi")
"""Small Cyrillic letters that look like Latin ones: title_еn is taken for title_en."""
NUMBERING = re.compile(r"^[0-9]+")
"""The number that people put before a file's or a sheet's name, to keep them in order."""


LOOKED_AT = 20
"""Rows at the top of a table in which its header is looked for."""


def header_row(rows: Sequence[Sequence[str]], register: Register) -> int:
    """The place of the header: the first row, or one below a title that has most columns' names.

    Where the first row names any column of the register, or no row names two, it is the first.
    """
    known = [len(set(match(row, register).values())) for row in rows[:1]]
    if not rows or known[0]:
        return 0
    known += [len(set(match(row, register).values())) for row in rows[1:LOOKED_AT]]
    best = max(range(len(known)), key=known.__getitem__)
    return best if known[best] > 1 else 0


def match(header: Sequence[str], register: Register) -> dict[int, str]:
    """The technical names of a register's columns by their place in a header.

    A column may be called by its technical name or by its title in either language. Capitals,
    blanks, line breaks, punctuation, «ё», an asterisk, “organisation” for “organization” and a
    remark in brackets make no difference; the unit may be left out or written in other words, but
    another unit is another column. What means no column, or could mean two, is left out; two
    places that mean the same column are both given.
    """
    titles = _unequivocal(
        (column.name, text) for column in register.columns for text in _wordings(column)
    )
    stems = _unequivocal(
        (column.name, REMARK.sub(" ", text))
        for column in register.columns
        for text in _wordings(column)
    )
    found = {
        place: titles.get(_letters(text)) or _by_stem(text, stems, register)
        for place, text in enumerate(header)
    }
    return {place: name for place, name in found.items() if name}


def _by_stem(text: str, stems: dict[str, str], register: Register) -> str | None:
    """The column that a header means without its remarks; a remark may not be another unit."""
    name = stems.get(_letters(REMARK.sub(" ", text)))
    remarks = [fold("".join(found)) for found in REMARK.findall(text)]
    unit = register.column[name].unit if name else ""
    words = {fold(word) for word in SYNONYMS.units.get(unit, ())}
    if unit and not words.issuperset(remark.removeprefix("в ") for remark in remarks if remark):
        return None
    return name


def register_of(name: str, schema: Schema) -> str | None:
    """The register that the name of a file or a sheet means, by its name or either title.

    A file's suffix and a number before the name do not matter.
    """
    stem = SUFFIX.sub("", name)
    names = _unequivocal(
        (register.name, text)
        for register in schema.registers.values()
        for text in (register.name, *register.titles.values())
    )
    return names.get(_letters(stem)) or names.get(NUMBERING.sub("", _letters(stem)))


def _wordings(column: Column) -> Iterable[str]:
    return (column.name, *column.titles.values())


def _unequivocal(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each wording means; a wording that means two things is left out."""
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for name, text in pairs:
        meanings[_letters(text)].add(name)
    return {letters: names.pop() for letters, names in meanings.items() if len(names) == 1}


def _letters(text: str) -> str:
    """A wording as bare letters and digits, in one spelling."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("ё", "е").translate(ALIKE)
    return "".join(filter(str.isalnum, plain)).replace("organis", "organiz")
