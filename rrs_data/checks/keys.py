"""Keys: each row once, each id with one meaning, each reference to a row that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.checks.context import Context
from rrs_data.checks.register import Checked
from rrs_data.findings import Finding

ONE_MEANING = {
    "people": {"sex": "person-two-sexes", "organisation_id": "person-two-organisations"},
    "organisations": {"country": "organisation-two-countries"},
}
"""Columns in which two rows of one id must not differ, and the rule that says so."""

TWICE = {"attendances": "attendance-twice"}


def repeated(checked: Checked) -> Iterator[Finding]:
    """Rows whose primary key stands in an earlier row; a key with an empty cell is none."""
    keys, complete = key_codes(checked)
    order = np.flatnonzero(complete)
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
        complete &= cells.codes != _place_of("", cells.texts)
    return keys, complete


def first_of_key(checked: Checked) -> np.ndarray:
    """Which rows are the first of their key; a row with an empty cell in its key is one too."""
    keys, complete = key_codes(checked)
    order = np.flatnonzero(complete)
    first = ~complete
    first[order[np.unique(keys[order], return_index=True)[1]]] = True
    return first


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


def unknown(registers: Mapping[str, Checked]) -> Iterator[Finding]:
    """Cells that point to a row of another register that is not there.

    A register that could not be read, or has no column of ids, is not held against those that point
    to it; nor is a row that was refused, or whose id is at fault.
    """
    for checked in registers.values():
        for key in checked.register.foreign_keys:
            if key.register in registers and registers[key.register].has(key.key):
                yield from _dangling(checked, key.column, registers[key.register], key.key)


def _dangling(checked: Checked, column: str, other: Checked, key: str) -> Iterator[Finding]:
    cells = checked.columns[column]
    known = pa.concat_arrays([other.columns[key].texts, pa.array([""], pa.string())])
    missing = pc.invert(pc.is_in(cells.texts, value_set=known))
    texts = np.flatnonzero(missing.to_numpy(zero_copy_only=False))
    if told := {*map(_bare, other.at_fault.get(key, ())), *map(_bare, other.refused_ids)}:
        texts = np.array([at for at in texts if _bare(cells.texts[int(at)].as_py()) not in told])
    places = np.flatnonzero(np.isin(cells.codes, texts))
    listed, more = checked.capped("reference", column, places)
    name = other.sheet or PurePath(other.file).name
    details = {"register": name, "key": other.headers[key]}
    for place in listed.tolist():
        yield checked.finding("reference", place, column, checked.text(column, place), details)
    yield from more


def _bare(text: str) -> str:
    """An id without what people get wrong in it: capitals, blanks, dashes, invisible characters.

    What points to an id that is at fault mostly points to what it should be.
    """
    return "".join(filter(str.isalnum, text.casefold()))


def positions(checked: Checked, column: str, other: Checked, key: str) -> np.ndarray:
    """For each row the place of the row that a foreign key points to (int32); -1 for none.

    Of two rows with one id it is the first.
    """
    target = other.columns[key]
    first = np.full(len(target.texts), -1, dtype=np.int32)
    places = np.arange(len(target.codes), dtype=np.int32)
    first[target.codes[::-1]] = places[::-1]
    cells = checked.columns[column]
    among = pc.index_in(cells.texts, value_set=target.texts)
    found = np.asarray(pc.fill_null(among, -1).to_numpy(zero_copy_only=False))
    by_text = np.where(found >= 0, first[found] if len(first) else -1, -1).astype(np.int32)
    empty = _place_of("", cells.texts)
    if empty >= 0:
        by_text[empty] = -1
    return by_text[cells.codes] if len(by_text) else np.full(len(cells.codes), -1, np.int32)


def _place_of(text: str, texts: pa.Array) -> int:
    """The place of a text; -1 where it is not."""
    return int(pc.index(texts, text).as_py())


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
