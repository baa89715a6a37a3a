"""Filters: which values of a column a filter of a key means."""

from __future__ import annotations

import re

import pandas as pd

from rrs_data.keys import Filter

TRUTH = {"True": "true", "False": "false"}
MIDNIGHT = " 00:00:00"
NOT_RECORDED = ""
"""The value that stands for an empty cell."""

DAY = r"\d{4}-\d\d-\d\d"
DAYS = re.compile(rf"({DAY})?\.\.({DAY})")
"""A range of days, the last one included; without a first one, all up to the last."""


def as_text(values: pd.Series) -> pd.Series:
    """Values as filters write them, days in ISO's form; what is missing stays so."""
    known = values.map(_written, na_action="ignore")
    return known.astype(object)


def is_in(values: pd.Series, one: Filter) -> pd.Series:
    """Which values, as text, a filter means."""
    wanted = one.values  # noqa: PD011 - not a frame's
    found = values.isin(wanted)
    for first, last in filter(None, map(days_of, wanted)):
        found |= values.between(first, last)
    if NOT_RECORDED in wanted:
        found |= values.isna()
        return ~found if one.no else found
    return (~found & values.notna()) if one.no else found


def fulfilling(frame: pd.DataFrame, filters: tuple[Filter, ...]) -> pd.DataFrame:
    """The rows of a frame that fulfil all of some filters."""
    for one in filters:
        frame = frame[is_in(as_text(frame[one.column]), one)]
    return frame


def days_of(value: str) -> tuple[str, str] | None:
    """The first and the last day of a range; the first is empty where there is none."""
    match = DAYS.fullmatch(value)
    return (match[1] or "", match[2]) if match else None


def _written(value: object) -> str:
    text = str(value).removesuffix(MIDNIGHT)
    return TRUTH.get(text, text)
