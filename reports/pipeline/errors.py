"""Failures of one report, told to the person who will mend them; other reports go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LAST_LINES = 5
"""How many of a failing cell's source lines are shown."""


@dataclass(frozen=True)
class FailedCell:
    """Where a notebook failed: a cell's place, what it belongs to, and its last lines."""

    number: int
    of: int
    prompt: int
    heading: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        """The place as a few lines of text."""
        shown = f"[{self.prompt}] in JupyterLab, run from the top"
        heading = [f"    under:    {self.heading}"] if self.heading else []
        return "\n".join(
            [
                f"    cell:     {self.number} of {self.of}; {shown}",
                *heading,
                "    it ends:",
                *(f"        {line}" for line in self.lines),
            ]
        )


class CellFailed(Exception):
    """A notebook did not run to its end. Picklable, so that it can come from another process."""

    def __init__(self, notebook: str, cell: FailedCell, error: str, kept: Path) -> None:
        """Keep the place, what went wrong there, and where the partly executed notebook lies."""
        super().__init__(notebook, cell, error, kept)
        self.notebook = notebook
        self.cell = cell
        self.error = error
        self.kept = kept

    @classmethod
    def from_output(
        cls, notebook: str, cell: FailedCell, output: Mapping[str, Any], kept: Path
    ) -> CellFailed:
        """A cell raised; ``output`` is its error output (``ename``, ``evalue``)."""
        return cls(notebook, cell, f"{output['ename']}: {output['evalue']}", kept)

    @classmethod
    def from_dead_kernel(
        cls, notebook: str, cell: FailedCell, ending: str, kept: Path
    ) -> CellFailed:
        """The kernel died while the cell ran; ``ending`` says how."""
        return cls(notebook, cell, f"the kernel died: {ending}", kept)

    def __str__(self) -> str:
        """The message for a terminal."""
        return (
            f"The notebook {self.notebook} failed.\n{self.cell}\n"
            f"    error:    {_indented(self.error)}\n"
            f"    to mend:  correct the cell (make lab opens the notebook); the partly executed\n"
            f"              notebook, with the whole traceback, is {self.kept}"
        )


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n" + " " * 14)
