"""Doubles: organisations and people that are probably the same, until a person has decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rrs_data.checks.register import Checked
from rrs_data.duplicates import Review, propose, undecided, unknown_ids
from rrs_data.duplicates.review import REGISTERS
from rrs_data.findings import Finding
from rrs_data.frames import Frames


def doubles(registers: Mapping[str, Checked], review: Review) -> Iterator[Finding]:
    """Probable duplicates that nobody has decided, and decisions on ids that are not there."""
    looked_at = {name: registers[name] for name in REGISTERS if name in registers}
    frames = Frames(looked_at, {})
    yield from unknown_ids(review, frames)
    for one in undecided(propose(frames), review):
        checked, column = registers[one.register], REGISTERS[one.register]
        ids = frames[one.register][column]
        place, other = (int(ids[ids == name].index[0]) for name in (one.id, one.same_as))
        details = {
            "other": one.same_as,
            "first": int(checked.rows[other]),
            "score": f"{one.score:.2f}",
            "reasons_en": one.in_words("en"),
            "reasons_ru": one.in_words("ru"),
        }
        yield checked.finding("duplicate-probable", place, column, one.id, details)
