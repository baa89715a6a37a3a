"""Legal forms of organisations, in the languages of the programme's countries."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from rrs_data.intake.spelling import skeleton

WORDS = Path(__file__).with_name("words.yml")


@lru_cache
def read_words() -> dict[str, dict[str, list[str]]]:
    """The phrases of ``words.yml``: ``forms`` by kind and ``places`` by width."""
    content: dict[str, dict[str, list[str]]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return content


@lru_cache
def form_words() -> dict[tuple[str, ...], str]:
    """The skeletons of the forms, word by word, and their kinds."""
    return {
        tuple(skeleton(form).split()): "" if kind == "any" else kind
        for kind, forms in read_words()["forms"].items()
        for form in forms
    }


@lru_cache
def longest() -> int:
    """Words in the longest form."""
    return max(len(words) for words in form_words())


def without_form(words: tuple[str, ...], least: int = 1) -> tuple[tuple[str, ...], str]:
    """A title's words without legal forms at its start and end, and the kind they tell.

    ``least`` words are left: «Фонд» alone is a name.
    """
    kind = ""
    while (found := _form_at_an_end(words, least)) is not None:
        words, told = found
        kind = kind or told
    return words, kind


def _form_at_an_end(words: tuple[str, ...], least: int) -> tuple[tuple[str, ...], str] | None:
    for size in range(min(longest(), len(words) - least), 0, -1):
        for form, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if form in form_words():
                return rest, form_words()[form]
    return None


def kind_of_form(words: tuple[str, ...]) -> str | None:
    """The kind that words tell which are nothing but legal forms; None when they are more."""
    left, kind = without_form(words, least=0)
    return None if left or not words else kind
