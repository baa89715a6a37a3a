"""The dialect: the written list of what a notebook may use of Quarto's language.

Both engines render all of this alike. Anything else stops the build with a message, so that a
report never depends on which engine happened to be installed. What each is for stands in
CONTRIBUTING.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

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
    *("group", "reason", "breakdown", "code", "target", "bullet", "spark"),
)
"""The classes of bracketed spans: figures and what leads to how they were counted, an indicator's
status, text that stays on one line, and what the table of indicators and the tiles are made of."""

ATTRIBUTES = ("indicator", "register", "share", "status", "values", "goal")
"""The attributes of divs and spans, besides a class."""

PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
"""The kinds of picture, the better one first, and how the names of their files end."""

TABLE = "application/vnd.rrs.table+json"
"""A frame as ``rrs_data`` writes it: heads, and rows of Markdown cells in the report's language."""

LABEL = re.compile(r"(fig|tbl)-[a-z0-9]+(-[a-z0-9]+)*")
"""The form of a figure's or table's label."""

FOR_ANALYSTS = "for-analysts"
"""The tag of a Markdown cell that speaks to those who open the notebook, not to the donor."""

REFUSED = (
    (
        re.compile(r"(\{\{[<%])"),
        "a shortcode: `{} …`",
        "put a backslash before it if it is meant as text",
    ),
    (
        re.compile(r"^---[ \t]*\n(?=\s*([\w-]+)\s*:)", re.MULTILINE),
        "a YAML block with `{}`",
        "leave the block out",
    ),
)
"""Quarto's shortcodes, which could read other files, and the beginning of a metadata block, which
could change the whole document: how each is told, and what to do."""


@dataclass(frozen=True)
class CellOptions:
    """The ``#|`` options of one cell, in a report in ``language``."""

    values: Mapping[str, Any]
    language: str

    @classmethod
    def of(cls, source: str, language: str) -> CellOptions:
        """The options of a cell. Raises ValueError with what its lines are instead."""
        lines = re.match(r"\s*(?:#\|.*\n?)*", source)
        text = re.sub(r"^#\| ?", "", lines[0] if lines else "", flags=re.MULTILINE)
        try:
            values = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            values = " ".join(str(error).split())
        if not isinstance(values, dict):
            raise ValueError(str(values))
        options = cls({str(name): value for name, value in values.items()}, language)
        for name in ("label", *TEXTS):
            options.text(name)
        return options

    @property
    def hidden(self) -> bool:
        """Whether the cell keeps what it shows out of the report."""
        return self.values.get("output") is False or self.values.get("include") is False

    def text(self, name: str) -> str:
        """A text in the report's language, else in its own first one. Raises ValueError."""
        given = self.values.get(name)
        if isinstance(given, Mapping):
            if not given or not all(isinstance(text, str) for text in given.values()):
                raise ValueError(
                    f"`{name}` is no text for each language, such as {{en: Events, ru: "
                    "Мероприятия}; a text with a comma needs quotation marks"
                )
            given = given.get(self.language, next(iter(given.values())))
        if isinstance(given, list):
            raise ValueError(f"`{name}` is a list; there is one picture to a cell")
        return " ".join(str(given or "").split())

    def ineffective(self) -> Iterator[str]:
        """What of the options does nothing, and which text has no translation."""
        for name, value in self.values.items():
            if name not in CELL_OPTIONS or value not in CHOICES.get(name, [value]):
                written = str(value).lower() if isinstance(value, bool) else value
                yield f"has the option `#| {name}: {written}`, which does nothing here"
            elif isinstance(value, Mapping) and self.language not in value:
                text = self.text(name)
                yield f"has no `{self.language}` text in `#| {name}:`; “{text}” stands there"
