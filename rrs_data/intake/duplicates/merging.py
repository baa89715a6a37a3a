"""Merging: accepted duplicates applied to the registers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from rrs_data.intake.duplicates.decisions import Review
from rrs_data.intake.schema import Register, Schema, load_schema


def apply(
    frames: Mapping[str, pd.DataFrame], review: Review, schema: Schema | None = None
) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """The registers with accepted duplicates merged, and how many rows each register lost.

    ``frames`` are as ``registers`` has them; they are not changed. The row of an id
    that is replaced is left out, and every foreign key to it gets the id that stays. Attendances
    of one person at one event that become two are left out but for the first; they are counted.
    A pair of which the one that stays is in no register
    changes nothing.
    """
    registers = (schema or load_schema()).registers
    stays = _in_force(frames, review, registers)
    merged: dict[str, int] = {}
    result = dict(frames)
    for name, frame in frames.items():
        changed = _rewritten(frame, registers[name], stays)
        left = _without_twice(changed, frame, registers[name])
        left = _without_merged(left, registers[name], stays.get(name, {}))
        if len(left) != len(frame):
            merged[name] = len(frame) - len(left)
        result[name] = left
    return result, merged


def _in_force(
    frames: Mapping[str, pd.DataFrame], review: Review, registers: Mapping[str, Register]
) -> dict[str, dict[str, str]]:
    """The accepted ids whose other one, which stays, is in its register."""
    found = {}
    for name, stays in review.accepted.items():
        if name in frames:
            ids = frames[name][registers[name].key[0]]
            there = set(ids[ids.isin(list(stays.values()))])
            found[name] = {one: other for one, other in stays.items() if other in there}
    return {name: stays for name, stays in found.items() if stays}


def _rewritten(
    frame: pd.DataFrame, register: Register, stays: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """The frame with the ids that stay in its foreign keys; the frame itself if none changes."""
    new = {}
    for key in register.foreign_keys:
        ids, known = frame[key.column], stays.get(key.register, {})
        met = ids.isin(list(known))
        if met.any():
            new[key.column] = ids.where(~met, ids.map(known)).astype(ids.dtype)
    return frame.assign(**new) if new else frame


def _without_twice(changed: pd.DataFrame, before: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Rows whose key, after the change, is that of an earlier row are left out."""
    key = list(register.key)
    if changed is before or not {one.column for one in register.foreign_keys} & set(key):
        return changed
    touched = (changed[key].ne(before[key]) & before[key].notna()).any(axis=1)
    twice = changed.duplicated(key, keep=False)
    if not (touched & twice).any():
        return changed
    groups = [changed[name] for name in key]
    with_a_change = touched.groupby(groups, dropna=False).transform("any")
    return changed[~(changed.duplicated(key) & with_a_change)].reset_index(drop=True)


def _without_merged(
    frame: pd.DataFrame, register: Register, stays: Mapping[str, str]
) -> pd.DataFrame:
    gone = frame[register.key[0]].isin(list(stays))
    return frame[~gone].reset_index(drop=True) if gone.any() else frame
