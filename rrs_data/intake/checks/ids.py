"""Ids: what they look like, and the ways in which people misspell them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rrs_data.intake.spelling import BACK

DIGITS = re.compile(r"\[0-9\](?:\{([0-9]+),?\}|\+)")
SIGNS = re.compile(r"\[0-9A-Z\]\{([0-9]+),?\}")
OPTIONAL = re.compile(r"\[[^\]]*\]\?")
RANDOM = "4K7M2Q9T3X"
"""What stands for a random sign."""


def example_of(pattern: str) -> str:
    """An id of a form: ``ORG-[0-9]{3,}`` is shown as ORG-001.

    A form that cannot be shown so is shown as it is.
    """
    text = SIGNS.sub(lambda found: RANDOM[: int(found[1])], pattern)
    text = DIGITS.sub(lambda found: "1".zfill(int(found[1] or 1)), text)
    text = OPTIONAL.sub("", text)
    return text if re.fullmatch(pattern, text) else pattern


def in_latin(text: str) -> str:
    """A text with Latin letters in place of the Cyrillic ones that look the same."""
    return text.translate(BACK)


def cyrillic_in(text: str) -> str:
    """The letters of a text that only look Latin."""
    return ", ".join(dict.fromkeys(letter for letter in text if ord(letter) in BACK))


def loose(text: str) -> str:
    """An id without what people get wrong in it: alphabet, capitals, blanks, dashes, zeros.

    An id without any letter or digit stays as it is.
    """
    bare = "".join(filter(str.isalnum, in_latin(text).casefold()))
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", bare) or text


def by_loose_spelling(ids: Iterable[str]) -> dict[str, str]:
    """Ids by their loose spelling, and by their bare numbers: ``1`` for ORG-001.

    A spelling that may mean two ids is left out.
    """
    meanings: dict[str, set[str]] = {}
    for one in ids:
        spelling = loose(one)
        number = spelling.lstrip("abcdefghijklmnopqrstuvwxyz")
        for key in {spelling, number} if number.isdigit() else {spelling}:
            meanings.setdefault(key, set()).add(one)
    return {key: found.pop() for key, found in meanings.items() if len(found) == 1}
