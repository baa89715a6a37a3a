"""Absences: registers and columns of the package's own that a programme does not keep.

A report leaves them out without a word, whatever asks for them. What neither the programme's schema
nor the package's has is a slip of the pen, and a fault.
"""

from rrs_data.indicators.keys import Key
from rrs_data.indicators.sheets import Indicators, entity_column
from rrs_data.intake.schema import Schema, load_schema


def lacks(schema: Schema, register: str, path: str = "") -> bool:
    """Whether a programme's schema has no such register, or no such column of it."""
    own, ours = (
        register in one.registers and (not path or one.column(register, path) is not None)
        for one in (schema, load_schema(schema.languages))
    )
    return ours and not own


def lacks_figure(schema: Schema, indicators: Indicators, key: Key) -> bool:
    """Whether a figure is of a register or a column that the programme does not keep."""
    known = load_schema(schema.languages)
    for term in key.terms:
        sheet = indicators.sheets.get(term.base)
        places = [(one.register, one) for one in sheet.sources] if sheet else [(term.base, None)]
        for path in term.columns if sheet else ("", *term.columns):
            asked = [
                (name, entity_column(sheet, one, known, path))
                if sheet and one and name in known.registers
                else (name, path)
                for name, one in places
            ]
            if all(lacks(schema, *one) for one in asked):
                return True
    return False
