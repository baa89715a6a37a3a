"""Outputs: what a cell of an executed notebook gives to the report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.render.dialect import PICTURES
from reports.render.headings import ESCAPED, NamedCell

ATTRIBUTE = re.compile(r"[&'\"\\{}<>`]")
"""What a quoted attribute cannot hold as it is, in pandoc or on Quarto's way to it."""

MARKDOWN = "text/markdown"


@dataclass(frozen=True)
class CoverOutput:
    """The front matter that the cover gave."""

    cell: NamedCell
    values: Mapping[str, Any]


@dataclass(frozen=True)
class TextOutput:
    """Markdown for the report."""

    cell: NamedCell
    markdown: str
    heading: int = 0
    """The level of a section's title that is left out where nothing follows."""

    @property
    def written(self) -> str:
        """What a person or ``rrs_data`` wrote of it."""
        return self.markdown


@dataclass(frozen=True)
class FloatOutput:
    """A numbered figure or table. ``caption`` is Markdown, ``alt`` is plain (figures only).

    ``marked`` is the caption with marks that lead to how its figures were counted, if it has any.
    """

    cell: NamedCell
    label: str
    caption: str
    alt: str
    kind: str
    content: str
    marked: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it is a table: all others are pictures."""
        return self.kind == MARKDOWN

    @property
    def written(self) -> str:
        """What a person or ``rrs_data`` wrote of it as text."""
        return self.content if self.is_table else ""

    @property
    def frame(self) -> set[tuple[str, str]]:
        """What stands in it that its cell did not write, as read.lua names it."""
        own = {("div", "cell"), ("picture", self.picture)}
        attributes = {("attribute", name) for name in ("role", "tabindex", "aria-label")}
        return own | (attributes | {("div", "table-frame")} if self.is_table else set())

    @property
    def picture(self) -> str:
        """The name of a picture's file."""
        return f"pictures/{self.label}.{PICTURES.get(self.kind)}"

    @property
    def markdown(self) -> str:
        """All of it as Quarto itself would write it, so that the same filters fit."""
        body = f"![]({self.picture}){{fig-alt='{attribute(self.alt)}'}}"
        body = self.framed() if self.is_table else body
        return f"::: {{#{self.label} .cell}}\n\n{body}\n\n{self.marked or self.caption}\n\n:::"

    def framed(self) -> str:
        """A table in the frame in which it scrolls on a narrow screen, named for who hears it."""
        name = attribute(ESCAPED.sub(r"\1", self.caption))
        opening = f'::: {{.table-frame role="region" tabindex="0" aria-label="{name}"}}'
        return f"{opening}\n{self.content.strip()}\n:::"


def attribute(text: str) -> str:
    """A text as the value of a quoted attribute.

    Captions of tables are given so, for Quarto puts them into an attribute, and what that holds is
    read as Markdown; captions of figures it puts into the text. Quarto would carry out a shortcode
    in an attribute, which is heard and not seen: a blank makes it text.
    """
    text = text.replace("{{<", "{{ <")
    return ATTRIBUTE.sub(lambda match: f"&#{ord(match[0])};", text)


@dataclass(frozen=True)
class Notice:
    """What a cell did that the report does not show, as a sentence for its author."""

    sentence: str


Shown = CoverOutput | TextOutput | FloatOutput | Notice
