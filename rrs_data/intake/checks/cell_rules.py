"""Cells: each distinct text of a column is checked once, however many rows hold it.

What people write – dates, numbers, words – is brought into the one form that registers keep. A text
that already has this form stays as it is, and so does one that is not understood: it breaks a rule.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import privacy, words
from rrs_data.intake.findings import RULES
from rrs_data.intake.schema import Column
from rrs_data.intake.words import BACK, LOST, may_surround
from rrs_data.language.typeface import unprintable

Breach = tuple[str, Mapping[str, object]]  # a rule, and what fills the fields of its texts

LONGEST = 5000
"""Characters of a cell: longer text is no title and no place, and no page could hold it."""

INVISIBLE = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?<![^\W\d_])[\u200c\u200d]|[\u200c\u200d](?![^\W\d_])"
)
"""Control characters, soft hyphens, zero-width and direction marks; joiners within words are seen:
they shape the letters beside them."""

ARROW = {"date": "timestamp[us]", "number": "double", "integer": "int64", "boolean": "bool"}
"""The Arrow type of each type of column but text; an empty cell is null in all of them."""

TEXT = pd.StringDtype(na_value=np.nan)
PANDAS = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): TEXT}
"""The pandas type of a column where a missing value must not change it."""

TOTAL = re.compile(words.SYNONYMS["total"], re.IGNORECASE)
"""What a row that adds up others says, in the languages of the region."""

SERIAL = re.compile(r"[3-5][0-9]{4}(?:[.,][0-9]+)?")
"""A spreadsheet's number of a day from 1982 to 2063."""


def check_column(cells: pa.ChunkedArray, column: Column) -> tuple[pd.Series, dict[str, Breach]]:
    """The cells of a column as typed values, missing where empty or at fault; and the breaches."""
    raw = cells.combine_chunks().cast(pa.string()).dictionary_encode()
    texts, breaches = raw.dictionary.to_pylist(), {}
    for position in np.flatnonzero(~_at_once(raw.dictionary, column)).tolist():
        text = texts[position]
        texts[position], breach = check_text(text, column)
        if breach:
            breaches[text] = breach
            texts[position] = "" if stops(breach) else texts[position]
    kind = ARROW.get(column.type, "string")
    distinct = pa.array([text or None for text in texts], pa.string()).cast(kind)
    values: pd.Series = distinct.take(raw.indices).to_pandas(types_mapper=PANDAS.get)
    return values, breaches


def _at_once(texts: pa.Array, column: Column) -> np.ndarray:
    """Which texts are right at first sight; the others are looked at one by one."""
    if column.allowed:
        right = pc.is_in(texts, value_set=pa.array(column.allowed, pa.string()))
    elif column.type == "string":
        right = privacy.of_form(texts, column.constraints.get("pattern", column.ids))
    else:
        return np.zeros(len(texts), dtype=bool)
    return np.asarray(right, dtype=bool)


def check_text(text: str, column: Column) -> tuple[str, Breach | None]:
    """A cell's text in the registers' form, and the first rule that it breaks."""
    if text == "":
        return "", ("required", {}) if column.required else None
    if breach := _not_shown(text, column):
        return text, breach
    form, *others = readings(text, column)
    if others:
        kind = "date" if column.type == "date" else "number"
        return text, (f"{kind}-ambiguous", {"one": form, "other": others[0]})
    free = column.type == "string" and not column.allowed and "pattern" not in column.constraints
    breach = _broken(form, column)
    found = privacy.kind_of(text, column.ids) if free or breach else None
    personal: Breach | None = (f"personal-{found}", {}) if found else None
    return form, personal if personal and (free or stops(personal)) else breach


def _not_shown(text: str, column: Column) -> Breach | None:
    """What no page could show of a text."""
    if len(text) > LONGEST:
        return "text-long", {"length": len(text), "most": LONGEST}
    if LOST in text:
        return "text-damaged", {}
    unseen = re.findall(INVISIBLE, text)
    characters = dict.fromkeys(unseen or (unprintable(text) if column.type == "string" else ()))
    codes = ", ".join(f"U+{ord(character):04X}" for character in characters)
    rule = "text-invisible" if unseen else "text-unprintable"
    return (rule, {"characters": codes}) if codes else None


def stops(breach: Breach) -> bool:
    """Whether a breach is an error; a cell that is only doubted keeps its text."""
    return bool(RULES[breach[0]]["severity"] == "error")


def _broken(text: str, column: Column) -> Breach | None:
    """The first rule of the column's type and constraints that a text in its form breaks."""
    limits, kind = column.constraints, column.type
    if kind != "string" and not _has_type(text, kind):
        serial = kind == "date" and SERIAL.fullmatch(text)
        # Workbooks that count from 1904 mean a day four years later: it is never taken as read.
        days = {"day": date(1899, 12, 30) + timedelta(int(text[:5]))} if serial else {}
        return "date-serial" if serial else f"type-{kind}", days
    if column.allowed and text not in column.allowed:
        return "allowed", {"allowed": ", ".join(column.allowed)}
    if "pattern" in limits:
        spellings = pa.array([text, text.translate(BACK)])
        fits, latin = privacy.of_form(spellings, limits["pattern"]).to_pylist()
        if not fits:
            rule = "id-letters" if latin else "pattern"
            return rule, {"example": column.example, "letters": cyrillic_in(text)}
    if "minimum" in limits and float(text) < limits["minimum"]:
        return "minimum", {"least": limits["minimum"]}
    if "maximum" in limits and float(text) > limits["maximum"]:
        return "maximum", {"most": limits["maximum"]}
    return None


def _has_type(text: str, kind: str) -> bool:
    """Whether a text is a value of a type, in the form in which registers write it."""
    with suppress(ValueError):
        return bool(WRITTEN[kind].fullmatch(text) and (kind != "date" or date.fromisoformat(text)))
    return False


def cyrillic_in(text: str) -> str:
    """The letters of a text that only look Latin."""
    return ", ".join(dict.fromkeys(letter for letter in text if ord(letter) in BACK))


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
IN_DIGITS = re.compile(r"([0-9]{1,2}|[0-9]{4}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2}|[0-9]{4})")
MONTH, YEAR = r"(?P<month>[^\W\d_]{3,})", r"(?P<year>[0-9]{4})"
IN_WORDS = (
    rf"(?P<day>[0-9][0-9]?)(?:st|nd|rd|th|-?го)?[ -]?{MONTH}\.?,?[ -]?{YEAR}",
    rf"{MONTH}\.? (?P<day>[0-9][0-9]?)(?:st|nd|rd|th)?,? {YEAR}",
)

DECIMAL = re.compile(r"([0-9]+)()(?:[.,]([0-9]+))?")
GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([ ',.])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<before>[^0-9+-]*)(?P<inner>[+-]?) ?"
    r"(?P<digits>[0-9](?:.*[0-9])?)(?P<after>[^0-9]*)"
)
"""A number with one sign, and what stands before and behind it."""


def readings(text: str, column: Column) -> list[str]:
    """A cell's text in the form in which registers keep a value of the column; two where in doubt.

    Dates become ISO, numbers plain decimals, yes and no ``true`` and ``false``, a word for an
    allowed value that value.
    """
    if column.allowed:
        return [text if text in column.allowed else words.read_value(text, column)]
    if column.type == "boolean":
        return [words.BOOLEANS.get(words.fold(text), text)]
    if column.type == "string" or WRITTEN[column.type].fullmatch(text):
        return [text]
    read = _read_date if column.type == "date" else _read_number
    return list(dict.fromkeys(read(text, column)))[:2] or [text]


def _read_date(text: str, column: Column) -> Iterable[str]:
    """The days that a text can mean, as ISO text.

    With points the day comes first, as in the whole region; with slashes or hyphens it may be the
    month: 03/04/2014 is in doubt, 13/04/2014 is not. So is every year of two digits: 12.04.13 may
    be a day of 2013 or, year first, of 2012, and nothing says its century.
    """
    plain = " ".join(re.sub('[«»„“”"]', "", text).split())
    bare = YEAR_WORD.sub("", MIDNIGHT.sub("", plain))
    if digits := IN_DIGITS.fullmatch(bare):
        days = list(dict.fromkeys(_days(_orders(*digits.groups()))))
        # Where two digits of a year can mean but one day, its century is still a guess.
        return [] if len(days) == 1 and max(map(len, digits.group(1, 4))) < 4 else days
    for pattern in IN_WORDS:
        if named := re.fullmatch(pattern, bare, re.IGNORECASE):
            month = words.month_of(named["month"].casefold(), words.spoken_in(column))
            return _days([(int(named["year"]), month, int(named["day"]))])
    return []


def _orders(*written: str) -> list[tuple[int, int, int]]:
    """Year, month and day as three numbers and the sign between them may mean them."""
    first, second, third = int(written[0]), int(written[2]), int(written[3])
    months_first = [] if written[1] == "." else [(third, first, second)]
    if len(written[0]) == 4:
        return [(first, second, third)]
    if len(written[3]) == 4:
        return [(third, second, first), *months_first]
    days = [(third, second, first), (first, second, third), *months_first]
    century = [(2000 + year, month, day) for year, month, day in days]
    return [*century, (1900 + third, second, first)]


def _days(readings: Iterable[tuple[int, int, int]]) -> Iterator[str]:
    """The readings that are days of the calendar, as ISO text."""
    for year, month, day in readings:
        with suppress(ValueError):
            yield date(year, month, day).isoformat()


def _read_number(text: str, column: Column) -> Iterable[str]:
    """The numbers that a text can mean, as plain text.

    Thousands may be set apart by blanks, apostrophes, commas or points. One comma before three
    digits is in doubt: 1,250 may be 1250 or 1.250; with a point it is the registers' own form.
    Digits of other scripts and exponents are not read; words of the unit may stand around. Of two
    readings a whole number is the whole one; 2014,0 is 2014.
    """
    bare = " ".join(text.translate(words.ONE_SIGN).casefold().split())
    unit, percent = column.unit, column.unit == words.SHARE and bare.endswith("%")
    found = NUMBER.fullmatch(bare.removesuffix("%") if percent else bare)
    if not (found and may_surround(found["before"], unit) and may_surround(found["after"], unit)):
        return []
    sign = (found["sign"] + found["inner"]).replace("+", "")
    numbers = [sign + reading for reading in _readings(found["digits"])]
    if percent:
        numbers = [f"{Decimal(reading).scaleb(-2):f}" for reading in numbers]
    if column.type == "integer":
        parts = [reading.partition(".") for reading in numbers]
        numbers = [number for number, _, decimals in parts if not decimals.strip("0")]
    return filter(WRITTEN[column.type].fullmatch, numbers)


def _readings(digits: str) -> Iterator[str]:
    """What the digits and signs between them can mean."""
    for form in (GROUPED, DECIMAL):
        if found := form.fullmatch(digits):
            number, sign, decimals = found.groups("")
            yield ".".join(filter(None, (number.replace(sign, ""), decimals)))
