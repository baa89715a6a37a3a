"""Currencies: which of them a sign, a code or a name means, and what an amount in one is worth."""

import re
from functools import lru_cache
from unicodedata import category

import pandas as pd
from babel import Locale
from babel.numbers import get_currency_name

from rrs_data.intake.schema import CURRENCY, MONEY, RECORDED, Register
from rrs_data.language.language import CATALOGUES
from rrs_data.programme.programme import WRITTEN, Currency

LANGUAGES = (WRITTEN, *sorted(one.name for one in CATALOGUES.iterdir() if one.is_dir()))
"""The languages whose words are understood in cells: those that messages are written in."""

WORD = re.compile(r"[^\W\d_]+|[^\w\s.,]")
STEM = 3  # letters from which an abbreviation or an ending is understood: долл., долларах

NAMES: dict[str, set[str]] = {}
"""The words and signs in the names of all currencies, with the currencies that have them."""
for _locale in map(Locale, LANGUAGES):
    for _code, _name in _locale.currencies.items():
        _forms = (get_currency_name(_code, count, _locale) for count in (1, 2, 5))
        _all = [_code, _locale.currency_symbols.get(_code, _code), _name, *_forms]
        for _word in WORD.findall(" ".join(_all).casefold().replace("ё", "е")):
            if _word.isalpha() or category(_word) == "Sc":  # a currency's sign, not a hyphen
                NAMES.setdefault(_word, set()).add(_code)


def currencies_in(text: str) -> frozenset[str]:
    """The currencies that a text may mean; none where any word of it means none.

    “долл. США” and “US$” are one currency, “$”, “доллар” and “манат” one of several.
    """
    words = WORD.findall(text.casefold().replace("ё", "е"))
    return frozenset.intersection(*map(_meant, words)) if words else frozenset()


@lru_cache(maxsize=1000)
def _meant(word: str) -> frozenset[str]:
    """The currencies of a word, or else of the words that it abbreviates or adds an ending to."""
    alike = [word]
    if word not in NAMES and len(word) >= STEM:
        stems = (one for one in NAMES if len(one) >= STEM)
        alike = [one for one in stems if one.startswith(word) or word.startswith(one)]
    return frozenset().union(*(NAMES.get(one, ()) for one in alike))


def in_reporting_currency(
    frame: pd.DataFrame, register: Register, currency: Currency
) -> pd.DataFrame:
    """A register's amounts at the rate in force on each row's day, rounded to the cent.

    What was written stays in ``<column>.recorded``; an amount without a rate is unknown.
    """
    money = [column.name for column in register.columns if column.unit == MONEY]
    if not money or CURRENCY not in frame or frame[CURRENCY].isna().all():
        return frame
    worth, own = worth_of(frame, register, currency), frame[CURRENCY].fillna(currency.code)
    changed = {
        name: frame[name].where(own == currency.code, (frame[name] * worth).round(2))
        for name in money
    }
    return frame.assign(**{name + RECORDED: frame[name] for name in money}, **changed)


def worth_of(frame: pd.DataFrame, register: Register, currency: Currency) -> pd.Series:
    """What one unit of each row's currency was worth on its day; missing where nobody knows."""
    worth = pd.Series(1.0, frame.index).where(
        frame[CURRENCY].fillna(currency.code) == currency.code
    )
    if register.date in frame:
        for one in sorted(currency.rates, key=lambda rate: rate.since):
            days = frame[register.date] >= pd.Timestamp(one.since)
            worth = worth.mask((frame[CURRENCY] == one.currency) & days, one.rate)
    return worth
