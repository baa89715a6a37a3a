"""Lists of first names and family names, read from the text files beside this module."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rrs_data.intake.spelling import skeleton

FIRST_NAMES = Path(__file__).with_name("first_names.txt")
SURNAMES = Path(__file__).with_name("surnames.txt")


def read_words(path: Path) -> tuple[str, ...]:
    """The words of a list, in its order; lines that begin with # are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        dict.fromkeys(word for line in lines if not line.startswith("#") for word in line.split())
    )


@lru_cache
def first_names() -> frozenset[str]:
    """The skeletons of the first names."""
    return frozenset(skeleton(word) for word in read_words(FIRST_NAMES))


@lru_cache(maxsize=10_000)
def is_first_name(word: str) -> bool:
    """Whether a word is one of them, however it is spelled."""
    return skeleton(word) in first_names()


@lru_cache
def surnames() -> frozenset[str]:
    """The family names without a telling ending, in small letters."""
    return frozenset(word.lower() for word in read_words(SURNAMES))
