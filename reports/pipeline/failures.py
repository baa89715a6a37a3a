"""Failures: which report failed, in which cell, under which heading, and how it is mended."""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LAST_LINES = 5
"""How many of a failing cell's source lines are shown."""

RUNNING = "running-cell"
"""The file in a page's directory with the index of the cell that runs: it outlives the process."""

HEADING = re.compile(r"^#{1,6} +(.+?)(?:\s*\{[^}]*\})?\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Failure:
    """What failed (``KG 2014 ru``) and the message for the person who mends it.

    ``position`` says where it failed in a few words; ``kept`` is the file that tells more.
    """

    subject: str
    message: str
    position: str = ""
    kept: Path | None = None
    files: Mapping[Path, bytes] = field(default_factory=dict, compare=False, repr=False)
    """What is to be kept of it, written by the run that asked for the report."""

    def __str__(self) -> str:
        """The failure as a run prints it."""
        return f"{self.subject} was not made.\n{self.message}"


@dataclass(frozen=True)
class FailedCell:
    """Where a notebook failed: the cell's position and heading, and its last lines."""

    number: int
    of: int
    prompt: int
    heading: str
    lines: tuple[str, ...]

    @classmethod
    def of_cells(cls, cells: Sequence[Mapping[str, Any]], index: int) -> FailedCell:
        """The cell of this index; papermill's own cells are not counted, as nobody sees them."""
        own = [cell for cell in cells[: index + 1] if not _is_papermills(cell)]
        code = [cell for cell in own if cell["cell_type"] == "code"]
        of = sum(not _is_papermills(cell) for cell in cells)
        lines = tuple(source_of(cells[index]).rstrip().splitlines()[-LAST_LINES:])
        return cls(len(own), of, len(code), heading_of(own), lines)

    def __str__(self) -> str:
        """The position as a few lines of text."""
        shown = f"[{self.prompt}] in JupyterLab, run from the top"
        heading = [f"    under:    {self.heading}"] if self.heading else []
        lines = [f"        {line}" for line in self.lines]
        cell = f"    cell:     {self.number} of {self.of}; {shown}"
        return "\n".join([cell, *heading, "    it ends:", *lines])


class CellFailed(Exception):
    """A notebook did not run to its end."""

    def __init__(self, notebook: str, cell: FailedCell, error: str, line: str = "") -> None:
        """``line`` is the innermost line of the project's or the analyst's code that failed."""
        super().__init__(notebook, cell, error, line)
        self.notebook, self.cell, self.error, self.line = notebook, cell, error, line

    def message(self, kept: Path | None) -> str:
        """The message for a terminal; ``kept`` is the partly executed notebook, if there is one."""
        error = self.error.strip().replace("\n", "\n" + " " * 14)
        line = [f"    raised:   in {self.line}"] if self.line else []
        mend = ["    to mend:  correct the cell (make lab opens the notebook)"]
        if kept:
            mend = [
                f"{mend[0]}; the partly executed",
                f"              notebook, with the whole traceback, is {kept}",
            ]
        first = f"The notebook {self.notebook} failed."
        return "\n".join([first, str(self.cell), f"    error:    {error}", *line, *mend])

    def __str__(self) -> str:
        """The message without a kept notebook."""
        return self.message(None)


def heading_of(cells: Sequence[Mapping[str, Any]]) -> str:
    """The heading that the last of these cells belongs to.

    It is the section that the cell itself begins, else the nearest heading above it: of a Markdown
    cell, of a section that a cell began, or of a text that a cell showed.
    """
    for cell in reversed(cells):
        if cell["cell_type"] == "markdown":
            found = HEADING.findall(source_of(cell))
        else:
            shown = [_shown(output) for output in cell.get("outputs", [])]
            found = [each for text in shown for each in HEADING.findall(text)]
            begun = section_title(source_of(cell))
            found = [begun] if begun and (cell is cells[-1] or not found) else found
        if found:
            return str(found[-1]).strip()
    return ""


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


def ending(status: int | None) -> str:
    """How a process ended, in words; ``status`` is its exit code, negative for a signal."""
    if status == -signal.SIGKILL:
        return "it was killed (SIGKILL): the machine may have run out of memory"
    if status is not None and status < 0:
        return f"it was ended by {signal.Signals(-status).name}"
    return f"it left with exit code {status}"


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source; in a file it is a list of lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _shown(output: Mapping[str, Any]) -> str:
    text = output.get("data", {}).get("text/markdown", "")
    return text if isinstance(text, str) else "".join(text)


def _is_papermills(cell: Mapping[str, Any]) -> bool:
    tags: Iterable[str] = cell.get("metadata", {}).get("tags", [])
    return "injected-parameters" in tags or "papermill-error-cell-tag" in tags
