"""Choices: what a person asks for, by the command line or by ``open_report``.

Both say the same of a wrong country, year or language.
"""

import difflib
import re
from collections.abc import Iterable, Sequence

from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.programme import FINAL, PARTS, REGION, Period, Programme, Year, in_message


def checked_report(programme: Programme, *where: object) -> tuple[str, Period]:
    """A country and one of its periods: ``"xa"`` is ``XA``, ``"2014"`` 2014. Raises FaultsError."""
    country, year, part = where
    code, (chosen,), given = gather(
        lambda: _country(programme, _text(country)),
        lambda: choices("YEAR", _text(year), [*map(str, programme.years), FINAL], most=1),
        lambda: checked_part(part),
    )
    when: Year = FINAL if chosen == FINAL else int(chosen)
    years = programme.years_of(code)
    if when not in (*years, FINAL):
        allowed = f"a year in which {code} takes part: {_listed(years)}"
        raise FaultsError([refusal("YEAR", when, allowed, f"take YEAR={years[0]} or later")])
    known = {one.part: one for one in programme.periods_of(code).values() if one.year == when}
    if given not in known:
        parts = _listed(filter(None, known)) or "it has none"
        allowed = f"a part of YEAR={when} in which {code} takes part: {parts}"
        raise FaultsError([refusal("PERIOD", given, allowed, "take one of these, or leave it out")])
    return code, known[given]


def checked_part(given: object) -> str:
    """A quarter or a half: ``"q2"`` is ``Q2``; nothing is the whole year. Raises FaultsError."""
    part = _text(given).upper()
    if part in ("", *PARTS):
        return part
    expected, mend = f"one of {_listed(PARTS)}", "take one of these; without it, it is the year"
    raise FaultsError([refusal("PERIOD", given, expected, mend)])


def choices(
    name: str, given: object, allowed: Sequence[str], most: int | None = None
) -> tuple[str, ...]:
    """The values asked for, in the order in which they are allowed; nothing or ``all`` is all.

    Raises FaultsError with every word that is not allowed, or when there are more than ``most``.
    """
    words = re.split(r"[\s,]+", _text(given).casefold()) if _text(given) else ["all"]
    expected = f"one of {_listed(allowed)}"
    if most is None:
        expected += "; several with commas; or all"
    raise_if_any(
        [
            refusal(name, word, expected, _hint(name, nearest(word, allowed)))
            for word in words
            if word not in (*allowed, "all")
        ]
    )
    chosen = tuple(value for value in allowed if value in words or "all" in words)
    if most is not None and len(chosen) > most:
        raise FaultsError([refusal(name, given, expected, "take one of these")])
    return chosen


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
    mend = _hint("COUNTRY", meant, "take one of these codes")
    raise FaultsError([refusal("COUNTRY", given, allowed, mend)])


def _hint(name: str, meant: str, otherwise: str = "take one of these") -> str:
    return f"did you mean {name}={meant}?" if meant else otherwise


def _text(given: object) -> str:
    return "" if given is None else str(given).strip()


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))
