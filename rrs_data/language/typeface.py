"""The typeface: the fonts that a report is printed with, and the characters that none of them has.

Source Sans Pro comes in its wheel; DejaVu Sans and STIX, which come with matplotlib, stand in for
what it lacks: Arabic script, signs, the more usual emoji.
"""

import re
from functools import cache
from pathlib import Path

import font_source_sans_pro

PRINTED = ("Light", "Regular", "Semibold", "Bold")
"""The weights of Source Sans Pro that a report uses. Its italics have no Cyrillic."""

USUAL = re.compile(r"[\s -~\u00a0-\u017f\u0400-\u045f\u0490-\u04ff\u2010-\u2026\u2039\u203a№]*")
"""Texts of which nobody needs to look into a font."""


def source_sans(weight: str) -> Path:
    """The file of a weight."""
    return Path(font_source_sans_pro.__file__).parent / "files" / f"SourceSansPro-{weight}.ttf"


def font_files() -> list[Path]:
    """The fonts that a report may use, and no others."""
    import matplotlib as mpl

    directory = Path(mpl.get_data_path()) / "fonts" / "ttf"
    others = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "STIXGeneral.ttf")
    return [*map(source_sans, PRINTED), *(directory / name for name in others)]


def unprintable(text: str) -> list[str]:
    """The characters of a text that no font has."""
    if USUAL.fullmatch(text):
        return []
    return [one for one in dict.fromkeys(text) if not one.isspace() and ord(one) not in _letters()]


@cache
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    letters: set[int] = set()
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            letters.update(font.getBestCmap())
    return frozenset(letters)
