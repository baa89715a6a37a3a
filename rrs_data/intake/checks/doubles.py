"""Doubles: organisations and people that are probably the same, until a person has decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from rrs_data.intake.checks.register import Checked
from rrs_data.intake.duplicates import Proposal, Review, propose, undecided, unknown_ids
from rrs_data.intake.duplicates.review import REGISTERS
from rrs_data.intake.findings import Finding
from rrs_data.intake.frames import Frames


def doubles(registers: Mapping[str, Checked], review: Review) -> Iterator[Finding]:
    """Probable duplicates that nobody has decided, and decisions on ids that are not there."""
    looked_at = {name: registers[name] for name in REGISTERS if name in registers}
    frames = Frames(looked_at)
    yield from unknown_ids(review, frames)
    # A row without an id is told for that, and no decision could name it.
    pairs = [one for one in undecided(propose(frames), review) if one.id and one.same_as]
    wanted = {name: {*_ids(pairs, name)} for name in looked_at}
    found = {name: _places(frames[name][REGISTERS[name]], ids) for name, ids in wanted.items()}
    for one in pairs:
        checked, column = registers[one.register], REGISTERS[one.register]
        place, other = (found[one.register][name] for name in (one.id, one.same_as))
        details = {
            "other": one.same_as,
            "first": int(checked.rows[other]),
            "score": f"{one.score:.2f}",
            "reasons_en": one.in_words("en"),
            "reasons_ru": one.in_words("ru"),
        }
        yield checked.finding("duplicate-probable", place, column, one.id, details)


def _ids(pairs: Iterable[Proposal], register: str) -> Iterator[str]:
    for one in pairs:
        if one.register == register:
            yield from (one.id, one.same_as)


def _places(ids: pd.Series, wanted: set[str]) -> dict[str, int]:
    """The first place of each of the wanted ids."""
    places = np.flatnonzero(ids.isin(wanted))[::-1]
    return dict(zip(ids.iloc[places], places.tolist(), strict=True))
