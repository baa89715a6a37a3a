"""Probable duplicates: proposed with a score, decided by a person, applied by the loaders."""

from rrs_data.intake.duplicates.decisions import Decision, Review, undecided
from rrs_data.intake.duplicates.merging import apply
from rrs_data.intake.duplicates.proposal import REASONS, Proposal
from rrs_data.intake.duplicates.proposals import propose
from rrs_data.intake.duplicates.review import FILE, read_review, unknown_ids, write_review

__all__ = [
    "FILE",
    "REASONS",
    "Decision",
    "Proposal",
    "Review",
    "apply",
    "propose",
    "read_review",
    "undecided",
    "unknown_ids",
    "write_review",
]
