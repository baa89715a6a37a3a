"""What an engine is: it renders one prepared document into the formats that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reports.render.attachments import Companions
from reports.render.prepared import PreparedDocument

ALONE = Companions()
"""No other file goes with the report."""

LAST_LINES = 15
"""How much of a log a message shows."""


@dataclass(frozen=True)
class PageSource:
    """A prepared document, to be rendered under a name.

    The files go to ``directory``; ``companions`` are what the page leads to and the PDF carries.
    """

    document: PreparedDocument
    stem: str
    directory: Path
    companions: Companions = ALONE


class Engine(Protocol):
    """Renders prepared documents; both engines take the same templates, filters and fonts."""

    name: str

    def describe(self) -> str:
        """The engine and its programs with their versions, as the report's provenance has them."""

    def render(self, source: PageSource, formats: Sequence[str]) -> dict[str, Path]:
        """Render a document as ``pdf``, ``html`` or ``docx``.

        Returns the path of ``<stem>.<format>`` for each format. Raises RenderError.
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
