"""Headings: what a cell of a notebook stands under, so that a person finds it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reports.render.dialect import FOR_ANALYSTS
from rrs_data.programme.faults import Fault, FaultsError

if TYPE_CHECKING:
    from nbformat import NotebookNode

HEADING = re.compile(r"^#{1,6} +(.+?)(?:\s*\{[^}]*\})?\s*$", re.MULTILINE)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
QUOTED = re.compile(r"[`“]#*([^`”]+)[`”]")
"""What a fault quotes of a text."""

Cells = Sequence[Mapping[str, Any]]

SHOWN = 60
"""Letters of what is quoted of a cell."""


@dataclass(frozen=True, eq=False)
class NamedCell:
    """The last of these cells of a notebook, by the words that a person finds it with."""

    cells: Sequence[NotebookNode]

    @property
    def node(self) -> NotebookNode:
        """The cell itself."""
        return self.cells[-1]

    @cached_property
    def number(self) -> int:
        """Its number as JupyterLab counts, without the cell that papermill puts in."""
        tags = [cell.metadata.get("tags", []) for cell in self.cells]
        return sum("injected-parameters" not in each for each in tags)

    @cached_property
    def _first(self) -> str:
        lines = [line.strip() for line in self.node.source.splitlines() if line[:2] != "#|"]
        return quoted(next(filter(None, lines), ""))

    def __str__(self) -> str:
        """The cell's number, its heading and its first line."""
        heading = quoted(heading_of(self.cells))
        under = [f"under {heading}"] if heading and heading != self._first else []
        return ", ".join(filter(None, ["the notebook", f"cell {self.number}", *under, self._first]))

    @property
    def name(self) -> str:
        """The cell's number, and its heading or else its first line."""
        return f"cell {self.number} {quoted(heading_of(self.cells)) or self._first}".strip()

    def fault(self, found: str, expected: str, mend: str) -> Fault:
        """A fault of this cell."""
        return Fault(str(self), found, expected, mend)

    def refused(self, found: str, expected: str, mend: str) -> FaultsError:
        """The error of a cell with one fault."""
        return FaultsError([self.fault(found, expected, mend)])


@dataclass(frozen=True, eq=False)
class WrittenCell(NamedCell):
    """A cell that shows a file of the narrative, which begins there in ``line``; 0 if in several.

    Its faults are to be mended in the file.
    """

    file: str
    line: int
    markdown: str

    def fault(self, found: str, expected: str, mend: str) -> Fault:
        """A fault of the file, in the line that holds what the fault quotes."""
        names = [name.removesuffix(" …") for name in QUOTED.findall(found)]
        lines = enumerate(self.markdown.splitlines(), self.line)
        at = next((n for n, line in lines if any(name in line for name in names)), self.line)
        where = f"{self.file}, line {at}" if self.line else self.file
        return Fault(where, found, expected, mend)


def heading_of(cells: Cells) -> str:
    """The heading that the last of these cells belongs to.

    It is the section that a cell begins, as its source names it in every language; else the last
    heading of a Markdown cell or of a text that a cell showed.
    """
    for cell in reversed(cells):
        if cell["cell_type"] == "markdown":
            found = HEADING.findall(source_of(cell))
        else:
            shown = [_shown(output) for output in cell.get("outputs", [])]
            begun = section_title(source_of(cell))
            found = [begun] if begun else [one for text in shown for one in HEADING.findall(text)]
        if found:
            return ESCAPED.sub(r"\1", found[-1]).strip()
    return ""


def first_heading(cells: Cells) -> str:
    """The first heading that a reader sees; empty where there is none."""
    for cell in cells:
        shown = [_shown(output) for output in cell.get("outputs", [])]
        if cell["cell_type"] == "markdown" and not for_analysts(cell):
            shown = [source_of(cell)]
        for text in shown:
            if found := HEADING.search(text):
                return ESCAPED.sub(r"\1", found[1])
    return ""


def for_analysts(cell: Mapping[str, Any]) -> bool:
    """Whether a cell speaks to those who open the notebook, and not to the donor."""
    return FOR_ANALYSTS in cell["metadata"].get("tags", [])


def section_title(source: str) -> str:
    """The title of the section that a cell's source begins: ``section(t("Summary"), …)``."""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return ""
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "section" and call.args:
            texts = [node for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)]
            return next((text.value for text in texts if isinstance(text.value, str)), "")
    return ""


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source; in a file it is a list of lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _shown(output: Mapping[str, Any]) -> str:
    text = output.get("data", {}).get("text/markdown", "")
    return text if isinstance(text, str) else "".join(text)


def quoted(text: str) -> str:
    """The first line of a text in quotation marks."""
    lines = text.strip().splitlines()
    if not lines:
        return ""
    cut = len(lines) > 1 or len(lines[0]) > SHOWN
    return f"“{lines[0][:SHOWN]}{'…' if cut else ''}”"
