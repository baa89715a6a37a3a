"""Spelling: what is left of a word in whatever alphabet and transliteration it is written.

The same name stands in registers as Жаңы жол, Жаны жол, Zhany Zhol, Jany Jol and Ǧany Jol. Its
skeleton is one for all of them. A skeleton is for comparing only and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’‘ʻʼ`´ʹ"
"""Marks that some systems write for ь, for hamza, or as a part of Uzbek letters."""

MARK = "\ue000"
"""What stands for an apostrophe on the way."""

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "ž", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "s", "ч": "č", "ш": "š", "щ": "š",
    "ы": "i", "э": "e", "ю": "iu", "я": "ia",
    "ғ": "g", "ӷ": "g", "қ": "k", "ҡ": "k", "ң": "n", "ҳ": "h", "һ": "h", "ҷ": "ž", "ӣ": "i",
    "ӯ": "u", "ў": "u", "ө": "o", "ү": "u", "ұ": "u", "і": "i", "ї": "i", "є": "e", "ә": "a",
    "җ": "ž",
}  # fmt: skip
"""Letters of Russian, Kyrgyz, Kazakh, Tajik, Uzbek and Turkmen as they sound, coarsely."""

LATIN = {
    "ç": "č", "ş": "š", "ǧ": "ž", "ğ": "g", "ģ": "g", "ö": "o", "ü": "u", "ä": "a",
    "ə": "a", "ı": "i", "ň": "n", "ñ": "n", "ŋ": "n", "ý": "i", "ÿ": "i", "ū": "u", "ī": "i",
    "ā": "a", "ō": "o", "ŭ": "u", "ú": "u", "á": "a", "ė": "e", "é": "e", "č": "č", "š": "š",
    "â": "ia", "û": "iu", "è": "e", "ë": "e", "ŝ": "š",
}  # fmt: skip

# In this order: the longer first. Both alphabets pass through, so that what they give is the same.
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (f"o{MARK}", "u"),  # Uzbek o‘ is ў
        (MARK, ""),
        ("shch|sch|šč", "š"),
        ("tch|ch", "č"),
        ("sh", "š"),
        ("dzh|dž|dj|zh", "ž"),
        ("kh|x", "h"),
        ("gh", "g"),
        ("ph", "f"),
        ("ts|tz", "s"),
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("w", "v"),
        ("dž|j(?=[aeiouy])", "ž"),
        ("j", "i"),
        ("y", "i"),
        ("ng", "n"),
        ("io|ie", "e"),
        (r"(.)\1+", r"\1"),
    )
)

LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyiІі", "АВСЕНКМОРТХУасеорхуіИи")
"""Latin letters that look like Cyrillic ones."""

BACK = str.maketrans("АВСЕНКМОРТХУасеорхуіІ", "ABCEHKMOPTXYaceopxyiI")
"""Cyrillic letters that look like Latin ones."""

_LETTERS = str.maketrans(
    {**CYRILLIC, **LATIN, **dict.fromkeys(APOSTROPHES, MARK), **dict.fromkeys("ъьЪЬʺ", "")}
)
_MIXED = re.compile(r"[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z]")
_ACCENT = re.compile("(?<![csz])\u030c|[\u0300-\u030b\u030d-\u036f]")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+|[{APOSTROPHES}](?=\s|$))*")


def skeleton(text: str) -> str:
    """The text as it sounds: small letters, digits and single blanks, nothing else.

    Pure: the same text gives the same skeleton. Two spellings of one word mostly have equal
    skeletons; two words seldom do.
    """
    usual = one_alphabet(unicodedata.normalize("NFKC", text))
    return " ".join(filter(None, map(_sound, _TOKEN.findall(usual))))


@lru_cache(maxsize=200_000)
def _sound(word: str) -> str:
    """The skeleton of one word."""
    plain = word.lower().translate(_LETTERS)
    if not plain.isascii():
        plain = _without_marks(plain)
    for pattern, sound in SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain


def one_alphabet(text: str) -> str:
    """The text with words of two alphabets written in one: the one that all letters can be of."""
    if not _MIXED.search(text):
        return text
    return _WORD.sub(_unmixed, text)


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


def _without_marks(text: str) -> str:
    """Letters without accents, but for č, š and ž, which are sounds of their own here."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENT.sub("", apart))
