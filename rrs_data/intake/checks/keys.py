"""Keys: each row once, each id with one meaning, each reference to a row that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.links import Links, place_of
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
    """Rows whose primary key stands in an earlier row; a key with an empty cell is none."""
    keys, complete = key_codes(checked)
    # Sorting is slow, and few registers repeat a key at all.
    order = np.flatnonzero(complete)
    order = order[pd.Series(keys[order]).duplicated(keep=False).to_numpy()]
    _, first, back = np.unique(keys[order], return_index=True, return_inverse=True)
    firsts = order[first[back]]
    second = firsts != order
    places, earlier = order[second], firsts[second]
    found: dict[str, list[tuple[int, int, str]]] = {}
    for place, before in zip(places.tolist(), earlier.tolist(), strict=True):
        rule, column = _meaning(checked, place, before)
        found.setdefault(rule, []).append((place, before, column))
    for rule, cases in found.items():
        yield from _told(checked, rule, cases)


def key_codes(checked: Checked) -> tuple[np.ndarray, np.ndarray]:
    """A number for each row that is the same for the same key, and whether the key is complete."""
    keys = np.zeros(len(checked.rows), dtype=np.int64)
    complete = np.ones(len(checked.rows), dtype=bool)
    for name in checked.register.key:
        cells = checked.columns[name]
        keys = keys * (len(cells.texts) + 1) + cells.codes
        complete &= cells.codes != place_of("", cells.texts)
    return keys, complete


def first_of_key(checked: Checked) -> np.ndarray:
    """Which rows are the first of their key; a row with an empty cell in its key is one too."""
    keys, complete = key_codes(checked)
    return ~complete | ~pd.Series(keys).where(complete).duplicated().to_numpy()


def _meaning(checked: Checked, place: int, before: int) -> tuple[str, str]:
    """The rule that a second row of a key breaks, and the column to look at."""
    for column, rule in ONE_MEANING.get(checked.register.name, {}).items():
        codes = checked.columns[column].codes
        if codes[place] != codes[before]:
            return rule, column
    return TWICE.get(checked.register.name, "key-twice"), ""


def _told(checked: Checked, rule: str, cases: list[tuple[int, int, str]]) -> Iterator[Finding]:
    places = np.array([place for place, _, _ in cases])
    _, more = checked.capped(rule, cases[0][2], places)
    listed = cases[: len(cases) - (more[0].details["times"] if more else 0)]  # type: ignore[operator]
    for place, before, column in listed:
        names = [column] if column else list(checked.register.key)
        details: dict[str, object] = {"first": int(checked.rows[before])}
        if column:
            details["other"] = checked.text(column, before) or "—"
        value = ", ".join(checked.text(name, place) or "—" for name in names)
        header = ", ".join(checked.headers.get(name, name) for name in names)
        yield checked.finding(rule, place, header, value, details)
    yield from more


def unknown(registers: Mapping[str, Checked], links: Mapping[str, Links]) -> Iterator[Finding]:
    """Cells that point to a row of another register that is not there.

    A register that could not be read, or has no column of ids, is not held against those that point
    to it; nor is a row that was refused, or whose id is at fault.
    """
    for name, checked in registers.items():
        for key in checked.register.foreign_keys:
            if key.column in links[name] and registers[key.register].has(key.key):
                link = links[name][key.column]
                yield from _dangling(checked, key, registers[key.register], link)


def _dangling(
    checked: Checked, key: ForeignKey, other: Checked, link: np.ndarray
) -> Iterator[Finding]:
    cells = checked.columns[key.column]
    places = np.flatnonzero(link < 0)
    codes, back = np.unique(cells.codes[places], return_inverse=True)
    texts = cells.texts.take(pa.array(codes)).to_pylist()
    # An id that is itself at fault is told once, in its own register.
    told = {"", *map(_bare, other.at_fault.get(key.key, ())), *map(_bare, other.refused_ids)}
    unknown = np.array([_bare(text) not in told for text in texts], dtype=bool)
    listed, more = checked.capped("reference", key.column, places[unknown[back]])
    name = other.sheet or PurePath(other.file).name
    details = {"register": name, "key": other.headers[key.key]}
    for place in listed.tolist():
        value = checked.text(key.column, place)
        yield checked.finding("reference", place, key.column, value, details)
    yield from more


def _bare(text: str) -> str:
    """An id without what people get wrong in it: capitals, blanks, dashes, invisible characters.

    What points to an id that is at fault mostly points to what it should be. An id without any
    letter or digit stays as it is.
    """
    return "".join(filter(str.isalnum, text.casefold())) or text


def without_a_sheet(targets: Checked, context: Context) -> Iterator[Finding]:
    """Targets of indicators that have no sheet: they would stand in no report."""
    cells = targets.columns["indicator"]
    known = pa.array(["", *context.indicators], pa.string())
    texts = np.flatnonzero(~np.asarray(pc.is_in(cells.texts, value_set=known)))
    places = np.flatnonzero(np.isin(cells.codes, texts)) if context.indicators else texts[:0]
    listed, more = targets.capped("target-unknown", "indicator", places)
    for place in listed.tolist():
        value = targets.text("indicator", place)
        yield targets.finding("target-unknown", place, "indicator", value, {})
    yield from more
