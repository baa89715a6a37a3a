"""Forms: what people write in a cell, in the one form in which registers keep it."""

from __future__ import annotations


class Ambiguous(ValueError):
    """A text with two readings; ``one`` and ``other`` are both, in the schema's form."""

    def __init__(self, text: str, one: str, other: str) -> None:
        """Keep the text and its readings."""
        super().__init__(text, one, other)
        self.text, self.one, self.other = text, one, other

    def __str__(self) -> str:
        """The doubt as a sentence."""
        return f"{self.text!r} may be {self.one} or {self.other}"


def only(text: str, readings: list[str]) -> str:
    """The one reading of a text; the text itself where it has none. Raises Ambiguous."""
    different = list(dict.fromkeys(readings))
    if len(different) > 1:
        raise Ambiguous(text, different[0], different[1])
    return different[0] if different else text
