"""The review of duplicates: a person accepts or rejects proposals, and the registers follow.

It is the file ``duplicates.csv``. In each row ``id`` is the later row of the register, which is
left out when the pair is accepted; ``same_as`` is the earlier one, which stays.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from rrs_data.intake.checks.cell_rules import check_text
from rrs_data.intake.delimited import read_delimited
from rrs_data.intake.files import read_inside
from rrs_data.intake.findings import Finding, as_typed
from rrs_data.intake.raw import Reading, Refusal, to_raw
from rrs_data.intake.schema import Column, Register, Schema

FILE = "duplicates.csv"
COLUMNS = ("register", "id", "title", "same_as", "title_same_as", "score", "reasons", "decision")
NEEDED = ("register", "id", "same_as", "decision")
REGISTERS = {"organisations": "organisation_id", "people": "person_id"}
"""The registers in which duplicates are looked for, and their ids."""

ACCEPT, REJECT, OPEN = "accept", "reject", ""
CHOICES: dict[str, dict[str, Any]] = {
    "register": {"enum": [*REGISTERS], "required": True},
    "decision": {"enum": [ACCEPT, REJECT]},
}
FIELDS = (Column(name, "string", {}, {}, CHOICES.get(name, {}), optional=True) for name in COLUMNS)
LAYOUT = Register("", FILE, {}, tuple(FIELDS), (), ())
"""The file, as a register is described."""


class Decision(NamedTuple):
    """A row of the review file, and its number there; titles are those of the registers."""

    register: str
    id: str
    same_as: str
    decision: str
    row: int = 0
    score: str = ""
    reasons: str = ""


@dataclass(frozen=True)
class Review:
    """All decisions of a review file, and what is wrong with it."""

    file: str = ""
    decisions: tuple[Decision, ...] = ()
    faults: tuple[Finding, ...] = ()

    @cached_property
    def accepted(self) -> dict[str, dict[str, str]]:
        """For each register the ids to be replaced and the id that stays.

        Chains are followed to their end. Of two that an id is the same as, the first named stays.
        """
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for one in self._of(ACCEPT):
            stays = found[one.register]
            ends = [stays.get(name, name) for name in (one.id, one.same_as)]
            late, first = ends[::-1] if one.id in stays else ends
            if late != first:
                ended_here = [name for name, end in stays.items() if end == late]
                stays |= dict.fromkeys([*ended_here, late], first)
        return {name: stays for name, stays in found.items() if stays}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file, and rejected pairs that are the same by accepted ones."""
        found = list(self.faults)
        for one in self._of(REJECT):
            if self.stays(one.register, one.id) == self.stays(one.register, one.same_as):
                ids = dict(zip(("one", "other"), sorted([one.id, one.same_as]), strict=True))
                where = one.register, self.file, one.row, "decision"
                found.append(Finding("review-contradiction", *where, details=ids))
        return tuple(found)

    def decides(self, register: str, one: str, other: str) -> bool:
        """Whether somebody has decided on two ids, or it follows from what was decided."""
        pairs = (register, one, other), (register, other, one)
        decided = any(each[:3] in pairs for each in self.decisions if each.decision != OPEN)
        return decided or self.stays(register, one) == self.stays(register, other)

    def stays(self, register: str, name: str) -> str:
        """The id under which a row is counted."""
        return self.accepted.get(register, {}).get(name, name)

    def _of(self, decision: str) -> list[Decision]:
        return [one for one in self.decisions if one.decision == decision and one.id != one.same_as]


def merge_accepted(
    frames: Mapping[str, pd.DataFrame], review: Review, schema: Schema
) -> dict[str, pd.DataFrame]:
    """The registers with accepted duplicates merged.

    ``frames`` are checked registers by name; they are not changed. The row of an id that is
    replaced is left out, and every foreign key to it gets the id that stays. Of the attendances of
    one person at one event that result only the first is kept.
    """
    merged = {}
    for name, frame in frames.items():
        register, changed = schema.registers[name], frame
        gone = frame[register.key[0]].isin(list(review.accepted.get(name, {})))
        for key in register.foreign_keys:
            if stays := review.accepted.get(key.register):
                ids = frame[key.column]
                new = ids.map(stays).fillna(ids).astype(ids.dtype)
                changed = changed.assign(**{key.column: new})
                # The check lets no key through that stands twice: one that does now was made here.
                gone |= changed.duplicated(list(register.key))
        merged[name] = changed[~gone].reset_index(drop=True)
    return merged


def review_path(registers: Path) -> Path:
    """Where the review file of registers is: in their directory, or beside their workbook."""
    return (registers if registers.is_dir() else registers.parent) / FILE


def read_review(path: Path) -> Review:
    """Read a review file, in any usual encoding; what is wrong with it is in its findings."""
    if not os.path.lexists(path):  # nor may anybody look
        return Review(str(path))
    reading, decisions = Reading("", str(path)), list[Decision]()
    try:
        decisions += _decisions(read_inside(path, path.parent.resolve()), reading)
    except Refusal as refusal:
        reading.stopped(refusal)
    return Review(str(path), tuple(decisions), reading.findings())


def _decisions(data: bytes, reading: Reading) -> Iterator[Decision]:
    """The decisions in the rows that hold anything. Raises Refusal."""
    raw = to_raw(read_delimited(data, LAYOUT, reading), LAYOUT, reading)
    if set(NEEDED) - raw.headers.keys():
        raise Refusal("header-missing", row=1, columns=", ".join(COLUMNS))
    for number, row in zip(raw.rows.to_pylist(), raw.cells.to_pylist(), strict=True):
        cells = {name: as_typed(text) for name, text in row.items() if "title" not in name}
        for name in CHOICES:
            cells[name], breach = check_text(row[name], LAYOUT.column[name])
            if breach:
                reading.add(breach[0], row=number, column=name, value=row[name], **breach[1])
        yield Decision(**cells, row=number)


def unknown_ids(review: Review, frames: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Findings on accepted pairs of which an id is not in its register."""
    known = {name: set(frames[name][key]) for name, key in REGISTERS.items() if name in frames}
    for one in review.decisions:
        if one.decision == ACCEPT and one.register in known:
            for column, value in (("id", one.id), ("same_as", one.same_as)):
                if value not in known[one.register]:
                    where, details = (review.file, one.row, column), {"register": one.register}
                    yield Finding("review-unknown", one.register, *where, value, details=details)
