"""Typesetting: Typst makes a PDF, each in a process of its own.

Typst keeps what it has laid out for the next time, a hundred megabytes for each report. In a
process that ends with the report nothing is kept, and what brings Typst down brings down nothing
else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

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
