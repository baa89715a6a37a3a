"""Outcomes: what became of each report of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.request import Report


@dataclass(frozen=True)
class Failure:
    """What failed (``KG 2014 ru``) and the message for the person who mends it."""

    subject: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What became of one report: its files, its failures, the narrative that nobody wrote."""

    report: Report
    files: tuple[Path, ...]
    failures: tuple[Failure, ...]
    missing: tuple[Path, ...]
