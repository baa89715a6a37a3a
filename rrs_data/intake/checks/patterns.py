"""Patterns: an id that a regular expression of the schema asks for, as a person can read it."""

from __future__ import annotations

import re

DIGITS = re.compile(r"\[0-9\](?:\{([0-9]+),?\}|\+)")
SIGNS = re.compile(r"\[0-9A-Z\]\{([0-9]+),?\}")
OPTIONAL = re.compile(r"\[[^\]]*\]\?")
RANDOM = "4K7M2Q9T3X"
"""What stands for a random sign."""


def example_of(pattern: str) -> str:
    """An id of a form: ``ORG-[0-9]{3,}`` is shown as ORG-001.

    A form that cannot be shown so is shown as it is.
    """
    text = SIGNS.sub(lambda found: RANDOM[: int(found[1])], pattern)
    text = DIGITS.sub(lambda found: "1".zfill(int(found[1] or 1)), text)
    text = OPTIONAL.sub("", text)
    return text if re.fullmatch(pattern, text) else pattern
