"""Masks: what is told of a text that must not be told."""

from __future__ import annotations

import re

LEFT = 1
"""How much of each word is left: enough to find the cell, too little to learn a name."""


def masked(text: str) -> str:
    """A text by its shape: the first sign of each word, the other letters and digits as dots."""
    return re.sub(r"\w+", lambda word: word[0][:LEFT] + "•" * (len(word[0]) - LEFT), text)
