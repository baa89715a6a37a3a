"""Probable duplicates: proposed with a score, decided by a person, merged when registers are read.

``proposals`` finds pairs of rows by ``titles`` and their ``likeness``; ``review`` keeps what a
person decided about them; ``merging`` makes one row of each accepted pair.
"""

from rrs_data.intake.duplicates.decisions import Decision, Review, undecided
from rrs_data.intake.duplicates.merging import apply
from rrs_data.intake.duplicates.proposals import REASONS, Proposal, propose
from rrs_data.intake.duplicates.review import (
    FILE,
    REGISTERS,
    read_review,
    renew_review,
    review_path,
    unknown_ids,
)

__all__ = [
    "FILE",
    "REASONS",
    "REGISTERS",
    "Decision",
    "Proposal",
    "Review",
    "apply",
    "propose",
    "read_review",
    "renew_review",
    "review_path",
    "undecided",
    "unknown_ids",
]
