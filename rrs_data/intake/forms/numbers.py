"""Numbers as people write them, read as plain decimals with a point.

Thousands may be set apart by blanks, apostrophes, commas or points; a comma or a point begins the
decimals. One comma before three digits is in doubt: 1,250 may be 1250 or 1.250. The same with a
point is the schema's own form, and is no doubt: 1.250 is one and a quarter. Digits of other scripts
and exponents (1e3) are not read.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rrs_data.intake.forms import only
from rrs_data.intake.forms.words import SYNONYMS

PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
WHOLE = re.compile(r"-?[0-9]{1,15}")
DECIMAL = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([ ',.])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
SAME = str.maketrans({"\N{MINUS SIGN}": "-", "’": "'", "ʼ": "'", "`": "'"})

SHARE = "indicator"
"""The unit of a column whose rows have the units of their indicators: there 65 % is 0.65."""


def read_number(text: str, unit: str = "", *, whole: bool = False) -> str:
    """A number as plain text; what is no number comes back as it is. Raises Ambiguous.

    ``unit`` is the column's: its words and signs may stand around the number. ``whole`` asks for a
    whole number: of two readings only such ones count, and 2014,0 is 2014.
    """
    form = WHOLE if whole else PLAIN
    if form.fullmatch(text):
        return text
    bare = _without_unit(" ".join(text.translate(SAME).casefold().split()), unit)
    percent = unit == SHARE and bare.endswith("%")
    sign, digits = _sign_and_digits(bare.removesuffix("%").rstrip() if percent else bare)
    readings = [sign + reading for reading in _readings(digits)]
    if percent:
        readings = [f"{Decimal(reading).scaleb(-2):f}" for reading in readings]
    if whole:
        readings = [reading.split(".")[0] for reading in readings if _is_whole(reading)]
    return only(text, [reading for reading in readings if form.fullmatch(reading)])


def _readings(digits: str) -> list[str]:
    """What the digits and signs between them can mean."""
    found = []
    if grouped := GROUPED.fullmatch(digits):
        number, sign, decimals = grouped.groups()
        found.append(number.replace(sign, "") + (f".{decimals}" if decimals else ""))
    if decimal := DECIMAL.fullmatch(digits):
        number, decimals = decimal.groups()
        found.append(number + (f".{decimals}" if decimals else ""))
    return found


def _sign_and_digits(text: str) -> tuple[str, str]:
    bare = text.removeprefix("-" if text.startswith("-") else "+").lstrip()
    return "-" if text.startswith("-") else "", bare


def _without_unit(text: str, unit: str) -> str:
    """The text without the unit's words before and behind the number."""
    words = SYNONYMS.units.get(unit, ())
    sign = "-" if text.startswith("-") else ""
    bare = text.removeprefix("-").lstrip()
    before = next((word for word in words if bare.startswith(word)), "")
    bare = bare.removeprefix(before).strip()
    behind = next((word for word in words if bare.endswith(word)), "")
    return sign + bare.removesuffix(behind).strip()


def _is_whole(number: str) -> bool:
    return not number.partition(".")[2].strip("0")
