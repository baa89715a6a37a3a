"""The dialect: the written list of what a notebook may use of Quarto's language.

Both engines render all of this alike. Anything else stops the build with a message, so that a
report never depends on which engine happened to be installed. CONTRIBUTING.md shows this list.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

CELL_OPTIONS = {
    "label": "the name of a figure (`fig-…`) or table (`tbl-…`), for `@fig-…` and `@tbl-…`",
    "fig-cap": "a figure's caption",
    "fig-alt": "a figure's alternative text: what it shows, in words",
    "tbl-cap": "a table's caption",
    "output": "`false` keeps a cell's outputs out of the report",
    "echo": "`false`; the report never shows code",
}
"""The ``#|`` options that a code cell may begin with."""

DIVS = {
    "tiles": "a strip of key figures, made of `.tile` divs",
    "tile": "one key figure: a paragraph with the number, a paragraph with what it counts",
    "note": "a quiet note",
    "lead-in": "a line that stays on the page of what it leads to",
    "counted": "how a figure was counted, in smaller letters",
    "shown-in": "below an explanation: links back to where its figure stands",
}
"""The classes of fenced divs."""

SPANS = {
    "figure": 'a number with its indicator: `[90]{.figure indicator="RRS-1"}`',
    "explained": "a name that leads to an explanation, as its figures do",
    "source": "the quiet line below a figure or table that leads to how it was counted",
    "status-met": "an indicator that is on target",
    "status-above": "an indicator above its target",
    "status-below": "an indicator below its target",
    "nowrap": "text that stays on one line",
}
"""The classes of bracketed spans."""

ATTRIBUTES = ("indicator", "register")
"""The attributes of divs and spans, besides a class."""

ROLES = ("cover", "text", "table", "figure", "achievements")
"""What an output of ``rrs_data`` says it is, in its metadata under ``rrs``."""

PICTURES = ("image/svg+xml", "image/png")
"""The kinds of picture, the better one first."""

FLOATS = {"fig": "figure", "tbl": "table"}
"""What is numbered, by the beginning of its label."""

LABEL = re.compile(r"(fig|tbl)-[a-z0-9]+(-[a-z0-9]+)*")
"""The form of a figure's or table's label."""

NOTEBOOK_ONLY = "notebook-only"
"""The tag of a Markdown cell that speaks to those who open the notebook, not to the donor."""

SHORTCODE = re.compile(r"\{\{[<%]")
"""Quarto's shortcodes, which could read other files: not supported."""


def cell_options(source: str) -> dict[str, Any]:
    """The ``#|`` options at the top of a code cell.

    Raises ValueError when they are not YAML, or not names with values.
    """
    lines = []
    for line in source.splitlines():
        if not line.startswith("#|"):
            break
        lines.append(line.removeprefix("#|").removeprefix(" "))
    try:
        options = yaml.safe_load("\n".join(lines)) or {}
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None
    if not isinstance(options, dict):
        raise ValueError("a list of `name: value` lines was expected")
    return {str(name): value for name, value in options.items()}
