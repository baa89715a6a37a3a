"""Links: which row of another register each row points to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.checks.register import Checked
from rrs_data.intake.parallel import side_by_side
from rrs_data.intake.schema import ForeignKey

Links = Mapping[str, np.ndarray]
"""For each foreign key the place of the row that it points to (int32); -1 for none."""

Same = Mapping[str, Mapping[str, str]]
"""For each register the ids that are replaced, and the ids that stay."""


def links_of(registers: Mapping[str, Checked]) -> Mapping[str, Links]:
    """For each register and foreign key the places of the rows that are pointed to.

    A key that points to a register which could not be read has no links.
    """
    pairs = [
        (one, key)
        for one in registers.values()
        for key in one.register.foreign_keys
        if key.register in registers
    ]

    def follow(pair: tuple[Checked, ForeignKey]) -> np.ndarray:
        one, key = pair
        return positions(one, key.column, registers[key.register], key.key)

    links: dict[str, dict[str, np.ndarray]] = {name: {} for name in registers}
    for (one, key), link in zip(pairs, side_by_side(follow, pairs), strict=True):
        links[one.register.name][key.column] = link
    return links


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
    empty = place_of("", cells.texts)
    if empty >= 0:
        by_text[empty] = -1
    return by_text[cells.codes] if len(by_text) else np.full(len(cells.codes), -1, np.int32)


def place_of(text: str, texts: pa.Array) -> int:
    """The place of a text; -1 where it is not."""
    return int(pc.index(texts, text).as_py())


def merged(
    links: Mapping[str, Links], registers: Mapping[str, Checked], same: Same
) -> Mapping[str, Links]:
    """The links with accepted duplicates taken as one: they lead to the row that stays."""
    stays = {name: _stays(registers[name], own) for name, own in same.items() if name in registers}
    return {
        name: {
            key.column: _through(own[key.column], stays.get(key.register))
            for key in registers[name].register.foreign_keys
            if key.column in own
        }
        for name, own in links.items()
    }


def _stays(checked: Checked, same: Mapping[str, str]) -> np.ndarray:
    """For each row the place of the row that stays in its stead: mostly its own."""
    (key,) = checked.register.key
    cells = checked.columns[key]
    stays = np.arange(len(cells.codes), dtype=np.int32)
    for gone, kept in same.items():
        there = [np.flatnonzero(cells.codes == place_of(one, cells.texts)) for one in (gone, kept)]
        if all(map(len, there)):
            stays[there[0]] = there[1][0]
    return stays


def _through(link: np.ndarray, stays: np.ndarray | None) -> np.ndarray:
    if stays is None or not len(stays):
        return link
    return np.where(link >= 0, stays[link], np.int32(-1))
