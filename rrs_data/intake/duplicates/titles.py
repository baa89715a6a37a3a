"""Titles of organisations, taken apart: the name, the legal form, the locality, the numbers.

Legal forms and words for kinds of localities are listed in ``words.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import yaml

from rrs_data.intake.spelling import skeleton

WORDS = Path(__file__).with_name("words.yml")
CACHED = 100_000
"""Names and numbers that are remembered: most occur in many titles."""

LONGEST = 500
"""Characters of a title that are looked at."""

SEPARATOR = re.compile(r"[,()]")
QUOTED = re.compile(r"[«“„\"‟‹](.+)[»”\"“›]")
LOCATED = re.compile(r"^(?P<head>.+?)(?:,\s*|\s+[-–—]\s+|\s*\()(?P<where>[^,()]+)\)?\s*$")
ADJECTIVES = re.compile("(?:skaia|skoi|ski|skogo)$")

# These are for Arrow (RE2), in which \b knows ASCII only.
ROMAN = r"\b(?:I{2,3}|I?V|VI{1,3}|I?X|XI{1,3})\b"
"""Roman numbers, but for I, which is «и» in Latin letters."""

SIGN = rf"(?:№\s*|#\s*|\bN[o°º]?\.?\s*)?(?:[0-9]+|{ROMAN})"
"""A number with the sign before it."""

LEADING = r"\b0+\B"
"""Zeros before a number."""

Words = tuple[str, ...]
"""The words of a text, each as its skeleton."""


class Locality(NamedTuple):
    """Where an organisation is, as it sounds, and whether that is an oblast or its like."""

    name: str
    wide: bool


class Title(NamedTuple):
    """A title taken apart, all of it as skeletons.

    ``name`` has no blanks, so that hyphens and blanks do not matter; ``words`` are its words in
    alphabetical order, for titles whose words stand in another order.
    """

    name: str
    words: str
    form: str
    locality: Locality | None
    numbers: tuple[str, ...]


def parse_all(titles: Sequence[str]) -> list[Title]:
    """Take titles apart; of a long one only the start.

    Numbers are taken out of all of them at once: most titles of branches differ in them only.
    """
    cells = pc.utf8_slice_codeunits(pa.array(titles, pa.string()), 0, LONGEST)
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(cells, SIGN, " "))
    digits = pc.replace_substring_regex(
        pc.replace_substring_regex(cells, "[^0-9]+", " "), LEADING, ""
    )
    roman = pc.match_substring_regex(cells, ROMAN).to_pylist()
    return [
        Title(*_name_and_locality(name), _numbers(number, title if has_roman else ""))
        for name, number, title, has_roman in zip(
            plain.to_pylist(), digits.to_pylist(), titles, roman, strict=True
        )
    ]


@lru_cache(maxsize=CACHED)
def _numbers(digits: str, title: str) -> tuple[str, ...]:
    """The numbers of a title in order: its digits, and the Roman ones that stand in it."""
    return tuple(sorted([*digits.split(), *re.findall(ROMAN, title, re.ASCII)]))


@lru_cache(maxsize=CACHED)
def _name_and_locality(plain: str) -> tuple[str, str, str, Locality | None]:
    """Of a title without numbers the name, its words, the legal form and the locality."""
    quoted = QUOTED.search(plain)
    if quoted:
        name, form = without_form(_words(quoted[1]))
        form, where = _around(plain[: quoted.start()], plain[quoted.end() :], form)
    else:
        name, form, where = _unquoted(plain)
    return "".join(name), "".join(sorted(name)), form, locality(where)


def _words(text: str) -> Words:
    return tuple(skeleton(text).split())


def _around(before: str, after: str, form: str) -> tuple[str, str]:
    """The legal form and the locality that stand before and after a name in quotes."""
    outside = [_outside(text) for text in (*SEPARATOR.split(after), before)]
    forms = [form, *(found for _, found in outside)]
    return next(filter(None, forms), ""), next((left for left, _ in outside if left), "")


@lru_cache(maxsize=CACHED)
def _outside(text: str) -> tuple[str, str]:
    """What is left of a text without legal forms, and the form."""
    left, form = without_form(_words(text), least=0)
    return " ".join(left), form


def _unquoted(text: str) -> tuple[Words, str, str]:
    match = LOCATED.match(text)
    head, where = (match["head"], match["where"]) if match else (text, "")
    if where and not without_form(_words(where), least=0)[0]:
        where = ""
    if not (words := _words(head)):
        return _words(where), "", ""
    return *without_form(words), where


def without_form(words: Words, least: int = 1) -> tuple[Words, str]:
    """A title's words without legal forms at its start and end, and the kind they stand for.

    ``least`` words are left: «Фонд» alone is a name.
    """
    kind = ""
    while (found := _form_at_an_end(words, least)) is not None:
        words, known = found
        kind = kind or known
    return words, kind


def _form_at_an_end(words: Words, least: int) -> tuple[Words, str] | None:
    forms = _forms()
    for size in range(min(_longest_form(), len(words) - least), 0, -1):
        for form, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if form in forms:
                return rest, forms[form]
    return None


@lru_cache(maxsize=CACHED)
def locality(text: str) -> Locality | None:
    """A locality without what says its kind: «Чуйская область» and Chuy Oblast are one."""
    words, wide = list(_words(text.strip(" ,.()-–—"))), False
    for is_wide, kinds in _kinds_of_localities().items():
        for kind in kinds:
            size = len(kind)
            for start in range(len(words) - size, -1, -1):
                if tuple(words[start : start + size]) == kind and len(words) > size:
                    del words[start : start + size]
                    wide = wide or is_wide
    name = "".join(words)
    bare = ADJECTIVES.sub("", name)
    return Locality(bare if len(bare) >= 2 else name, wide) if name else None


@lru_cache
def _listed() -> dict[str, dict[str, list[str]]]:
    """The phrases of ``words.yml``: ``forms`` by kind and ``places`` by width."""
    listed: dict[str, dict[str, list[str]]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return listed


@lru_cache
def _forms() -> dict[Words, str]:
    """The legal forms, word by word, and the kinds they stand for."""
    return {
        _words(form): "" if kind == "any" else kind
        for kind, forms in _listed()["forms"].items()
        for form in forms
    }


@lru_cache
def _longest_form() -> int:
    return max(map(len, _forms()))


@lru_cache
def _kinds_of_localities() -> dict[bool, tuple[Words, ...]]:
    return {
        width == "wide": tuple(
            sorted({_words(kind) for kind in kinds}, key=lambda words: (-len(words), words))
        )
        for width, kinds in _listed()["places"].items()
    }
