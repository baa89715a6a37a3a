"""People that are probably written twice: ids that look the same.

Registers hold nothing else that tells one person from another: sex, age band and oblast are shared
by many, so that people are never proposed for what they have in common alone.
"""

from __future__ import annotations

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.duplicates.proposal import Proposal

LATIN = str.maketrans("АВЕКМНОРСТУХІЗаеорсухі", "ABEKMHOPCTYXI3AEOPCYXI")
"""Cyrillic letters that look like Latin ones, and З that looks like 3."""

LOOKALIKES = {"O": "0", "I": "1", "L": "1"}

SCORES = {"id-blanks": 0.98, "id-alphabet": 0.95, "id-lookalike": 0.85}
"""How surely ids mean one person, by how they differ."""

AGREEING = ("organisation_id", "sex", "country")
"""Columns that must agree where both ids are in good form: a random id may differ from another
one by chance in nothing but O and 0."""


def propose_people(frame: pd.DataFrame) -> list[Proposal]:
    """Pairs of rows that are probably the same person, by id."""
    ids = frame["person_id"].fillna("").astype(object)
    looks = pd.Series(_looks(ids).dictionary_encode().indices.to_numpy(), index=frame.index)
    again = frame[looks.duplicated(keep=False) & (ids != "")]
    found = []
    for _, rows in again.groupby(looks[again.index], sort=True):
        first = rows.iloc[0]
        for _, late in rows.iloc[1:].iterrows():
            if late["person_id"] != first["person_id"] and (reason := _reason(first, late)):
                found.append((late["person_id"], first["person_id"], reason))
    return sorted(
        Proposal("people", late, early, SCORES[reason], (reason,)) for late, early, reason in found
    )


def _looks(ids: pd.Series) -> pa.Array:
    """Ids as they look at a glance: one alphabet, capitals, no blanks, 0 for O, 1 for I and L."""
    cells = pa.array(ids.tolist(), pa.string())
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


def _reason(first: pd.Series, late: pd.Series) -> str | None:
    one, other = str(first["person_id"]), str(late["person_id"])
    if _without_blanks(one) == _without_blanks(other):
        return "id-blanks"
    if _plain(one) == _plain(other):
        return "id-alphabet"
    agree = all(
        pd.notna(first[column]) and pd.notna(late[column]) and first[column] == late[column]
        for column in AGREEING
    )
    return "id-lookalike" if agree else None
