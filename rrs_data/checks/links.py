"""Links: which row of another register each row points to, accepted duplicates taken as one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rrs_data.checks.keys import positions
from rrs_data.checks.register import Checked

Links = Mapping[str, np.ndarray]
"""For each foreign key the place of the row that it points to; -1 for none."""

Same = Mapping[str, Mapping[str, str]]
"""For each register the ids that are replaced, and the ids that stay."""


def links_of(registers: Mapping[str, Checked], same: Same) -> dict[str, Links]:
    """For each register and foreign key the places of the rows that are pointed to."""
    stays = {name: _stays(registers[name], own) for name, own in same.items() if name in registers}
    return {
        name: {
            key.column: _through(
                positions(one, key.column, registers[key.register], key.key),
                stays.get(key.register),
            )
            for key in one.register.foreign_keys
            if key.register in registers
        }
        for name, one in registers.items()
    }


def _stays(checked: Checked, same: Mapping[str, str]) -> np.ndarray:
    """For each row the place of the row that stays in its stead: mostly its own."""
    (key,) = checked.register.key
    cells = checked.columns[key]
    text = {text: code for code, text in enumerate(cells.texts.to_pylist())} if same else {}
    row = {int(code): place for place, code in reversed(list(enumerate(cells.codes.tolist())))}
    stays = np.arange(len(cells.codes), dtype=np.int32)
    for gone, kept in same.items():
        if gone in text and kept in text:
            stays[row[text[gone]]] = row[text[kept]]
    return stays


def _through(places: np.ndarray, stays: np.ndarray | None) -> np.ndarray:
    return places if stays is None or not len(stays) else np.where(places >= 0, stays[places], -1)
