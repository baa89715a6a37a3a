"""Titles of organisations, taken to pieces: the name, the legal form, the place, the numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rrs_data.duplicates.forms import kind_of_form, read_words, without_form
from rrs_data.spelling import skeleton

CACHED = 100_000
"""Pieces of titles that are kept: most stand in many titles."""

SEPARATOR = re.compile(r"[,()]")
QUOTED = re.compile(r"[«“„\"‟‹](.+)[»”\"“›]")
_NUMBER = r"\d{1,9}|\b(?:I{2,3}|I?V|VI{1,3}|I?X|XI{1,3})\b"
NUMBER = re.compile(_NUMBER)
"""Also Roman ones, but for I, which is «и» in Latin letters."""

SIGN = re.compile(rf"(?:№\s*|#\s*|\bN[o°º]?\.?\s*)?(?:{_NUMBER})")
"""A number with the sign before it."""

PLACE = re.compile(r"^(?P<head>.+?)(?:,\s*|\s+[-–—]\s+|\s*\()(?P<place>[^,()]+)\)?\s*$")
ADJECTIVES = re.compile("(?:skaia|skoi|ski|skogo)$")


class Place(NamedTuple):
    """A place as it sounds, and whether it is an oblast or its like."""

    name: str
    wide: bool


class Title(NamedTuple):
    """A title's pieces, all of them skeletons.

    ``name`` has no blanks, so that hyphens and blanks do not matter; ``words`` are its words in
    alphabetical order, for titles whose words stand in another order.
    """

    name: str
    words: str
    kind: str
    place: Place | None
    numbers: tuple[str, ...]


def parse(title: str) -> Title:
    """Take a title to pieces."""
    if not (numbers := NUMBER.findall(title)):
        return Title(*_pieces(title.strip()), ())
    plain = SIGN.sub(" ", title).strip()
    return Title(*_pieces(plain), tuple(sorted(number.lstrip("0") or "0" for number in numbers)))


@lru_cache(maxsize=CACHED)
def _pieces(plain: str) -> tuple[str, str, str, Place | None]:
    """A title without numbers: name, words, kind and place. Titles of branches repeat it."""
    quoted = QUOTED.search(plain)
    if quoted:
        name, kind = without_form(_words(quoted[1]))
        kind, where = _around(plain[: quoted.start()], plain[quoted.end() :], kind)
    else:
        name, kind, where = _unquoted(plain)
    return "".join(name), "".join(sorted(name)), kind, place_of(where)


def _words(text: str) -> tuple[str, ...]:
    return tuple(skeleton(text).split())


def _around(before: str, after: str, kind: str) -> tuple[str, str]:
    """The legal form and the place that stand before and behind a name in quotes."""
    outside = [_outside(text) for text in (*SEPARATOR.split(after), before)]
    kinds = [kind, *(found for _, found in outside)]
    return next(filter(None, kinds), ""), next((left for left, _ in outside if left), "")


@lru_cache(maxsize=CACHED)
def _outside(text: str) -> tuple[str, str]:
    """What is left of a text without legal forms, and the kind that they tell."""
    left, kind = without_form(_words(text), least=0)
    return " ".join(left), kind


def _unquoted(text: str) -> tuple[tuple[str, ...], str, str]:
    match = PLACE.match(text)
    head, where = (match["head"], match["place"]) if match else (text, "")
    if kind_of_form(_words(where)) is not None:
        where = ""
    if not (words := _words(head)):
        return _words(where), "", ""
    return *without_form(words), where


@lru_cache(maxsize=CACHED)
def place_of(text: str) -> Place | None:
    """A place without what says its kind: «Чуйская область» and Chuy Oblast are one place."""
    words, wide = list(_words(text.strip(" ,.()-–—"))), False
    for is_wide, kinds in _place_kinds().items():
        for kind in kinds:
            size = len(kind)
            for start in range(len(words) - size, -1, -1):
                if tuple(words[start : start + size]) == kind and len(words) > size:
                    del words[start : start + size]
                    wide = wide or is_wide
    name = "".join(words)
    bare = ADJECTIVES.sub("", name)
    return Place(bare if len(bare) >= 2 else name, wide) if name else None


@lru_cache
def _place_kinds() -> dict[bool, tuple[tuple[str, ...], ...]]:
    return {
        width == "wide": tuple(
            sorted({_words(kind) for kind in kinds}, key=lambda words: (-len(words), words))
        )
        for width, kinds in read_words()["places"].items()
    }
