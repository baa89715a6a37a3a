"""Forms: what people write in a cell – dates, numbers, words – in the one form that registers keep.

A text that already has this form comes back as it is, and so does one that is not understood: what
is wrong with it is reported by the rules of cells.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal

from rrs_data.intake.schema import Column
from rrs_data.intake.words import (
    BOOLEANS,
    ONE_SIGN,
    SHARE,
    fold,
    may_surround,
    month_of,
    read_value,
    spoken_in,
)
from rrs_data.programme.programme import WRITTEN as ENGLISH

WRITTEN = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "number": re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"),
    "integer": re.compile(r"-?[0-9]{1,15}"),
    "boolean": re.compile(r"true|false"),
}
"""How a value of each type is written in a register."""

MIDNIGHT = re.compile(r"(?:T| )0?0:00(?::00(?:[.,]0+)?)?$")
"""What a spreadsheet or a data base adds to a day; another time of day is no date."""
YEAR_WORD = re.compile(r"(?<=[0-9]{4}) ?(?:г\.?|год|года)$", re.IGNORECASE)
IN_DIGITS = re.compile(r"([0-9]{1,4}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})")
MONTH, YEAR = r"(?P<month>[^\W\d_]{3,})", r"(?P<year>[0-9]{4})"
IN_WORDS = (
    rf"(?P<day>[0-9][0-9]?)(?:st|nd|rd|th|-?го)?[ -]?{MONTH}\.?,?[ -]?{YEAR}",
    rf"{MONTH}\.? (?P<day>[0-9][0-9]?)(?:st|nd|rd|th)?,? {YEAR}",
)

DECIMAL = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([ ',.])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<before>[^0-9+-]*)(?P<inner>[+-]?) ?"
    r"(?P<digits>[0-9](?:.*[0-9])?)(?P<after>[^0-9]*)"
)
"""A number with one sign, and what stands before and behind it."""


class Ambiguous(ValueError):
    """A text with two readings; its arguments are both, in the schema's form."""


def canonical(text: str, column: Column) -> str:
    """A cell's text in the form in which registers keep a value of the column.

    Dates become ISO, numbers plain decimals, yes and no ``true`` and ``false``, a word for an
    allowed value that value. Raises Ambiguous where a text can be read in two ways.
    """
    if column.allowed:
        return text if text in column.allowed else read_value(text, column)
    if column.type == "date":
        return read_date(text, spoken_in(column))
    if column.type in ("number", "integer"):
        return read_number(text, column.unit, whole=column.type == "integer")
    return BOOLEANS.get(fold(text), text) if column.type == "boolean" else text


def _only(text: str, readings: Iterable[str]) -> str:
    """The one reading of a text; the text itself where it has none. Raises Ambiguous."""
    different = list(dict.fromkeys(readings))
    if len(different) > 1:
        raise Ambiguous(*different[:2])
    return different[0] if different else text


def read_date(text: str, spoken: tuple[str, ...] = (ENGLISH,)) -> str:
    """A date as ISO text; what is no date comes back as it is. Raises Ambiguous.

    With points the day comes first: so it is written in the whole region. With slashes or hyphens
    it may be the day or, in the American way, the month: 03/04/2014 is in doubt, 13/04/2014 is not.
    A year of two digits is always in doubt: 12.04.13 may be a day of 2013 or, year first, of 2012,
    and no date of two digits says its century.
    """
    if WRITTEN["date"].fullmatch(text):
        return text
    plain = " ".join(re.sub('[«»„“”"]', "", text).split())
    bare = YEAR_WORD.sub("", MIDNIGHT.sub("", plain))
    if digits := IN_DIGITS.fullmatch(bare):
        days = list(dict.fromkeys(_days(_orders(*digits.groups()))))
        # Where two digits of a year can mean but one day, its century is still a guess.
        guess = len(days) == 1 and max(map(len, digits.group(1, 4))) < 4
        return text if guess else _only(text, days)
    for pattern in IN_WORDS:
        if words := re.fullmatch(pattern, bare, re.IGNORECASE):
            month = month_of(words["month"].casefold(), spoken)
            return _only(text, _days([(int(words["year"]), month, int(words["day"]))]))
    return text


def _orders(*written: str) -> list[tuple[int, int, int]]:
    """Year, month and day as three numbers and the sign between them may mean them."""
    first, second, third = int(written[0]), int(written[2]), int(written[3])
    months_first = [] if written[1] == "." else [(third, first, second)]
    lengths = len(written[0]), len(written[3])
    if lengths[0] == 4:
        return [(first, second, third)] if lengths[1] < 3 else []
    if lengths[1] == 4:
        return [(third, second, first), *months_first] if lengths[0] < 3 else []
    days = [(third, second, first), (first, second, third), *months_first]
    century = [(2000 + year, month, day) for year, month, day in days]
    return [*century, (1900 + third, second, first)] if max(lengths) < 3 else []


def _days(readings: Iterable[tuple[int, int, int]]) -> Iterator[str]:
    """The readings that are days of the calendar, as ISO text."""
    for year, month, day in readings:
        with suppress(ValueError):
            yield date(year, month, day).isoformat()


def read_number(text: str, unit: str = "", *, whole: bool = False) -> str:
    """A number as plain text; what is no number comes back as it is. Raises Ambiguous.

    Thousands may be set apart by blanks, apostrophes, commas or points. One comma before three
    digits is in doubt: 1,250 may be 1250 or 1.250; with a point it is the registers' own form, one
    and a quarter. Digits of other scripts and exponents are not read. Words and signs of ``unit``
    may stand around the number. Of two readings ``whole`` takes whole ones only; 2014,0 is 2014.
    """
    form = WRITTEN["integer" if whole else "number"]
    if form.fullmatch(text):
        return text
    bare = " ".join(text.translate(ONE_SIGN).casefold().split())
    percent = unit == SHARE and bare.endswith("%")
    found = NUMBER.fullmatch(bare.removesuffix("%") if percent else bare)
    if not found or not all(may_surround(found[side], unit) for side in ("before", "after")):
        return text
    sign = (found["sign"] + found["inner"]).replace("+", "")
    readings = [sign + reading for reading in _readings(found["digits"])]
    if percent:
        readings = [f"{Decimal(reading).scaleb(-2):f}" for reading in readings]
    if whole:
        parts = [reading.partition(".") for reading in readings]
        readings = [number for number, _, decimals in parts if not decimals.strip("0")]
    return _only(text, filter(form.fullmatch, readings))


def _readings(digits: str) -> Iterator[str]:
    """What the digits and signs between them can mean."""
    if grouped := GROUPED.fullmatch(digits):
        number, sign, decimals = grouped.groups()
        yield number.replace(sign, "") + (f".{decimals}" if decimals else "")
    if decimal := DECIMAL.fullmatch(digits):
        number, decimals = decimal.groups()
        yield number + (f".{decimals}" if decimals else "")
