"""Outputs: what a cell of an executed notebook gives to the report, and what the cell is called."""

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten
from typing import Any

from rrs_data.programme.faults import Fault, FaultsError

ATTRIBUTE = re.compile(r"[&'\"\\{}<>`]")
"""What a quoted attribute cannot hold as it is, in pandoc or on Quarto's way to it."""

BRACE = re.compile(r"\\{")
"""A brace in a caption, to be put into a span: before a bare one Quarto ends a table's caption."""

HEADING = re.compile(r"^#{1,6} +(.+?)(?:\s*\{[^}]*\})?\s*$", re.MULTILINE)
SECTION = re.compile(r"""^section\((?:\w+\()?["'](.+?)["']""", re.MULTILINE)
"""A section that a cell begins: ``section(t("Grants"), …)``."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
QUOTED = re.compile(r"[`“]#*([^`”]+)[`”]")
"""What a fault quotes of a text."""

SHOWN = 60
"""Letters of what is quoted of a cell."""

PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
"""The kinds of picture, the better one first, and how the names of their files end."""

MARKDOWN = "text/markdown"
PARAMETERS, INJECTED = "parameters", "injected-parameters"
"""The tags of the cell after which papermill puts its parameters, and of its own."""
Cells = Sequence[Any]  # of nbformat


def heading_of(cells: Cells) -> str:
    """The heading that the last of these cells belongs to; a section's as the source names it."""
    found = (SECTION.findall(cell.source) or headings(cell) for cell in reversed(cells))
    return next((each[-1] for each in found if each), "")


def headings(cell: Any) -> list[str]:
    """The headings of a Markdown cell, or those that a code cell showed."""
    texts = [cell.source]
    if cell.cell_type != "markdown":
        data = [output.get("data", {}) for output in cell.get("outputs", [])]
        texts = ["".join(each.get(MARKDOWN, "")) for each in data]
    return [ESCAPED.sub(r"\1", found) for text in texts for found in HEADING.findall(text)]


def tagged(cell: Mapping[str, Any], *tags: str) -> bool:
    """Whether a cell has one of these tags."""
    return not {*tags}.isdisjoint(cell["metadata"].get("tags", []))


def quoted(text: str) -> str:
    """The beginning of a text in quotation marks."""
    return f"“{shorten(text, SHOWN, placeholder='…')}”" if text.strip() else ""


@dataclass(frozen=True, eq=False)
class NamedCell:
    """The last of these cells of a notebook in a report in ``language``.

    If it shows a file of the narrative, that has the text ``markdown``, which begins in ``line``,
    or in several files, and 0 is the line: its faults are to be mended there.
    """

    cells: Cells
    language: str
    file: str = ""
    line: int = 0
    markdown: str = ""

    @cached_property
    def _words(self) -> tuple[str, str, str]:
        """Its number as JupyterLab counts, without the cell of papermill; heading; first line."""
        number = sum(not tagged(cell, INJECTED) for cell in self.cells)
        source = [line.strip() for line in self.cells[-1].source.splitlines() if line[:2] != "#|"]
        return f"cell {number}", heading_of(self.cells), quoted(next(filter(None, source), ""))

    @property
    def name(self) -> str:
        """The cell's number, and its heading or else its first line."""
        number, heading, first = self._words
        return f"{number} {quoted(heading) or first}".strip()

    def fault(self, found: str, expected: str, mend: str) -> Fault:
        """A fault of this cell, or of its file in the line that holds what the fault quotes."""
        number, heading, first = self._words
        words = ["the notebook", number, f"under “{heading}”" if heading else "", first]
        names = [name.removesuffix(" …") for name in QUOTED.findall(found)]
        lines = enumerate(self.markdown.splitlines(), self.line)
        at = next((n for n, line in lines if any(name in line for name in names)), self.line)
        file = f"{self.file}, line {at}" if self.line else self.file
        return Fault(file or ", ".join(filter(None, words)), found, expected, mend)

    def refused(self, found: str, expected: str, mend: str) -> FaultsError:
        """The error of a cell with one fault."""
        return FaultsError([self.fault(found, expected, mend)])

    def told(self, did: str) -> str:
        """A notice on this cell for its author."""
        return f"C{self.name[1:]} {did}."


@dataclass(frozen=True)
class Shown:
    """What a cell gives to the report: a text, or with a ``label`` a numbered figure or table.

    ``content`` is Markdown, or a picture if its ``kind`` says so. ``caption`` is Markdown, ``alt``
    is plain; ``marked`` is the caption with marks that lead to how its figures were counted, if it
    has any; ``narrow`` is the picture for a narrow screen, if there is one. ``heading`` is the
    level of a section's title that is left out where nothing follows.
    """

    cell: NamedCell
    content: str
    kind: str = MARKDOWN
    label: str = ""
    caption: str = ""
    alt: str = ""
    marked: str = ""
    narrow: str = ""
    heading: int = 0

    @property
    def written(self) -> str:
        """What a person or ``rrs_data`` wrote of it as text."""
        return "" if self.picture else self.content

    @property
    def picture(self) -> str:
        """The name of its picture's file, if it is one."""
        return f"pictures/{self.label}.{PICTURES[self.kind]}" if self.kind in PICTURES else ""

    @property
    def pictures(self) -> dict[str, bytes]:
        """Its picture by the name of the file, and the one for a narrow screen."""
        if not self.picture:
            return {}
        content = self.content.encode() if "svg" in self.kind else b64decode(self.content)
        narrow = {f"pictures/{self.label}-narrow.svg": self.narrow.encode()}
        return {self.picture: content} | (narrow if self.narrow else {})

    @property
    def markdown(self) -> str:
        """A figure or table as Quarto itself would write it, so that the same filters fit.

        A table stands in the frame in which it scrolls on a narrow screen, named for who hears it.
        """
        if not self.label:
            return self.content
        name = attribute(ESCAPED.sub(r"\1", self.caption))
        frame = f'::: {{.table-frame role="region" tabindex="0" aria-label="{name}"}}'
        body = f"{frame}\n{self.content.strip()}\n:::"
        if self.picture:
            body = f"![]({self.picture}){{fig-alt='{attribute(self.alt)}'}}"
        caption = BRACE.sub(r"[\g<0>]{}", self.marked or self.caption)
        return f"::: {{#{self.label} .cell}}\n\n{body}\n\n{caption}\n\n:::"


def attribute(text: str) -> str:
    """A text as the value of a quoted attribute.

    Quarto would carry out a shortcode in an attribute, which is heard and not seen: a blank makes
    it text.
    """
    text = text.replace("{{<", "{{ <")
    return ATTRIBUTE.sub(lambda match: f"&#{ord(match[0])};", text)
