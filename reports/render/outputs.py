"""Outputs: what a cell of an executed notebook gives to the report, and the headings around it."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from reports.render.dialect import FOR_ANALYSTS, PICTURES

if TYPE_CHECKING:
    from reports.render.report_cell import ReportCell

ATTRIBUTE = re.compile(r"[&'\"\\{}<>`]")
"""What a quoted attribute cannot hold as it is, in pandoc or on Quarto's way to it."""

BRACE = re.compile(r"\\{")
"""A brace in a caption, to be put into a span: before a bare one Quarto ends a table's caption."""

HEADING = re.compile(r"^#{1,6} +(.+?)(?:\s*\{[^}]*\})?\s*$", re.MULTILINE)
SECTION = re.compile(r"""^section\((?:\w+\()?["'](.+?)["']""", re.MULTILINE)
"""A section that a cell begins: ``section(t("Grants"), …)``."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
SHOWN = 60
"""Letters of what is quoted of a cell."""

MARKDOWN = "text/markdown"
Cells = Sequence[Mapping[str, Any]]


def heading_of(cells: Cells) -> str:
    """The heading that the last of these cells belongs to; a section's as the source names it."""
    found = (SECTION.findall(source_of(cell)) or headings(cell) for cell in reversed(cells))
    return next((each[-1] for each in found if each), "")


def headings(cell: Mapping[str, Any]) -> list[str]:
    """The headings of a Markdown cell, or those that a code cell showed."""
    texts = [source_of(cell)]
    if cell["cell_type"] != "markdown":
        data = [output.get("data", {}) for output in cell.get("outputs", [])]
        texts = ["".join(each.get(MARKDOWN, "")) for each in data]
    return [ESCAPED.sub(r"\1", found) for text in texts for found in HEADING.findall(text)]


def for_analysts(cell: Mapping[str, Any]) -> bool:
    """Whether a cell speaks to those who open the notebook, and not to the donor."""
    return FOR_ANALYSTS in cell["metadata"].get("tags", [])


def is_parameters(cell: Mapping[str, Any]) -> bool:
    """Whether papermill puts its parameters after a cell."""
    return "parameters" in cell["metadata"].get("tags", [])


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source; in a file it is a list of lines."""
    return "".join(cell["source"])


def quoted(text: str) -> str:
    """The beginning of a text in quotation marks."""
    return f"“{shorten(text, SHOWN, placeholder='…')}”" if text.strip() else ""


@dataclass(frozen=True)
class CoverOutput:
    """The front matter that the cover gave, and its picture as SVG if it has one."""

    cell: ReportCell
    values: Mapping[str, Any]
    picture: str = ""


@dataclass(frozen=True)
class TextOutput:
    """Markdown for the report."""

    cell: ReportCell
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
    ``narrow`` is the picture for a narrow screen, if there is one.
    """

    cell: ReportCell
    label: str
    caption: str
    alt: str
    kind: str
    content: str
    marked: str = ""
    narrow: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it is a table: all others are pictures."""
        return self.kind == MARKDOWN

    @property
    def written(self) -> str:
        """What a person or ``rrs_data`` wrote of it as text."""
        return self.content if self.is_table else ""

    @property
    def picture(self) -> str:
        """The name of a picture's file."""
        return f"pictures/{self.label}.{PICTURES.get(self.kind)}"

    @property
    def pictures(self) -> dict[str, bytes]:
        """Its pictures by the names of their files: the other one is for a narrow screen."""
        if self.is_table:
            return {}
        content = self.content.encode() if "svg" in self.kind else b64decode(self.content)
        narrow = {f"pictures/{self.label}-narrow.svg": self.narrow.encode()}
        return {self.picture: content} | (narrow if self.narrow else {})

    @property
    def markdown(self) -> str:
        """All of it as Quarto itself would write it, so that the same filters fit."""
        body = f"![]({self.picture}){{fig-alt='{attribute(self.alt)}'}}"
        body = self.framed() if self.is_table else body
        caption = BRACE.sub(r"[\g<0>]{}", self.marked or self.caption)
        return f"::: {{#{self.label} .cell}}\n\n{body}\n\n{caption}\n\n:::"

    def framed(self) -> str:
        """A table in the frame in which it scrolls on a narrow screen, named for who hears it."""
        name = attribute(ESCAPED.sub(r"\1", self.caption))
        opening = f'::: {{.table-frame role="region" tabindex="0" aria-label="{name}"}}'
        return f"{opening}\n{self.content.strip()}\n:::"


def attribute(text: str) -> str:
    """A text as the value of a quoted attribute.

    Quarto would carry out a shortcode in an attribute, which is heard and not seen: a blank makes
    it text.
    """
    text = text.replace("{{<", "{{ <")
    return ATTRIBUTE.sub(lambda match: f"&#{ord(match[0])};", text)


Shown = CoverOutput | TextOutput | FloatOutput | str
"""What a cell shows; a text of what the report does not show, for the notebook's author."""
