"""Choices: what a person asks for, by the command line or by ``open_report``; checked alike."""

import difflib
import re
from collections.abc import Iterable, Sequence
from functools import partial

from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.programme import FINAL, PARTS, REGION, Period, Programme, in_message


def checked_report(programme: Programme, *where: object) -> tuple[str, Period]:
    """A country and one of its periods: ``"xa"`` is ``XA``, ``"2014"`` 2014. Raises FaultsError."""
    country, year, part = where
    code, when, given = gather(
        lambda: _country(programme, _text(country)),
        lambda: choice("YEAR", year, *map(str, programme.years), FINAL),
        lambda: choice("PERIOD", part, "", *PARTS),
    )
    own = programme.periods_of(code).values()
    known = {one.part: one for one in own if str(one.year) == when}
    if not known:
        years = programme.years_of(code)
        allowed = f"a year in which {code} takes part: {_listed(years)}"
        raise FaultsError([refusal("YEAR", when, allowed, f"take YEAR={years[0]} or later")])
    if given not in known:
        parts = _listed(filter(None, known)) or "it has none"
        allowed = f"a part of YEAR={when} in which {code} takes part: {parts}"
        raise FaultsError([refusal("PERIOD", given, allowed, "take one of these, or leave it out")])
    return code, known[given]


def choice(name: str, given: object, *allowed: str, more: str = "") -> str:
    """The value asked for, in small or capital letters. Raises FaultsError: it is not allowed."""
    known = {one.casefold(): one for one in allowed}
    word = _text(given)
    if word.casefold() in known:
        return known[word.casefold()]
    expected = f"one of {_listed(filter(None, allowed))}{more}"
    raise FaultsError([refusal(name, given, expected, _hint(name, nearest(word, allowed)))])


def choices(name: str, given: object, allowed: Sequence[str]) -> tuple[str, ...]:
    """The values asked for, as they are listed; nothing or ``all`` is all. Raises FaultsError."""
    words = re.split(r"[\s,]+", _text(given) or "all")
    more = "; several with commas"
    asked = gather(*(partial(choice, name, one, *allowed, "all", more=more) for one in words))
    return tuple(one for one in allowed if one in asked or "all" in asked)


def refusal(name: str, given: object, expected: str, mend: str) -> Fault:
    """The fault of an option's value."""
    return Fault(name, f"“{given}”" if _text(given) else "nothing", expected, mend)


def nearest(word: str, allowed: Sequence[str]) -> str:
    """The allowed value that a word was probably meant to be; empty if there is none."""
    return next(iter(difflib.get_close_matches(word.casefold(), allowed, n=1)), "")


def _country(programme: Programme, given: str) -> str:
    codes = (*programme.countries, REGION)
    if given.upper() in codes:
        return given.upper()
    names = [f"{code} {in_message(country.name)}" for code, country in programme.countries.items()]
    allowed = f"one of {', '.join(names)}; {REGION} for all countries together"
    # By the country's name in any language, or by a longer code (KGZ).
    called = {
        name.casefold(): code
        for code, country in programme.countries.items()
        for name in country.name.values()
    }
    longer = "".join(code for code in programme.countries if given.upper().startswith(code))
    meant = called.get(nearest(given, list(called)), longer)
    raise FaultsError([refusal("COUNTRY", given, allowed, _hint("COUNTRY", meant))])


def _hint(name: str, meant: str) -> str:
    return f"did you mean {name}={meant}?" if meant else "take one of these"


def _text(given: object) -> str:
    return "" if given is None else str(given).strip()


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))
