"""Typesetting: Typst makes a PDF, each in a process of its own.

Typst keeps what it has laid out for the next time, a hundred megabytes for each report. In a
process that ends with the report nothing is kept, and what brings Typst down brings down nothing
else.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from reports.pipeline.server import NoServer, ending, fork
from reports.render.engines.base import RenderError


@dataclass(frozen=True)
class Typesetting:
    """What is typeset: ``source`` below ``root``, with the fonts of a directory and no others."""

    source: Path
    target: Path
    root: Path
    fonts: Path
    standards: tuple[Any, ...]
    timestamp: datetime

    def make(self) -> None:
        """Make the PDF. Raises RenderError, and OSError where there is no room for it."""
        answer = self.target.with_suffix(".error")
        try:
            process = fork(_make_apart, self, answer)
        except NoServer:
            self.make_here()
            return
        try:
            code = process.wait()
        finally:
            process.kill()  # where this is cut short, nobody needs the PDF
        if code:
            raise _told(answer) or RenderError(
                f"Typst broke down over {self.target.name}", ending(code)
            )

    def make_here(self) -> None:
        """Make the PDF in this process. Raises RenderError."""
        try:
            typst.compile(
                self.source,
                output=self.target,
                root=self.root,
                font_paths=[self.fonts],
                ignore_system_fonts=True,
                pdf_standards=list(self.standards),
                timestamp=self.timestamp,
            )
        except typst.TypstError as error:
            hints = "".join(f"\n    hint:     {hint}" for hint in error.hints)
            message = f"Typst could not make {self.target.name}: {error.message}{hints}"
            raise RenderError(message, error.diagnostic) from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise RenderError(f"Typst broke down over {self.target.name}", str(error)) from None


def _make_apart(work: Typesetting, answer: Path) -> None:
    """In a forked process: make the PDF, or leave the error."""
    try:
        work.make_here()
    except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
        answer.write_bytes(pickle.dumps(error))
        sys.exit(1)


def _told(answer: Path) -> Exception | None:
    """The error that a process left; none where it was brought down."""
    try:
        error: Exception = pickle.loads(answer.read_bytes())  # noqa: S301 - written by us
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    return error
