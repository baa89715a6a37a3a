"""Outcomes: what became of each report of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.project.edition import Edition


@dataclass(frozen=True)
class Failure:
    """What failed (``KG 2014 ru``) and the message for the person who mends it.

    ``place`` is where it failed, in a few words; ``kept`` the log or notebook that tells more.
    """

    subject: str
    message: str
    place: str = ""
    kept: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one report: its files, its failures, the narrative that nobody wrote.

    ``kept`` says that it was as it would be made again; ``why`` it was made otherwise, ``changes``
    in full.
    """

    report: Edition
    files: tuple[Path, ...]
    failures: tuple[Failure, ...]
    missing: tuple[Path, ...]
    kept: bool = False
    why: str = ""
    changes: tuple[str, ...] = ()
