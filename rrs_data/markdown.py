"""Markdown: text from registers and rows of cells as pandoc Markdown, safe in every format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
"""ASCII punctuation: pandoc takes a backslash before any of it."""

BLANKS = re.compile("[\t\n\v\f\r \u2028\u2029]+")
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode categories that show nothing: control and direction marks, lone surrogates."""

LINE = 100
"""The dashes of a table's rule: beyond pandoc's 72 columns they are the columns' widths."""

LONGEST = 45
"""Characters of a cell after which its column gets no wider."""


def escape(text: object) -> str:
    """Any text as the same characters in Markdown, on one line.

    A title may hold ``<script>``, ``#``, ``$``, ``|`` or ``{{< >}}`` and still comes out as these
    characters. Characters that show nothing and can only mislead are left out.
    """
    line = BLANKS.sub(" ", str(text)).strip(" ")
    shown = "".join(char for char in line if unicodedata.category(char) not in UNSEEN)
    return PUNCTUATION.sub(r"\\\1", shown)


def pipe_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()
) -> str:
    """A pipe table of cells that are Markdown already; ``numeric`` columns are set to the right."""
    rule = [
        "-" * width + (":" if column in numeric else "")
        for column, width in enumerate(_widths([heads, *rows]))
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, rule, *rows])


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    """The columns' shares of the line: room for the longest word and, within reason, cell."""
    wants = []
    for cells in zip(*lines, strict=True):
        word = max(len(word) for cell in cells for word in cell.split(" "))
        wants.append(max(word + 1, min(max(map(len, cells)), LONGEST), 5))
    return [max(3, round(LINE * want / sum(wants))) for want in wants]
