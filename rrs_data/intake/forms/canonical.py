"""The schema's own form of a cell's text."""

from __future__ import annotations

from rrs_data.intake.forms.dates import read_date
from rrs_data.intake.forms.numbers import read_number
from rrs_data.intake.forms.words import read_boolean, read_value
from rrs_data.intake.schema import Column


def canonical(text: str, column: Column) -> str:
    """A cell's text in the form in which registers keep a value of the column.

    Dates become ISO (2014-09-30), numbers plain decimals with a point, yes and no ``true`` and
    ``false``, a word for an allowed value that value. A text that has this form already comes back
    as it is; so does one that is not understood, and free text: the checks tell what is wrong with
    it. Raises Ambiguous where a text can be read in two ways.
    """
    if column.allowed:
        return text if text in column.allowed else read_value(text, column)
    if column.type == "date":
        return read_date(text)
    if column.type in ("number", "integer"):
        return read_number(text, column.unit, whole=column.type == "integer")
    if column.type == "boolean":
        return read_boolean(text)
    return text
