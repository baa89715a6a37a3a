"""People that are probably written twice: ids that look the same.

Registers hold nothing else that tells one person from another: sex, age band and oblast are shared
by many, so that people are never proposed for what they have in common alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.duplicates.proposal import Proposal

LATIN = str.maketrans("АВЕКМНОРСТУХІЗаеорсухі", "ABEKMHOPCTYXI3AEOPCYXI")
"""Cyrillic letters that look like Latin ones, and З that looks like 3."""

LOOKALIKES = {"O": "0", "I": "1", "L": "1"}

SCORES = {"id-blanks": 0.98, "id-alphabet": 0.95, "id-lookalike": 0.85}
"""How surely ids mean one person, by how they differ."""

AGREEING = ("organisation_id", "sex", "country")
"""Columns that must agree where both ids are in good form: a random id may differ from another
one by chance in nothing but O and 0."""

Person = tuple[str, ...]
"""An id and what must agree."""


def propose_people(frame: pd.DataFrame) -> list[Proposal]:
    """Pairs of rows that are probably the same person, by id."""
    ids = pa.array(frame["person_id"].fillna(""), pa.string())
    looks = _looks(ids).dictionary_encode().indices.to_numpy()
    again = pd.Series(looks).duplicated(keep=False).to_numpy() & np.asarray(pc.not_equal(ids, ""))
    firsts: dict[int, Person] = {}
    found = []
    for look, person in zip(looks[again].tolist(), _people(frame[again]), strict=True):
        first = firsts.setdefault(look, person)
        if person[0] != first[0] and (reason := _reason(first, person)):
            found.append(Proposal("people", person[0], first[0], SCORES[reason], (reason,)))
    return sorted(found)


def _people(frame: pd.DataFrame) -> Iterator[Person]:
    """Each row's id, and what must agree; None where it is not known."""
    columns = [frame[name].astype(object) for name in ("person_id", *AGREEING)]
    return zip(*(cells.where(cells.notna(), None).tolist() for cells in columns), strict=True)


def _looks(cells: pa.Array) -> pa.Array:
    """Ids as they look at a glance: one alphabet, capitals, no blanks, 0 for O, 1 for I and L."""
    odd = pc.match_substring_regex(cells, r"[^A-Z0-9-]")
    if pc.any(odd).as_py():
        usual = pa.array([_plain(text) for text in cells.filter(odd).to_pylist()], pa.string())
        cells = pc.replace_with_mask(cells, odd, usual)
    for letter, digit in LOOKALIKES.items():
        cells = pc.replace_substring(cells, letter, digit)
    return cells


def _plain(text: str) -> str:
    return _without_blanks(text).translate(LATIN)


def _without_blanks(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-\u200f\ufeff]+", "", text).upper()


def _reason(first: Person, late: Person) -> str | None:
    (one, *mine), (other, *theirs) = first, late
    if _without_blanks(one) == _without_blanks(other):
        return "id-blanks"
    if _plain(one) == _plain(other):
        return "id-alphabet"
    return "id-lookalike" if None not in mine and mine == theirs else None
