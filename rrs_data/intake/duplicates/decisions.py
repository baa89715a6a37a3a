"""Decisions: which proposed pairs a person accepted or rejected, and the registers after that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from rrs_data.intake.duplicates.proposals import Proposal
from rrs_data.intake.findings import Finding
from rrs_data.intake.schema import Register, Schema

ACCEPT, REJECT, OPEN = "accept", "reject", ""

Row = tuple[str, str]
"""A register and an id in it."""


@dataclass(frozen=True)
class Decision:
    """A row of the review file; ``row`` is its number there. ``same_as`` is the id that stays."""

    register: str
    id: str
    same_as: str
    decision: str
    row: int = 0
    cells: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)

    @property
    def pair(self) -> frozenset[Row]:
        """The two rows, whichever of them stays."""
        return frozenset({(self.register, self.id), (self.register, self.same_as)})


@dataclass(frozen=True)
class Review:
    """All decisions of a review file, and what is wrong with it."""

    file: str = ""
    decisions: tuple[Decision, ...] = ()
    faults: tuple[Finding, ...] = ()

    @cached_property
    def accepted(self) -> dict[str, dict[str, str]]:
        """For each register the ids to be replaced and the id that stays.

        Chains are followed to their end. Of a group with more than one end the id that the file
        names first stays. A group in which two ids are rejected as a pair is left out: see
        :attr:`findings`.
        """
        contradicted = {self._groups[row] for one in self._contradictions for row in one.pair}
        members: dict[Row, list[Decision]] = defaultdict(list)
        for one in self._of(ACCEPT):
            members[self._groups[one.register, one.id]].append(one)
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for group, own in members.items():
            if group not in contradicted:
                stays = _end(own)
                ids = dict.fromkeys(name for one in own for name in (one.id, one.same_as))
                found[group[0]] |= {name: stays for name in ids if name != stays}
        return dict(found)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file, contradictions among its decisions included."""
        found = list(self.faults)
        for one in self._contradictions:
            ids = {"one": min(one.id, one.same_as), "other": max(one.id, one.same_as)}
            where = (one.register, self.file, one.row, "decision")
            found.append(Finding("review-contradiction", *where, details=ids))
        return tuple(found)

    @cached_property
    def decided(self) -> frozenset[frozenset[Row]]:
        """The pairs that were accepted or rejected."""
        return frozenset(one.pair for one in self.decisions if one.decision != OPEN)

    def stays(self, register: str, name: str) -> str:
        """The id under which a row is counted."""
        return self.accepted.get(register, {}).get(name, name)

    @cached_property
    def _groups(self) -> dict[Row, Row]:
        """For each row that an accepted pair names one row that stands for all that are the same.

        This is the classic union of sets: each row points to another of its group, one to itself.
        """
        points_to: dict[Row, Row] = {}

        def top(row: Row) -> Row:
            while (above := points_to.setdefault(row, row)) != row:
                points_to[row] = points_to[above]
                row = above
            return row

        for one in self._of(ACCEPT):
            points_to[top((one.register, one.id))] = top((one.register, one.same_as))
        return {row: top(row) for row in list(points_to)}

    @cached_property
    def _contradictions(self) -> list[Decision]:
        """Rejected pairs that are the same by accepted ones."""
        return [
            one
            for one in self._of(REJECT)
            if one.pair <= self._groups.keys() and len({self._groups[row] for row in one.pair}) == 1
        ]

    def _of(self, decision: str) -> list[Decision]:
        return [one for one in self.decisions if one.decision == decision and one.id != one.same_as]


def _end(group: Sequence[Decision]) -> str:
    """The id of a group of accepted pairs that stays."""
    replaced = {one.id for one in group}
    ends = [one.same_as for one in group if one.same_as not in replaced]
    return (ends or [one.same_as for one in group])[0]


def undecided(proposals: Iterable[Proposal], review: Review) -> list[Proposal]:
    """The proposals that nobody decided: rejected pairs are never proposed again.

    A pair that is the same already by other decisions is left out as well.
    """
    return [
        one
        for one in proposals
        if frozenset({(one.register, one.id), (one.register, one.same_as)}) not in review.decided
        and review.stays(one.register, one.id) != review.stays(one.register, one.same_as)
    ]


def merge_accepted(
    frames: Mapping[str, pd.DataFrame], review: Review, schema: Schema
) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """The registers with accepted duplicates merged, and how many rows each register lost.

    ``frames`` are checked registers by name; they are not changed. The row of an id that is
    replaced is left out, and every foreign key to it gets the id that stays. Of the attendances of
    one person at one event that result only the first is kept.
    """
    merged = {
        name: _without_merged(frame, schema.registers[name], review.accepted)
        for name, frame in frames.items()
    }
    lost = {name: len(frame) - len(merged[name]) for name, frame in frames.items()}
    return merged, {name: count for name, count in lost.items() if count}


def _without_merged(
    frame: pd.DataFrame, register: Register, stays: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """A register with the ids that stay, each row once; the frame itself where nothing changes."""
    key = list(register.key)
    gone = frame[key[0]].isin(list(stays.get(register.name, {})))
    changed = _rewritten(frame, register, stays)
    if changed is not frame:
        # The check lets no key through that stands twice: one that does now was made here.
        gone |= changed.duplicated(key)
    return changed[~gone].reset_index(drop=True) if gone.any() else changed


def _rewritten(
    frame: pd.DataFrame, register: Register, stays: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """The frame with the ids that stay in its foreign keys; the frame itself if none changes."""
    new = {}
    for key in register.foreign_keys:
        ids, known = frame[key.column], stays.get(key.register, {})
        affected = ids.isin(list(known))
        if affected.any():
            new[key.column] = ids.where(~affected, ids.map(known)).astype(ids.dtype)
    return frame.assign(**new) if new else frame
