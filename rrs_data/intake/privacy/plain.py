"""Plain text: tricks of writing undone, so that a name or a number is seen whatever its letters."""

from __future__ import annotations

import re
import unicodedata

from rrs_data.intake.spelling import one_alphabet

UNUSUAL = (
    r"\x{AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}"  # cannot be seen
    r"\x{FF01}-\x{FF5E}\x{1D400}-\x{1D7FF}\x{2100}-\x{2115}\x{2117}-\x{214F}\x{2160}-\x{217F}\x{24B6}-\x{24E9}"
    r"\x{300}-\x{36F}"  # accents apart from their letters
    # Blanks that RE2 does not take for such.
    r"\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}"
)
"""Characters, as RE2 writes them in a class, that :func:`plain` takes out or makes usual ones."""

MIXED = r"[а-яёА-ЯЁ][A-Za-z]|[A-Za-z][а-яёА-ЯЁ]"
"""Words of two alphabets, as RE2 writes it; they are not met with in honest titles."""

_UNUSUAL = re.compile(
    "[" + re.sub(r"\\x\{([0-9A-F]+)\}", lambda m: re.escape(chr(int(m[1], 16))), UNUSUAL) + "]"
)
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")


def plain(text: str) -> str:
    """The text with usual letters and digits, words in one alphabet, nothing invisible."""
    if _UNUSUAL.search(text):
        normal = unicodedata.normalize("NFKC", text)
        text = "".join(letter for letter in normal if unicodedata.category(letter) != "Cf")
    if text.isascii():
        return text
    if _FOREIGN_DIGIT.search(text):
        text = text.translate(_Digits())
    return one_alphabet(text)


class _Digits(dict[int, int | str]):
    """Digits of all scripts as 0 to 9; any other character stays."""

    def __missing__(self, code: int) -> int | str:
        digit = unicodedata.decimal(chr(code), None)
        return code if digit is None else str(digit)
