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

from rrs_data.intake.schema import Column
from rrs_data.intake.spelling import BACK, one_alphabet
from rrs_data.programme.parameters import load_yaml

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
    content = load_yaml(source.read_text(encoding="utf-8"))
    values: dict[str, dict[str, tuple[str, ...]]] = {}
    for entry in content["values"]:
        for column in entry["columns"]:
            own = values.setdefault(column, {})
            for value, words in entry["words"].items():
                own[value] = (*own.get(value, ()), *map(fold, words))
    booleans = content["booleans"].items()
    units = content["units"].items()
    return Synonyms(
        values,
        unequivocal((fold(word), value) for value, words in booleans for word in words),
        {unit: tuple(sorted(words, key=len, reverse=True)) for unit, words in units},
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


def read_value(text: str, column: Column) -> str:
    """The allowed value that a word means; the text itself where it means none.

    Words are the values, their labels and choices in the schema and the synonyms of the column.
    """
    named = (column.labels, column.choices)
    labels = (
        (value, *texts.get(value, {}).values()) for value in column.allowed for texts in named
    )
    meanings = _meanings(column.name, tuple(labels))
    # A code may be typed in Cyrillic letters that look the same, and a word in both alphabets.
    spellings = (text, text.translate(BACK), one_alphabet(text))
    return next((meanings[fold(one)] for one in spellings if fold(one) in meanings), text)


def read_boolean(text: str) -> str:
    """``true`` or ``false``; the text itself where it is neither."""
    return SYNONYMS.booleans.get(fold(text), text)


@lru_cache
def _meanings(name: str, labels: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """The words of a column with the values that they mean; ``labels`` begin with their values.

    Raises ValueError for a word that means two.
    """
    listed = SYNONYMS.values.get(name, {})
    return unequivocal(
        (word, own[0]) for own in labels for word in (*map(fold, own), *listed.get(own[0], ()))
    )
