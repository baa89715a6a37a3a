"""Dates as people write them, read as ISO dates.

With points the day comes first: so it is written in the whole region. With slashes or hyphens it
may be the day or, in the American way, the month: 03/04/2014 is in doubt, 13/04/2014 is not. A year
of two digits is always in doubt: 12.04.13 may be a day of 2013 or, year first, of 2012, and no date
of two digits says its century.
"""

from __future__ import annotations

import re
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
    """A day in three numbers: year first, day first or, without points, month first."""
    first, second, third = map(int, parts)
    months_first = [] if sign == "." else [(third, first, second)]
    match len(parts[0]), len(parts[2]):
        case 4, 1 | 2:
            return only(text, _days([(first, second, third)]))
        case 1 | 2, 4:
            return only(text, _days([(third, second, first), *months_first]))
        case 1 | 2, 1 | 2:
            days = [(third, second, first), (first, second, third), *months_first]
            century = [(2000 + year, month, day) for year, month, day in days]
            short = _days([*century, (1900 + third, second, first)])
            if len(short) > 1:
                raise Ambiguous(text, short[0], short[1])
    return text


def _days(readings: list[tuple[int, int, int]]) -> list[str]:
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
