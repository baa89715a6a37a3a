"""Words: which column, register, value, unit or currency is meant, and how a word sounds."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from babel import localedata
from babel.core import Locale, get_global
from babel.languages import get_official_languages
from babel.numbers import get_currency_name

from rrs_data.intake.schema import MONEY, Column, Register, Schema
from rrs_data.language.language import CATALOGUES
from rrs_data.programme.loading import load_yaml
from rrs_data.programme.programme import WRITTEN

DASH = re.compile(r" *[\u2010-\u2015\u2212-] *")
ALIKE = str.maketrans(
    {"ё": "е", "_": " ", **dict.fromkeys("’ʼʻ‘`", "'"), **dict.fromkeys('«»„“”"', "")}
)


def fold(text: str) -> str:
    """A text without capitals, «ё», kinds of dash, quote and blank, and points at its end."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(ALIKE)
    return DASH.sub("-", " ".join(plain.split())).rstrip(".,;:* ")


def unequivocal(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words and what they mean; a word that means two things is left out."""
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for word, meaning in pairs:
        meanings[word].add(meaning)
    return {word: found.pop() for word, found in meanings.items() if len(found) == 1}


# --- units and currencies -----------------------------------------------------------------------

SYNONYMS = load_yaml(Path(__file__).with_name("synonyms.yml").read_text(encoding="utf-8"))
"""Words for values, by the columns in which they count, for yes and no, and for units."""

BOOLEANS = {fold(word): value for value, own in SYNONYMS["booleans"].items() for word in own}
UNITS: dict[str, list[str]] = SYNONYMS["units"]

SHARE = "indicator"
"""The unit of a column whose rows have the units of their indicators: there 65 % is 0.65."""
ONE_SIGN = str.maketrans({"\N{MINUS SIGN}": "-", "’": "'", "ʼ": "'", "`": "'"})

LANGUAGES = (WRITTEN, *sorted(one.name for one in CATALOGUES.iterdir() if one.is_dir()))
"""The languages whose words are understood in cells: those that messages are written in."""

WORD = re.compile(r"[^\W\d_]+|[^\w\s.,]")
STEM = 3  # letters from which an abbreviation or an ending is understood: долл., долларах


@cache
def currency_words() -> dict[str, set[str]]:
    """The words and signs in the names of all currencies, with the currencies that have them."""
    found: dict[str, set[str]] = {}
    for locale in map(Locale, LANGUAGES):
        for code, name in locale.currencies.items():
            forms = (get_currency_name(code, count, locale) for count in (1, 2, 5))
            names = [code, locale.currency_symbols.get(code, code), name, *forms]
            for word in WORD.findall(" ".join(names).casefold().replace("ё", "е")):
                # A word or a currency's sign, not a hyphen.
                if word.isalpha() or unicodedata.category(word) == "Sc":
                    found.setdefault(word, set()).add(code)
    return found


def currencies_in(text: str) -> frozenset[str]:
    """The currencies that a text may mean; none where any word of it means none.

    “долл. США” and “US$” are one currency, “$”, “доллар” and “манат” one of several.
    """
    words = WORD.findall(text.casefold().replace("ё", "е"))
    return frozenset.intersection(*map(_meant, words)) if words else frozenset()


@lru_cache(maxsize=1000)
def _meant(word: str) -> frozenset[str]:
    """The currencies of a word, or else of the words that it abbreviates or adds an ending to."""
    alike, known = [word], currency_words()
    if word not in known and len(word) >= STEM:
        stems = (one for one in known if len(one) >= STEM)
        alike = [one for one in stems if one.startswith(word) or word.startswith(one)]
    return frozenset().union(*(known.get(one, ()) for one in alike))


def may_surround(words: str, unit: str) -> bool:
    """Whether words may stand beside a number of a unit; which currency it is, is checked later."""
    of_money = unit in (MONEY, SHARE) and currencies_in(words)
    return not words.strip() or fold(words) in map(fold, UNITS.get(unit, ())) or bool(of_money)


def currency_of(text: str) -> frozenset[str]:
    """The currencies that an amount may be in by what is written beside it; none if nothing is."""
    return currencies_in(re.sub(r"[0-9%'+-]", "", text.translate(ONE_SIGN)))


# --- values -------------------------------------------------------------------------------------


def spoken_in(column: Column) -> tuple[str, ...]:
    """The languages in which a column may be filled in: those of its titles, and English."""
    return tuple(dict.fromkeys([*filter(localedata.exists, column.titles), WRITTEN]))


@lru_cache
def names_of_country(code: str, spoken: tuple[str, ...]) -> tuple[str, ...]:
    """What CLDR calls a country in its own languages and those ``spoken``, and its other codes."""
    if code not in Locale(WRITTEN).territories or not re.fullmatch("[A-Z]{2}", code):
        return ()
    languages = (*spoken, *get_official_languages(code, de_facto=True))
    names = [Locale.parse(one).territories.get(code, code) for one in languages]
    return (*names, *(one for one, of in get_global("territory_aliases").items() if of == [code]))


def read_value(text: str, column: Column) -> str:
    """The allowed value that a word means; the text itself where it means none."""
    labels = (
        (value, *texts.get(value, {}).values(), *column.synonyms.get(value, ()))
        for value in column.allowed
        for texts in (column.labels, column.choices)
    )
    countries = ((value, *names_of_country(value, spoken_in(column))) for value in column.allowed)
    meanings = _meanings(column.name, (*labels, *countries))
    # A code may be typed in Cyrillic letters that look the same, and a word in both alphabets.
    spellings = map(fold, (text, text.translate(BACK), one_alphabet(text)))
    return next((meanings[one] for one in spellings if one in meanings), text)


@lru_cache
def _meanings(name: str, labels: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """The words of a column, its labels and synonyms, with the values that they mean."""
    words = [(word, value) for value, *others in labels for word in (value, *others)]
    for listed in SYNONYMS["values"]:
        if name in listed["columns"]:
            words += [(word, value) for value, own in listed["words"].items() for word in own]
    allowed = {value for value, *_ in labels}
    return unequivocal((fold(word), value) for word, value in words if value in allowed)


@lru_cache
def month_of(word: str, spoken: tuple[str, ...]) -> int:
    """The number of a month by the beginning of its name: декабрь, декабря, Dec; 0 if none."""
    found = {
        number
        for code in spoken
        for use in ("format", "stand-alone")
        for number, name in Locale.parse(code).months[use]["wide"].items()
        if name.casefold().startswith(word)
    }
    return found.pop() if len(found) == 1 else 0


# --- columns and registers ----------------------------------------------------------------------

REMARK = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|,([^,]*)$")
"""What stands in brackets, or behind the last comma: “Amount, EUR”."""
SUFFIX = re.compile(r"\.(?:csv|tsv|txt|xlsx|xlsm|parquet|xls|xlsb|ods)$", re.IGNORECASE)
LOOKED_AT = 20  # rows at the top of a table in which its header is looked for


def header_row(rows: Sequence[Sequence[str]], register: Register) -> int:
    """The place of the header: the first row, or one below a title with most columns' names."""
    if not rows or match(rows[0], register):
        return 0
    known = [len(match(row, register)) for row in rows[:LOOKED_AT]]
    return known.index(max(known)) if max(known) > 1 else 0


def match(header: Sequence[str], register: Register) -> dict[str, list[int]]:
    """The places in a header of a register's columns, by their technical names.

    A column may be called by its technical name or its title in either language. Capitals, blanks,
    punctuation, «ё», “organisation” and a remark in brackets make no difference, nor does the unit,
    unless it is another one. What could mean two columns is left out.
    """
    wordings = [
        (text, column.name)
        for column in register.columns
        for text in (column.name, *column.titles.values(), *column.headers)
    ]
    titles = unequivocal((bare(text), name) for text, name in wordings)
    stems = unequivocal((bare(REMARK.sub(" ", text)), name) for text, name in wordings)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(header):
        stem = stems.get(bare(REMARK.sub(" ", text)))
        unit = register.column[stem].unit if stem else ""
        # Without its remarks a header means the column, but for one of another unit.
        other_unit = unit and not all(may_surround(one, unit) for one in remarks(text))
        if name := titles.get(bare(text)) or (None if other_unit else stem):
            found[name].append(place)
    return found


def remarks(header: str) -> list[str]:
    """What a header says in brackets or behind its last comma: “hours” of “Length, hours”."""
    return [fold("".join(one)).removeprefix("в ") for one in REMARK.findall(header)]


def register_of(name: str, schema: Schema) -> str | None:
    """The register that a file's or sheet's name means, with a number before it or a suffix."""
    letters, registers = bare(SUFFIX.sub("", name)), schema.registers.values()
    wordings = ((text, one.name) for one in registers for text in (one.name, *one.titles.values()))
    names = unequivocal((bare(text), register) for text, register in wordings)
    return names.get(letters) or names.get(letters.lstrip("0123456789"))


# --- spelling -----------------------------------------------------------------------------------
# The same name stands in registers as Жаңы жол, Жаны жол, Zhany Zhol, Jany Jol and Ǧany Jol. Its
# skeleton is one for all of them. A skeleton is for comparing only and is never shown.

LOST = "\ufffd"  # the sign that stands where letters were lost

LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyiІі", "АВСЕНКМОРТХУасеорхуіИи")
"""Latin letters that look like Cyrillic ones."""

BACK = str.maketrans("АВСЕНКМОРТХУасеорхуіІ", "ABCEHKMOPTXYaceopxyiI")
"""Cyrillic letters that look like Latin ones."""

_HEARD = load_yaml(Path(__file__).with_name("spelling.yml").read_text(encoding="utf-8"))
_LETTERS = {ord(one): sound for sound, own in _HEARD["letters"].items() for one in own}
_SOUNDS = [(re.compile(pattern), sound) for pattern, sound in _HEARD["sounds"]]
_APOSTROPHES = "'" + _HEARD["letters"]["'"]

_MIXED = re.compile(r"[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z]")
_ACCENT = re.compile("(?<![csz])\u030c|[\u0300-\u030b\u030d-\u036f]")
"""Accents, but for those of č, š and ž, which are sounds of their own here."""
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+|[{_APOSTROPHES}](?=\s|$))*")


def skeleton(text: str) -> str:
    """The text as it sounds, small letters and digits: mostly equal for two spellings of a word."""
    usual = one_alphabet(unicodedata.normalize("NFKC", text))
    return " ".join(filter(None, map(_sound, _TOKEN.findall(usual))))


@lru_cache(maxsize=200_000)
def _sound(word: str) -> str:
    plain = word.lower().translate(_LETTERS)
    if not plain.isascii():
        accents_apart = unicodedata.normalize("NFD", plain)
        plain = unicodedata.normalize("NFC", _ACCENT.sub("", accents_apart))
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain


def bare(text: str) -> str:
    """Small letters and digits alone, in one spelling and alphabet: for comparing."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("ё", "е").translate(BACK)
    return "".join(filter(str.isalnum, plain)).replace("organis", "organiz")


def one_alphabet(text: str) -> str:
    """The text with words of two alphabets written in one: the one that all letters can be of."""
    return _WORD.sub(_unmixed, text) if _MIXED.search(text) else text


def _unmixed(match: re.Match[str]) -> str:
    word = match[0]
    latin = {letter for letter in word if letter.isascii()}
    cyrillic = set(word) - latin
    if not latin or not cyrillic:
        return word
    if all(ord(letter) in LOOKALIKES for letter in latin):
        return word.translate(LOOKALIKES)
    alike = all(ord(letter) in BACK for letter in cyrillic)
    return word.translate(BACK if alike or len(latin) > len(cyrillic) else LOOKALIKES)
