"""Dates as people write them, read as ISO dates.

With points the day comes first: so it is written in the whole region. With slashes or hyphens it
may be the day or, in the American way, the month: 03/04/2014 is in doubt, 13/04/2014 is not. A year
of two digits is always in doubt: 12.04.13 may be a day of 2013 or, year first, of 2012, and no date
of two digits says its century.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from rrs_data.intake.forms import Ambiguous, only

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MIDNIGHT = re.compile(r"(?:T| )0?0:00(?::00(?:[.,]0+)?)?$")
"""What a spreadsheet or a data base adds to a day; another time of day is no date."""
YEAR_WORD = re.compile(r"(?<=[0-9]{4}) ?(?:г\.?|год|года)$", re.IGNORECASE)
IN_DIGITS = re.compile(r"([0-9]{1,4}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})")
DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|-?го)?[ -]?"
    r"(?P<month>[^\W\d_]{3,})\.?,?[ -]?(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})",
    re.IGNORECASE,
)


def read_date(text: str) -> str:
    """A date as ISO text; what is no date comes back as it is. Raises Ambiguous."""
    if ISO.fullmatch(text):
        return text
    bare = YEAR_WORD.sub("", MIDNIGHT.sub("", _spaced(text)))
    if digits := IN_DIGITS.fullmatch(bare):
        first, sign, second, third = digits.groups()
        return _in_digits(text, sign, (first, second, third))
    if words := DAY_FIRST.fullmatch(bare) or MONTH_FIRST.fullmatch(bare):
        month = month_number(words["month"])
        return only(text, _days([(int(words["year"]), month, int(words["day"]))]))
    return text


def _spaced(text: str) -> str:
    """The text with single plain blanks, without the quotes of «31» декабря 2013 г."""
    return " ".join(re.sub('[«»„“”"]', "", text).split())


def _in_digits(text: str, sign: str, parts: tuple[str, str, str]) -> str:
    first, second, third = map(int, parts)
    if len(parts[0]) >= 3 or len(parts[2]) >= 3:
        return only(text, _days(_whole_years(sign, parts)))
    short = _days(
        [
            (2000 + third, second, first),
            (2000 + first, second, third),
            *([] if sign == "." else [(2000 + third, first, second)]),
            (1900 + third, second, first),
        ]
    )
    if len(short) < 2:
        return text
    raise Ambiguous(text, short[0], short[1])


def _whole_years(sign: str, parts: tuple[str, str, str]) -> Iterator[tuple[int, int, int]]:
    """The readings of three numbers of which one is a year of four digits."""
    first, second, third = map(int, parts)
    if len(parts[0]) == 4 and len(parts[2]) <= 2:
        yield first, second, third
    elif len(parts[2]) == 4 and len(parts[0]) <= 2:
        yield third, second, first
        if sign != ".":
            yield third, first, second


def _days(readings: Iterator[tuple[int, int, int]] | list[tuple[int, int, int]]) -> list[str]:
    """The readings that are days of the calendar, as ISO text, each once."""
    days = []
    for year, month, day in readings:
        try:
            days.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(days))


def month_number(word: str) -> int:
    """The number of a month by its name or the beginning of it, Russian or English; 0 if none."""
    start = word.casefold()
    found = {number for number, name in _months() if name.startswith(start)}
    return found.pop() if len(found) == 1 else 0


@lru_cache
def _months() -> list[tuple[int, str]]:
    """The months' names, alone and in a date (декабрь, декабря), and their short forms."""
    from babel import Locale

    return [
        (number, name.casefold().rstrip("."))
        for code in ("ru", "en")
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale(code).months[use][width].items()
    ]
