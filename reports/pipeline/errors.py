"""Failures of one report, told to the person who will mend them; other reports go on."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
"""What the operating system says of a place that takes no files, rather than of our doing."""
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


class RecordsDiffer(Exception):
    """The languages of one report computed different figures."""

    def __init__(self, differences: tuple[str, ...]) -> None:
        """``differences`` names each figure and what each language has."""
        super().__init__(differences)
        self.differences = differences

    def __str__(self) -> str:
        """The message for a terminal."""
        return "\n".join(
            [
                "The languages do not have the same figures:",
                *(f"    {difference}" for difference in self.differences),
                "    to mend:  what is computed must not depend on the parameter `language`",
            ]
        )


class OutputFailed(Exception):
    """Files could not be written or moved into place."""

    def __init__(self, place: Path, reason: str) -> None:
        """``place`` is the directory, ``reason`` the operating system's words."""
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    @classmethod
    def from_os_error(cls, place: Path, error: OSError) -> OutputFailed:
        """The operating system refused a file below ``place``."""
        return cls(place, error.strerror or str(error))

    def __str__(self) -> str:
        """The message for a terminal."""
        return (
            f"The report could not be written to {self.place}: {self.reason}.\n"
            f"    to mend:  make room and allow writing there, or choose another place with OUTPUT="
        )


def no_room(place: Path, error: OSError) -> OutputFailed | None:
    """What is said of an error if it is the place's: no room there, or no files allowed."""
    if isinstance(error, shutil.Error):  # several files were copied: they failed for one reason
        words = [str(words) for *_, words in error.args[0]]
        reasons = [os.strerror(number) for number in NO_ROOM]
        found = [reason for reason in reasons if any(reason in each for each in words)]
        return OutputFailed(place, found[0]) if found else None
    return OutputFailed.from_os_error(place, error) if error.errno in NO_ROOM else None


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n" + " " * 14)
