"""Headers: which column of a register, or which register, a person's own wording means."""

import re
from collections.abc import Sequence

from rrs_data.intake.forms import fold, may_surround, unequivocal
from rrs_data.intake.schema import Register, Schema
from rrs_data.intake.spelling import bare

REMARK = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|,([^,]*)$")
"""What stands in brackets, or behind the last comma: “Amount, EUR”."""
SUFFIX = re.compile(r"\.(?:csv|tsv|txt|xlsx|xlsm|parquet|xls|xlsb|ods)$", re.IGNORECASE)
NUMBERING = re.compile(r"^[0-9]+")
"""The number that people put before a file's or a sheet's name, to keep them in order."""
LOOKED_AT = 20  # rows at the top of a table in which its header is looked for


def header_row(rows: Sequence[Sequence[str]], register: Register) -> int:
    """The place of the header: the first row, or one below a title with most columns' names."""
    if not rows or match(rows[0], register):
        return 0
    known = [len(set(match(row, register).values())) for row in rows[:LOOKED_AT]]
    return known.index(max(known)) if max(known) > 1 else 0


def match(header: Sequence[str], register: Register) -> dict[int, str]:
    """The technical names of a register's columns by their place in a header.

    A column may be called by its technical name or its title in either language. Capitals, blanks,
    punctuation, «ё», “organisation” and a remark in brackets make no difference, nor does the unit,
    unless it is another one. What could mean two columns is left out; two places that mean the
    same column are both given.
    """
    wordings = [
        (text, column.name)
        for column in register.columns
        for text in (column.name, *column.titles.values(), *column.headers)
    ]
    titles = unequivocal((_letters(text), name) for text, name in wordings)
    stems = unequivocal((_letters(REMARK.sub(" ", text)), name) for text, name in wordings)
    found = {}
    for place, text in enumerate(header):
        stem = stems.get(_letters(REMARK.sub(" ", text)))
        unit = register.column[stem].unit if stem else ""
        # Without its remarks a header means the column, but for one of another unit.
        other_unit = unit and not all(may_surround(one, unit) for one in remarks(text))
        if name := titles.get(_letters(text)) or (None if other_unit else stem):
            found[place] = name
    return found


def remarks(header: str) -> list[str]:
    """What a header says in brackets or behind its last comma: “hours” of “Length, hours”."""
    return [fold("".join(one)).removeprefix("в ") for one in REMARK.findall(header)]


def register_of(name: str, schema: Schema) -> str | None:
    """The register that a file's or sheet's name means; a suffix or number does not matter."""
    letters = _letters(SUFFIX.sub("", name))
    names = unequivocal(
        (_letters(text), register.name)
        for register in schema.registers.values()
        for text in (register.name, *register.titles.values())
    )
    return names.get(letters) or names.get(NUMBERING.sub("", letters))


def _letters(text: str) -> str:
    """A wording as bare letters and digits, in one spelling."""
    return bare(text).replace("organis", "organiz")
