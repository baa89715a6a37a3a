"""Proposals: two rows that are probably the same, how surely, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

SOURCE = Path(__file__).with_name("reasons.yml")

REASONS: dict[str, dict[str, str]] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
"""Reasons in words, by code and language."""


@dataclass(frozen=True, order=True)
class Proposal:
    """A row that is probably the same as an earlier one.

    ``id`` is the later row's and would be replaced by ``same_as``, the earlier row's, which stays.
    ``score`` runs from 0 to 1: how much of the name agrees, letter by letter as it sounds, less
    something for each doubt that a reason names (see ``scores``). 1 is the
    same name, place and form; below ``LEAST`` nothing is proposed.
    """

    register: str
    id: str
    same_as: str
    score: float
    reasons: tuple[str, ...]

    def in_words(self, language: str) -> str:
        """The reasons in words."""
        return "; ".join(REASONS[reason][language] for reason in self.reasons)
