"""Titles of organisations, taken apart: the name, the legal form, the locality, the numbers.

Legal forms and words for kinds of localities are listed in ``words.yml``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from rrs_data.intake.spelling import skeleton

WORDS = Path(__file__).with_name("words.yml")
LONGEST = 500
"""Characters of a title that are looked at."""

FORM_WORDS = 6
"""Words of a legal form, at most."""

QUOTED = re.compile(r"[«“„\"‟‹](.+)[»”\"“›]")
LOCATED = re.compile(r"^(?P<head>.+?)(?:,\s*|\s+[-–—]\s+|\s*\()(?P<where>[^,()]+)\)?\s*$")
ADJECTIVES = re.compile("(?:skaia|skoi|ski|skogo)$")
ROMAN = r"\b(?:I{2,3}|I?V|VI{1,3}|I?X|XI{1,3})\b"
"""Roman numbers, but for I, which is «и» in Latin letters."""
NUMBER = re.compile(rf"[0-9]+|{ROMAN}", re.ASCII)
SIGN = re.compile(rf"(?:№\s*|#\s*|\bN[o°º]?\.?\s*)?(?:[0-9]+|{ROMAN})", re.ASCII)
"""A number with the sign before it."""

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


def parse(title: str) -> Title:
    """Take a title apart; of a long one only the start."""
    start = title[:LONGEST]
    numbers = sorted(number.lstrip("0") or "0" for number in NUMBER.findall(start))
    return Title(*_name_and_locality(SIGN.sub(" ", start).strip()), tuple(numbers))


@lru_cache(maxsize=100_000)  # most titles of branches differ in their numbers only
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
    texts = [*re.split(r"[,()]", after), before]
    outside = [without_form(_words(text), least=0) for text in texts]
    forms = [form, *(found for _, found in outside)]
    where = next((" ".join(left) for left, _ in outside if left), "")
    return next(filter(None, forms), ""), where


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
    for size in range(min(FORM_WORDS, len(words) - least), 0, -1):
        for form, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if form in forms:
                return rest, forms[form]
    return None


@lru_cache(maxsize=100_000)
def locality(text: str) -> Locality | None:
    """A locality without what says its kind: «Чуйская область» and Chuy Oblast are one."""
    words, wide = list(_words(text.strip(" ,.()-–—"))), False
    for width, kinds in _listed("places").items():
        for kind in sorted(kinds, key=len, reverse=True):
            size = len(kind)
            for start in range(len(words) - size, -1, -1):
                if tuple(words[start : start + size]) == kind and len(words) > size:
                    del words[start : start + size]
                    wide = wide or width == "wide"
    name = "".join(words)
    bare = ADJECTIVES.sub("", name)
    return Locality(bare if len(bare) >= 2 else name, wide) if name else None


@lru_cache
def _listed(part: str) -> dict[str, list[Words]]:
    """The phrases of ``words.yml``, word by word: ``forms`` by kind or ``places`` by width."""
    listed = yaml.safe_load(WORDS.read_text(encoding="utf-8"))[part]
    return {kind: [_words(phrase) for phrase in phrases] for kind, phrases in listed.items()}


@lru_cache
def _forms() -> dict[Words, str]:
    """The legal forms, and the kinds they stand for."""
    kinds = _listed("forms").items()
    return {form: "" if kind == "any" else kind for kind, forms in kinds for form in forms}
