"""Absences: registers and columns of the package's own that a programme does not keep.

A report leaves them out without a word, whatever asks for them. What neither the programme's schema
nor the package's has is a slip of the pen, and a fault.
"""

import re
from collections.abc import Iterable
from functools import cache

from rrs_data.indicators.keys import Key
from rrs_data.indicators.sheets import Indicator, Indicators, entity_column
from rrs_data.intake.schema import Schema, load_schema
from rrs_data.programme.programme import WRITTEN

LANGUAGE = re.compile(r"_[a-z]{2,3}$")
"""How the name of a text's column ends: with the code of its language."""


@cache
def known() -> Schema:
    """The package's own schema."""
    return load_schema()


def lacks(schema: Schema, register: str, path: str = "") -> bool:
    """Whether a programme's schema has no such register, or no such column of it.

    A text's column in another language is as well known as that in the package's own.
    """

    def has(schema: Schema, path: str) -> bool:
        columns = register in schema.registers
        return columns and (not path or schema.column(register, path) is not None)

    written = LANGUAGE.sub(f"_{WRITTEN}", path)
    return (has(known(), path) or has(known(), written)) and not has(schema, path)


def lacks_figure(schema: Schema, indicators: Indicators, key: Key) -> bool:
    """Whether a figure is of a register or a column that the programme does not keep."""
    for term in key.terms:
        sheet = indicators.sheets.get(term.base)
        names = [one.register for one in sheet.sources] if sheet else [term.base]
        paths = term.columns if sheet else ["", *term.columns]
        if any(all(lacks(schema, name, path) for name in names) for path in paths):
            return True
    return False


def lacks_breakdown(schema: Schema, sheet: Indicator, by: Iterable[str]) -> bool:
    """Whether an indicator cannot be broken down so, for want of a column."""
    return any(
        all(
            lacks(schema, source.register, entity_column(sheet, source, known(), one))
            for source in sheet.sources
        )
        for one in by
    )
