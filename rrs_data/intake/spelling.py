"""Spelling: what is left of a word in whatever alphabet and transliteration it is written.

The same name stands in registers as Жаңы жол, Жаны жол, Zhany Zhol, Jany Jol and Ǧany Jol. Its
skeleton is one for all of them. A skeleton is for comparing only and is never shown.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

LOST = "\ufffd"  # the sign that stands where letters were lost

LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyiІі", "АВСЕНКМОРТХУасеорхуіИи")
"""Latin letters that look like Cyrillic ones."""

BACK = str.maketrans("АВСЕНКМОРТХУасеорхуіІ", "ABCEHKMOPTXYaceopxyiI")
"""Cyrillic letters that look like Latin ones."""

_HEARD = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
_LETTERS = {
    ord(letter): sound for sound, letters in _HEARD["letters"].items() for letter in letters
}
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
