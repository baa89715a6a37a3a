"""What an engine is: it renders one prepared notebook into the formats that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nbformat import NotebookNode

from reports.render.beside import Beside

ALONE = Beside()
"""Nothing beside the report."""

LAST_LINES = 15
"""How much of a log a message shows."""


@dataclass(frozen=True)
class Source:
    """A prepared notebook (:func:`reports.render.document.prepare`) to be rendered under a name.

    The files go to ``scratch``; ``beside`` is what the page leads to and the PDF carries.
    """

    notebook: NotebookNode
    stem: str
    scratch: Path
    beside: Beside = ALONE


class Engine(Protocol):
    """Renders prepared notebooks; both engines take the same templates, filters and fonts."""

    name: str
    together: int
    """How many notebooks are best rendered in one call: one, where a call costs next to nothing."""

    def describe(self) -> str:
        """The engine with its version, as the report's provenance prints it."""

    def render(self, sources: Sequence[Source], formats: Sequence[str]) -> list[dict[str, Path]]:
        """Render notebooks, all of them or none.

        ``formats`` are of ``pdf``, ``html`` and ``docx``. Returns for each source the path of
        ``<stem>.<format>`` in its scratch directory for each format. Raises RenderError.
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
