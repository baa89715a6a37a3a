"""Restatements: published figures that changed since, what they were, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from rrs_data.indicators.keys import parse_key
from rrs_data.programme.parameters import read_params
from rrs_data.programme.programme import Texts

FILE = "restatements.yml"

Reason = Literal["late_data", "correction", "duplicate", "definition"]
"""Why a published figure changed; the schema says what each means."""


@dataclass(frozen=True)
class Restatement:
    """A published figure that changed: by its key with country and year."""

    figure: str
    was: float
    now: float
    reason: Reason
    why: Texts
    approved: str
    day: date


def load_restatements(params: Path) -> tuple[Restatement, ...]:
    """Read ``restatements.yml``, if there is one; by day. Raises FaultsError."""
    path = params / FILE
    if not path.exists():
        return ()
    found = [
        Restatement(
            figure=str(parse_key(entry["figure"])),
            was=float(entry["was"]),
            now=float(entry["now"]),
            reason=group["reason"],
            why=group["why"],
            approved=group["approved"],
            day=date.fromisoformat(group["date"]),
        )
        for group in read_params(path, "restatements")["restatements"]
        for entry in group["figures"]
    ]
    return tuple(sorted(found, key=lambda one: one.day))
