"""The review of duplicates: a person accepts or rejects proposals, and the registers follow.

It is the file ``duplicates.csv``. In each row ``id`` is the later row of the register, which is
left out when the pair is accepted; ``same_as`` is the earlier one, which stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from pathlib import Path

import pandas as pd

from rrs_data.intake.delimited import as_utf8, delimited_rows
from rrs_data.intake.duplicates.proposals import Proposal, propose
from rrs_data.intake.files import read_inside
from rrs_data.intake.findings import Finding, Findings
from rrs_data.intake.findings.listing import raise_errors
from rrs_data.intake.reading import Refusal
from rrs_data.intake.schema import Register, Schema
from rrs_data.intake.spreadsheet import as_text, as_typed

FILE = "duplicates.csv"
COLUMNS = ("register", "id", "title", "same_as", "title_same_as", "score", "reasons", "decision")
NEEDED = ("register", "id", "same_as", "decision")
REGISTERS = {"organisations": "organisation_id", "people": "person_id"}
"""The registers in which duplicates are looked for, and their ids."""

ACCEPT, REJECT, OPEN = "accept", "reject", ""
WORDS = {
    **dict.fromkeys(("", "-", "?"), OPEN),
    **dict.fromkeys(("accept", "accepted", "yes", "да", "принять", "принято"), ACCEPT),
    **dict.fromkeys(("reject", "rejected", "no", "нет", "отклонить", "отклонено"), REJECT),
}
"""The words that decisions are read in."""

KEY = attrgetter("register", "id", "same_as")
"""What a decision and a proposal are about."""

Row = tuple[str, str]
"""A register and an id in it."""


@dataclass(frozen=True)
class Decision:
    """A row of the review file: its number there, and all its cells by the columns' names."""

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
                replaced = dict.fromkeys(one.id for one in own)
                named = dict.fromkeys(one.same_as for one in own)
                stays = next((name for name in named if name not in replaced), own[0].same_as)
                found[group[0]] |= {name: stays for name in replaced | named if name != stays}
        return dict(found)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file, contradictions among its decisions included."""
        contradictory = []
        for one in self._contradictions:
            ids = dict(zip(("one", "other"), sorted([one.id, one.same_as]), strict=True))
            where = one.register, self.file, one.row, "decision"
            contradictory.append(Finding("review-contradiction", *where, details=ids))
        return (*self.faults, *contradictory)

    def undecided(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        """The proposals that nobody decided: rejected pairs are never proposed again.

        A pair that is the same already by other decisions is left out as well.
        """
        decided = {one.pair for one in self.decisions if one.decision != OPEN}
        return [
            one
            for one in proposals
            if Decision(*KEY(one), OPEN).pair not in decided
            and self.stays(one.register, one.id) != self.stays(one.register, one.same_as)
        ]

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


def merge_accepted(
    frames: Mapping[str, pd.DataFrame], review: Review, schema: Schema
) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """The registers with accepted duplicates merged, and how many rows each register lost.

    ``frames`` are checked registers by name; they are not changed. The row of an id that is
    replaced is left out, and every foreign key to it gets the id that stays. Of the attendances of
    one person at one event that result only the first is kept.
    """
    registers, accepted = schema.registers, review.accepted
    merged = {name: _merged(one, registers[name], accepted) for name, one in frames.items()}
    lost = {name: len(one) - len(merged[name]) for name, one in frames.items()}
    return merged, {name: count for name, count in lost.items() if count}


def _merged(
    frame: pd.DataFrame, register: Register, stays: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """A register with the ids that stay, each row once."""
    gone = frame[register.key[0]].isin(list(stays.get(register.name, {})))
    for key in register.foreign_keys:
        ids = frame[key.column]
        if (affected := ids.isin(list(stays.get(key.register, {})))).any():
            new = ids.where(~affected, ids.map(stays[key.register])).astype(ids.dtype)
            frame = frame.assign(**{key.column: new})
            # The check lets no key through that stands twice: one that does now was made here.
            gone |= frame.duplicated(list(register.key))
    return frame[~gone].reset_index(drop=True)


def review_path(registers: Path) -> Path:
    """Where the review file of registers is: in their directory, or beside their workbook."""
    return (registers if registers.is_dir() else registers.parent) / FILE


def read_review(path: Path) -> Review:
    """Read a review file; one that is not there holds no decisions.

    It is read as registers are, in the usual encodings and with the usual separators; decisions in
    Russian or English in any case. What is wrong stands in the review's findings.
    """
    if not path.exists() and not path.is_symlink():
        return Review(str(path))
    try:
        decisions = tuple(_decisions(path))
    except Refusal as no:
        return Review(str(path), (), (Finding(no.rule, "", str(path), no.row, details=no.details),))
    return Review(str(path), decisions, tuple(_faults(decisions, path)))


def _decisions(path: Path) -> Iterator[Decision]:
    """The decisions in the rows that hold anything. Raises Refusal."""
    text = as_utf8(read_inside(path, path.parent.resolve()))
    first = text.split(b"\n", 1)[0].decode()
    names: list[str] = []
    for number, row in delimited_rows(text, max(";\t,", key=first.count)):
        if isinstance(row, Refusal):
            row.row = number
            raise row
        texts = [as_typed(cell.strip()) for cell in row]
        if names and any(texts):
            cells = dict(zip(names, texts, strict=False))
            register, name, same_as, given = (cells.get(column, "") for column in NEEDED)
            decision = WORDS.get(given.lower(), given)
            yield Decision(register.lower(), name, same_as, decision, number, cells)
        elif not names:
            names = ["_".join(text.lower().split()) for text in texts]
            _refuse_without(names)
    _refuse_without(names)


def _refuse_without(names: Sequence[str]) -> None:
    if missing := [name for name in NEEDED if name not in names]:
        reason = f"{', '.join(names)}: {', '.join(missing)}?"
        raise Refusal("review-unreadable", {"reason": reason, "columns": ", ".join(COLUMNS)})


def _faults(decisions: Sequence[Decision], path: Path) -> Iterator[Finding]:
    for one in decisions:
        where = str(path), one.row
        if one.register not in REGISTERS:
            names, value = {"names": ", ".join(REGISTERS)}, one.cells.get("register", "")
            yield Finding("review-register", "", *where, "register", value, details=names)
        if one.decision not in (ACCEPT, REJECT, OPEN):
            yield Finding("review-decision", one.register, *where, "decision", one.decision)


def unknown_ids(review: Review, frames: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Findings on accepted pairs of which an id is not in its register."""
    known = {name: set(frames[name][key]) for name, key in REGISTERS.items() if name in frames}
    for one in review.decisions:
        if one.decision == ACCEPT and one.register in known:
            for column, value in (("id", one.id), ("same_as", one.same_as)):
                if value not in known[one.register]:
                    where, details = (review.file, one.row, column), {"register": one.register}
                    yield Finding("review-unknown", one.register, *where, value, details=details)


def renew_review(path: Path, frames: Mapping[str, pd.DataFrame], language: str) -> dict[str, int]:
    """Write a review file, or write it anew: decisions already made, then what is proposed.

    Decisions on ids that are no longer in the registers are left out; a pair that is not proposed
    any more keeps its score and reasons. Returns how many rows are ``decided`` and ``open``, and
    how many ``gone``. Raises FaultsError, and leaves the file alone, when there is anything in it
    that is not understood; raises OSError.
    """
    review = read_review(path)
    raise_errors(Findings(review.findings))
    titles = {
        name: dict(zip(frames[name][key], _titles(frames[name], language), strict=True))
        for name, key in REGISTERS.items()
        if name in frames
    }
    proposed = {KEY(one): one for one in propose(frames)}
    fresh = [Decision(*KEY(one), OPEN) for one in review.undecided(proposed.values())]
    made = [one for one in review.decisions if one.decision != OPEN]
    kept = [one for one in made if {one.id, one.same_as} <= titles.get(one.register, {}).keys()]
    rows = [
        _row(one, proposed.get(KEY(one)), titles[one.register], language)
        for one in sorted([*kept, *fresh], key=KEY)
    ]
    # Whole or not at all: a file with decisions is never left half-written.
    new, table = path.with_name(path.name + ".new"), pd.DataFrame(rows, columns=COLUMNS)
    table.map(as_text).to_csv(
        new, index=False, encoding="utf-8-sig", errors="backslashreplace", lineterminator="\n"
    )
    new.replace(path)
    return {"decided": len(kept), "open": len(fresh), "gone": len(made) - len(kept)}


def _titles(frame: pd.DataFrame, language: str) -> pd.Series[str]:
    """The titles of a register's rows; people have none."""
    return frame.get(f"title_{language}", pd.Series("", frame.index)).fillna("")


def _row(
    one: Decision, now: Proposal | None, titles: Mapping[str, str], language: str
) -> dict[str, str]:
    return {
        "register": one.register,
        "id": one.id,
        "title": titles[one.id],
        "same_as": one.same_as,
        "title_same_as": titles[one.same_as],
        "score": f"{now.score:.2f}" if now else one.cells.get("score", ""),
        "reasons": now.in_words(language) if now else one.cells.get("reasons", ""),
        "decision": one.decision,
    }
