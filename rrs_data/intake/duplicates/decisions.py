"""Decisions: which proposed pairs a person accepted and which rejected, and what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rrs_data.intake.duplicates.proposal import Proposal
from rrs_data.intake.findings import Finding

ACCEPT, REJECT, OPEN = "accept", "reject", ""


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
    def pair(self) -> tuple[str, frozenset[str]]:
        """The register and the two ids, whichever of them stays."""
        return self.register, frozenset((self.id, self.same_as))


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
        found: dict[str, dict[str, str]] = defaultdict(dict)
        refused = {pair for pair, _ in self._contradictions}
        for register, group in self._groups:
            if not any(named == register and ids <= set(group) for named, ids in refused):
                stays = self._end(register, group)
                found[register] |= {one: stays for one in group if one != stays}
        return dict(found)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file, contradictions among its decisions included."""
        return self.faults + tuple(
            Finding(
                "review-contradiction",
                register,
                self.file,
                row,
                "decision",
                details={"one": min(ids), "other": max(ids)},
            )
            for (register, ids), row in self._contradictions
        )

    @cached_property
    def decided(self) -> frozenset[tuple[str, frozenset[str]]]:
        """The pairs that were accepted or rejected."""
        return frozenset(one.pair for one in self.decisions if one.decision != OPEN)

    @cached_property
    def _groups(self) -> list[tuple[str, tuple[str, ...]]]:
        """Ids that are the same by accepted decisions, in the order of the file."""
        groups: dict[tuple[str, str], list[str]] = {}
        for one in self._of(ACCEPT):
            mine = groups.setdefault((one.register, one.id), [one.id])
            theirs = groups.setdefault((one.register, one.same_as), [one.same_as])
            if mine is not theirs:
                if len(mine) < len(theirs):
                    mine, theirs = theirs, mine
                mine.extend(theirs)
                groups.update({(one.register, name): mine for name in theirs})
        return [
            (register, tuple(group))
            for (register, name), group in groups.items()
            if name == group[0]
        ]

    @cached_property
    def _contradictions(self) -> list[tuple[tuple[str, frozenset[str]], int]]:
        """Rejected pairs that are the same by accepted ones, with the row of the rejection."""
        member = {(register, one): group for register, group in self._groups for one in group}
        return [
            (one.pair, one.row)
            for one in self._of(REJECT)
            if (group := member.get((one.register, one.id))) and one.same_as in group
        ]

    def _end(self, register: str, group: Sequence[str]) -> str:
        """The id of a group that stays."""
        own = [one for one in self._of(ACCEPT) if one.register == register and one.id in set(group)]
        replaced = {one.id for one in own}
        ends = [one.same_as for one in own if one.same_as not in replaced]
        return (ends or [one.same_as for one in own])[0]

    def _of(self, decision: str) -> list[Decision]:
        return [one for one in self.decisions if one.decision == decision and one.id != one.same_as]


def undecided(proposals: Iterable[Proposal], review: Review) -> list[Proposal]:
    """The proposals that nobody decided: rejected pairs are never proposed again.

    A pair that is the same already by other decisions is left out as well.
    """
    return [
        one
        for one in proposals
        if (one.register, frozenset((one.id, one.same_as))) not in review.decided
        and _stays(one.id, one.register, review) != _stays(one.same_as, one.register, review)
    ]


def _stays(name: str, register: str, review: Review) -> str:
    return review.accepted.get(register, {}).get(name, name)
