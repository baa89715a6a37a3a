"""Ids: each row once, each id with one meaning, each reference to a row that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

import numpy as np
import pandas as pd

from rrs_data.intake.checks.cell_rules import is_total
from rrs_data.intake.checks.ids import by_loose_spelling, cyrillic_in, in_latin, loose
from rrs_data.intake.checks.register import Checked
from rrs_data.intake.findings import Finding
from rrs_data.intake.schema import ForeignKey

ONE_MEANING = {
    "people": {"sex": "person-two-sexes", "organisation_id": "person-two-organisations"},
    "organisations": {"country": "organisation-two-countries"},
}
"""Columns in which two rows of one id must not differ, and the rule that says so."""

TWICE = {"attendances": "attendance-twice"}


def repeated(checked: Checked) -> Iterator[Finding]:
    """Rows whose primary key stands in an earlier row."""
    found: dict[tuple[str, str], dict[int, int]] = {}
    for place, first in earlier_rows(checked.frame[list(checked.register.key)]).items():
        found.setdefault(_meaning(checked, place, first), {})[place] = first
    for (rule, column), earlier in found.items():
        yield from repeats(checked, rule, column, earlier)


def earlier_rows(keys: pd.DataFrame) -> dict[int, int]:
    """The places of rows whose key stands in an earlier row, with the place of the first such row.

    A key with an empty cell is none.
    """
    whole = keys[keys.notna().all(axis=1)]
    firsts: dict[tuple[object, ...], int] = {}
    found: dict[int, int] = {}
    for place, *key in whole[whole.duplicated(keep=False)].itertuples(name=None):
        first = firsts.setdefault(tuple(key), place)
        if first != place:
            found[place] = first
    return found


def first_of_key(checked: Checked) -> np.ndarray:
    """Which rows are the first of their key; a row with an empty cell in its key is one too."""
    keys = checked.frame[list(checked.register.key)]
    return (~keys.duplicated() | keys.isna().any(axis=1)).to_numpy()


def _meaning(checked: Checked, place: int, first: int) -> tuple[str, str]:
    """The rule that a second row of a key breaks, and the column to look at."""
    for column, rule in ONE_MEANING.get(checked.register.name, {}).items():
        if checked.text(column, place) != checked.text(column, first):
            return rule, column
    return TWICE.get(checked.register.name, "key-twice"), ""


def repeats(
    checked: Checked, rule: str, column: str, earlier: Mapping[int, int]
) -> Iterator[Finding]:
    """The findings of rows that repeat earlier ones; without a column they show the whole key."""
    names = [column] if column else list(checked.register.key)

    def cell(place: int) -> tuple[str, dict[str, object]]:
        first = earlier[place]
        details: dict[str, object] = {"first": int(checked.rows[first])}
        if column:
            details["other"] = checked.text(column, first) or "—"
        return ", ".join(checked.text(name, place) or "—" for name in names), details

    header = ", ".join(checked.headers.get(name, name) for name in names)
    yield from checked.listed(rule, header, np.array(list(earlier)), cell)


def unknown(registers: Mapping[str, Checked]) -> Iterator[Finding]:
    """Cells that point to a row of another register that is not there.

    A register that could not be read, or has no column of ids, is not held against those that point
    to it; nor is a row that was refused, or whose id is at fault.
    """
    for checked in registers.values():
        for key in checked.register.foreign_keys:
            other = registers.get(key.register)
            if other and other.has(key.key):
                yield from _dangling(checked, key, other)


def _dangling(checked: Checked, key: ForeignKey, other: Checked) -> Iterator[Finding]:
    ids = other.columns[key.key].texts.to_pylist()
    texts = set(checked.columns[key.column].texts.to_pylist()) - {"", *ids}
    if not texts:
        return
    # An id that is itself at fault is reported once, in its own register.
    reported = {loose(text) for text in (*other.at_fault.get(key.key, ()), *other.refused_ids)}
    near = by_loose_spelling(ids)
    by_rule: dict[str, list[str]] = {}
    for text in texts:
        if loose(text) not in reported:
            by_rule.setdefault(_rule(text, near), []).append(text)
    register = other.sheet or PurePath(other.file).name

    def cell(place: int) -> tuple[str, dict[str, object]]:
        text = checked.text(key.column, place)
        return text, {
            "register": register,
            "key": other.headers[key.key],
            "near": near.get(loose(text), ""),
            "letters": cyrillic_in(text),
        }

    for rule, own in sorted(by_rule.items()):
        places = np.flatnonzero(checked.columns[key.column].holding(own))
        yield from checked.listed(rule, key.column, places, cell)


def _rule(text: str, near: Mapping[str, str]) -> str:
    """How a reference fails: written in other letters, in another way, or to nothing at all."""
    if is_total(text):
        return "total-row"
    found = near.get(loose(text))
    if not found:
        return "reference"
    return "reference-letters" if in_latin(text) == found else "reference-near"
