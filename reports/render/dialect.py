"""The dialect: the written list of what a notebook may use of Quarto's language.

Both engines render all of this alike. Anything else stops the build with a message, so that a
report never depends on which engine happened to be installed. What each is for stands in
CONTRIBUTING.md.
"""

import re

TEXTS = ("fig-cap", "fig-alt", "tbl-cap")
"""The ``#|`` options of a code cell that are texts, or a text for each language."""

CHOICES = {
    "output": (True, False, "asis"),
    "include": (True, False),
    "warning": (True, False),
    "echo": (False,),
}
"""Those that are one of a few values."""

CELL_OPTIONS = ("label", *TEXTS, *CHOICES)
"""All that are honoured. Any other does nothing, and its author is told."""

DIVS = ("tiles", "tile", "note", "lead-in", "counted", "shown-in")
"""The classes of fenced divs."""

SPANS = (
    *("figure", "explained", "source"),
    *("status-met", "status-above", "status-below"),
    "nowrap",
)
"""The classes of bracketed spans: figures and what leads to how they were counted, an indicator's
status, and text that stays on one line."""

ATTRIBUTES = ("indicator", "register")
"""The attributes of divs and spans, besides a class."""

ROLES = ("cover", "text", "table", "figure", "achievements")
"""What an output of ``rrs_data`` says it is, in its metadata under ``rrs``."""

PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
"""The kinds of picture, the better one first, and how the names of their files end."""

TABLE = "application/vnd.rrs.table+json"
"""A frame as ``rrs_data`` writes it: heads, and rows of Markdown cells in the report's language."""

LABEL = re.compile(r"(fig|tbl)-[a-z0-9]+(-[a-z0-9]+)*")
"""The form of a figure's or table's label."""

FOR_ANALYSTS = "for-analysts"
"""The tag of a Markdown cell that speaks to those who open the notebook, not to the donor."""

SHORTCODE = re.compile(r"\{\{[<%]")
"""Quarto's shortcodes, which could read other files: not supported."""
