"""Synonyms: the words for values, yes and no, and units, read from ``synonyms.yml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

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
