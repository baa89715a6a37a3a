"""What an engine is: it renders one prepared notebook into the formats that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from nbformat import NotebookNode

from reports.beside import Beside

ALONE = Beside()
"""Nothing beside the report."""

LAST_LINES = 15
"""How much of a log a message shows."""


class Engine(Protocol):
    """Renders prepared notebooks; both engines take the same templates, filters and fonts."""

    name: str

    def describe(self) -> str:
        """The engine with its version, as the report's provenance prints it."""

    def render(
        self,
        notebook: NotebookNode,
        stem: str,
        formats: Sequence[str],
        scratch: Path,
        beside: Beside = ALONE,
    ) -> dict[str, Path]:
        """Render a prepared notebook (:func:`reports.document.prepare`) in a scratch directory.

        ``formats`` are of ``pdf``, ``html`` and ``docx``; ``beside`` is what the page leads to and
        the PDF carries. Returns the path of ``<stem>.<format>`` for each format.
        Raises RenderError.
        """


class RenderError(Exception):
    """A report could not be rendered. Picklable, so that it can come from another process."""

    def __init__(self, message: str, log: str = "") -> None:
        """``message`` is for the reader; ``log`` is all that the programs said."""
        super().__init__(message, log)
        self.message = message
        self.log = log

    def __str__(self) -> str:
        """The message with the end of the log."""
        lines = self.log.strip().splitlines()[-LAST_LINES:]
        return "\n".join([self.message, *(f"    {line}" for line in lines)])
