"""The project: where its files lie, wherever a command is called from, and what a report is called.

An edition is one report: a country (or the region), a reporting period, and the notebook that it is
made from. What is said where its files cannot be written stands here too, for several rooms say it.
"""

import errno
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from rrs_data.programme.programme import FINAL, REGION, Programme, Year, period_key

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
REGISTERS = ROOT / "rrs_data" / "registers"
PARAMS = ROOT / "params"
PUBLISHED = ROOT / "reports" / "published"
OUTPUT = ROOT / "reports" / "_output"
BRAND = ROOT / "reports" / "_brand.yml"

ANNUAL_REPORT = "annual_report"
"""The notebook that is taken unless another is asked for; its name stands in no file's name."""

EVIDENCE = "-evidence"
"""How the names of the files end that tell how each figure of a report was counted."""

DRAFT = "-draft"
"""Ends the names of what is made while a text that the report owes is not written."""

Given = Mapping[str, str]
"""The options of a command as they were typed; an empty text stands for the default."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
"""What the operating system says of a place that takes no files, rather than of our doing."""


@dataclass(frozen=True)
class Edition:
    """One report in all its languages, on a ``year`` or "final", or on a ``part`` of a year."""

    country: str
    year: Year
    notebook: str = ANNUAL_REPORT
    part: str = ""
    prefix: str = field(default="rrs", compare=False)
    """How the names of its files begin, as the programme says."""

    def __str__(self) -> str:
        """The report's name for people: ``XA 2014``, or ``XA 2014 Q2 brief``."""
        return f"{self.country} {self.issue.replace('-', ' ')}"

    @property
    def period(self) -> str:
        """The name of the period: ``2014``, ``2014-Q2``."""
        return period_key(self.year, self.part)

    @property
    def issue(self) -> str:
        """The period, and the notebook if it is not the annual report: ``2014-brief``."""
        own = [] if self.notebook == ANNUAL_REPORT else [self.notebook]
        return "-".join([self.period, *own])

    @property
    def directory(self) -> Path:
        """Where its files lie below the output directory."""
        return Path(self.country, self.issue)

    def stem(self, language: str, *, draft: bool = False) -> str:
        """The name of its files in a language, without the ending; a ``draft`` says that it is."""
        return f"{self.prefix}-{self.country}-{self.issue}-{language}{DRAFT * draft}"


def all_editions(
    programme: Programme, notebooks: Sequence[str], part: str = ""
) -> tuple[Edition, ...]:
    """Every country and year of the programme, or that part of it; of the region the final too."""
    return tuple(
        Edition(code, one.year or FINAL, name, part, programme.prefix)
        for name in notebooks
        for code in (*programme.countries, REGION)
        for one in programme.periods_of(code).values()
        if one.part == part and (one.year != FINAL or code == REGION)
    )


def path_of(given: str, default: Path) -> Path:
    """A path that was typed."""
    return Path(given.strip()).expanduser().absolute() if given.strip() else default


@dataclass(eq=False)
class OutputFailed(Exception):
    """Files could not be written or moved into a directory, for the operating system's reason."""

    place: Path
    reason: str

    @classmethod
    def from_os_error(cls, place: Path, error: OSError) -> Self:
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
