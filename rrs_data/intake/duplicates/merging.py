"""Merging: what a person has confirmed to be one organisation or person is one in the registers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from rrs_data.intake.duplicates.decisions import Review
from rrs_data.intake.schema import Register, Schema, load_schema


def apply(
    frames: Mapping[str, pd.DataFrame], review: Review, schema: Schema | None = None
) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """The registers with accepted duplicates merged, and how many rows each register lost.

    ``frames`` are checked registers by name; they are not changed. The row of an id that is
    replaced is left out, and every foreign key to it gets the id that stays. Of the attendances of
    one person at one event that result only the first is kept. A pair of which the id that stays
    is in no register changes nothing.
    """
    registers = (schema or load_schema()).registers
    stays = _in_force(frames, review, registers)
    merged = {
        name: _without_merged(frame, registers[name], stays) for name, frame in frames.items()
    }
    lost = {name: len(frame) - len(merged[name]) for name, frame in frames.items()}
    return merged, {name: count for name, count in lost.items() if count}


def _in_force(
    frames: Mapping[str, pd.DataFrame], review: Review, registers: Mapping[str, Register]
) -> dict[str, dict[str, str]]:
    """The accepted ids whose other one, which stays, is in its register."""
    found = {}
    for name, stays in review.accepted.items():
        if name in frames:
            ids = frames[name][registers[name].key[0]]
            present = set(ids[ids.isin(list(stays.values()))])
            found[name] = {one: other for one, other in stays.items() if other in present}
    return {name: stays for name, stays in found.items() if stays}


def _without_merged(
    frame: pd.DataFrame, register: Register, stays: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """A register with the ids that stay, each row once; the frame itself where nothing changes."""
    key = list(register.key)
    gone = frame[key[0]].isin(list(stays.get(register.name, {})))
    changed = _rewritten(frame, register, stays)
    if changed is not frame:
        # The check lets no key through that stands twice: one that does now was made here.
        gone |= changed.duplicated(key) & changed[key].notna().all(axis=1)
    return changed[~gone].reset_index(drop=True) if gone.any() else changed


def _rewritten(
    frame: pd.DataFrame, register: Register, stays: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """The frame with the ids that stay in its foreign keys; the frame itself if none changes."""
    new = {}
    for key in register.foreign_keys:
        ids, known = frame[key.column], stays.get(key.register, {})
        affected = ids.isin(list(known))
        if affected.any():
            new[key.column] = ids.where(~affected, ids.map(known)).astype(ids.dtype)
    return frame.assign(**new) if new else frame
