"""Titles of organisations, taken to pieces: the name, the legal form, the place, the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.duplicates.forms import kind_of_form, read_words, without_form
from rrs_data.intake.spelling import skeleton

CACHED = 100_000
"""Pieces of titles that are kept: most stand in many titles."""

SEPARATOR = re.compile(r"[,()]")
QUOTED = re.compile(r"[«“„\"‟‹](.+)[»”\"“›]")
LONGEST = 500
"""Characters of a title that are looked at."""

# These are for Arrow (RE2), in which \b knows ASCII only.
ROMAN = r"\b(?:I{2,3}|I?V|VI{1,3}|I?X|XI{1,3})\b"
"""Roman numbers, but for I, which is «и» in Latin letters."""

SIGN = rf"(?:№\s*|#\s*|\bN[o°º]?\.?\s*)?(?:[0-9]+|{ROMAN})"
"""A number with the sign before it."""

LEADING = r"\b0+\B"
"""Zeros before a number."""

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
    """Take one title to pieces; of a long one only the start."""
    return parse_all([title])[0]


def parse_all(titles: Sequence[str]) -> list[Title]:
    """Take titles to pieces. Numbers are taken out of all of them at once: most differ in them."""
    cells = pc.utf8_slice_codeunits(pa.array(titles, pa.string()), 0, LONGEST)
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(cells, SIGN, " "))
    digits = pc.replace_substring_regex(
        pc.replace_substring_regex(cells, "[^0-9]+", " "), LEADING, ""
    )
    roman = pc.match_substring_regex(cells, ROMAN).to_pylist()
    return [
        Title(*_pieces(name), _numbers(number, title if has_roman else ""))
        for name, number, title, has_roman in zip(
            plain.to_pylist(), digits.to_pylist(), titles, roman, strict=True
        )
    ]


@lru_cache(maxsize=CACHED)
def _numbers(digits: str, title: str) -> tuple[str, ...]:
    """The numbers of a title in order: its digits, and the Roman ones that stand in it."""
    return tuple(sorted([*digits.split(), *re.findall(ROMAN, title, re.ASCII)]))


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
