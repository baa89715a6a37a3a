"""Transliteration: Cyrillic titles in the Latin spellings that people use, one table for each."""

from __future__ import annotations

_COMMON = dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True))
_LETTERS = "ёжйхцчшщъыьэюяңөүқғәұіҳҷӣӯ"

SYSTEMS: dict[str, dict[str, str]] = {
    name: _COMMON | dict(zip(_LETTERS, spelling.replace("_", "").split(" "), strict=True))
    for name, spelling in {
        "passport": "e zh i kh ts ch sh shch ie y _ e iu ia n o u k g a u i h j i u",
        "geographic": "yo zh y kh ts ch sh shch _ y ' e yu ya ng o u q gh a u i h j i u",
        "library": "ë ž j h c č š ŝ _ y ' è û â ṇ ô ù k ġ a u i ḥ j ī ū",
        "chat": "e j y h c ch sh sch _ i _ e yu ya n o u k g a u i h j i u",
        "turkic": "yo j y h s ch sh sh _ y _ e yu ya ng o u q g a u i h j i o",
    }.items()
}
"""Letter by letter. ``library`` is ISO 9, ``passport`` that of ICAO, ``geographic`` that of maps,
``chat`` what a keyboard without the letters gives, ``turkic`` the way of local papers."""


def latin(text: str, system: str) -> str:
    """The text in Latin letters; capitals stay capitals."""
    table = SYSTEMS[system]
    return "".join(_one(letter, table) for letter in text)


def _one(letter: str, table: dict[str, str]) -> str:
    spelled = table.get(letter.lower(), letter)
    return spelled[:1].upper() + spelled[1:] if letter.isupper() else spelled
