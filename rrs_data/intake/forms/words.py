"""Words for allowed values, for yes and no and for units, in both languages.

Besides the values and their labels in the schema they are those of ``synonyms.yml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from rrs_data.intake.schema import Column
from rrs_data.intake.spelling import BACK, one_alphabet

SOURCE = Path(__file__).with_name("synonyms.yml")

DASH = r" *[\u2010-\u2015\u2212-] *"
QUOTES = '«»„“”"'
SAME = str.maketrans(
    {"ё": "е", "_": " ", **dict.fromkeys("’ʼʻ‘`", "'"), **dict.fromkeys(QUOTES, "")}
)


@dataclass(frozen=True)
class Synonyms:
    """The list: ``values`` gives a value by column and folded word."""

    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    booleans: Mapping[str, str]
    units: Mapping[str, tuple[str, ...]]


def fold(text: str) -> str:
    """A text without what makes no difference between words.

    That is capitals, «ё», the kind of dash, quote, apostrophe and blank, underscores, and points
    and asterisks at the end.
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(SAME)
    return re.sub(DASH, "-", " ".join(plain.split())).rstrip(".,;:* ")


def read_synonyms(source: Path = SOURCE) -> Synonyms:
    """The list of a file. Raises ValueError for a word of yes and no that stands for both."""
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    values: dict[str, dict[str, tuple[str, ...]]] = {}
    for entry in content["values"]:
        for column in entry["columns"]:
            own = values.setdefault(column, {})
            for value, words in entry["words"].items():
                own[value] = (*own.get(value, ()), *map(fold, words))
    return Synonyms(
        values,
        unequivocal(
            (fold(word), key) for key, words in content["booleans"].items() for word in words
        ),
        {
            unit: tuple(sorted(words, key=len, reverse=True))
            for unit, words in content["units"].items()
        },
    )


def unequivocal(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Words and what they mean. Raises ValueError when a word means two things."""
    meaning: dict[str, str] = {}
    for word, value in pairs:
        if meaning.setdefault(word, value) != value:
            raise ValueError(f"{word!r} means both {meaning[word]!r} and {value!r}")
    return meaning


SYNONYMS = read_synonyms()
"""The list that comes with the package."""

Named = tuple[tuple[str, tuple[str, ...]], ...]
"""Values with their own words."""


def read_value(text: str, column: Column) -> str:
    """The allowed value that a word means; the text itself where it means none.

    Words are the values, their labels and choices in the schema and the synonyms of the column.
    """
    labels = tuple(
        (
            value,
            (*column.labels.get(value, {}).values(), *column.choices.get(value, {}).values()),
        )
        for value in column.allowed
    )
    meanings = _meanings(column.name, labels)
    # A code may be typed in Cyrillic letters that look the same, and a word in both alphabets.
    spellings = (text, text.translate(BACK), one_alphabet(text))
    return next((meanings[fold(one)] for one in spellings if fold(one) in meanings), text)


def read_boolean(text: str) -> str:
    """``true`` or ``false``; the text itself where it is neither."""
    return SYNONYMS.booleans.get(fold(text), text)


@lru_cache
def _meanings(name: str, labels: Named) -> dict[str, str]:
    """The words of a column with the values that they mean. Raises ValueError for a double."""
    listed = SYNONYMS.values.get(name, {})
    return unequivocal(
        (word, value)
        for value, own in labels
        for word in (*map(fold, (value, *own)), *listed.get(value, ()))
    )
