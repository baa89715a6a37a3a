"""Errors that more than one room knows: of a report's figures, and of the place for its files."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
"""What the operating system says of a place that takes no files, rather than of our doing."""


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
