"""Filters: which values of a column a filter of a key means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.keys import NOT_RECORDED, UNKNOWN, Filter

TRUTH = {"True": "true", "False": "false"}
MIDNIGHT = " 00:00:00"

DAY = r"\d{4}-\d\d-\d\d"
DAYS = re.compile(rf"({DAY})?\.\.({DAY})")
"""A range of days, the last one included; without a first one, all up to the last."""


def as_texts(values: pd.Series) -> pd.Categorical:
    """A column as the texts that filters write, days in ISO's form; each is kept once."""
    codes, distinct = pd.factorize(values)
    return categorical(codes, list(map(_written, distinct)))


def categorical(codes: NDArray[Any], categories: Sequence[str]) -> pd.Categorical:
    """Numbers of categories as a column; -1 stands for a missing value."""
    made: pd.Categorical = pd.Categorical.from_codes(codes, pd.Index(list(categories), dtype="str"))
    return made


def recorded(texts: pd.Categorical) -> pd.Categorical:
    """A column for a breakdown: what is missing is a category of its own."""
    if UNKNOWN not in texts.categories:
        texts = texts.add_categories([UNKNOWN])
    return texts.fillna(UNKNOWN)


def within(texts: pd.Categorical, one: Filter) -> NDArray[np.bool_]:
    """Which rows a filter means."""
    wanted = one.wanted
    meant = texts.categories.get_indexer(pd.Index(wanted, dtype="str"))
    table = np.zeros(len(texts.categories) + 1, dtype=bool)
    table[meant[meant >= 0]] = True
    for first, last in filter(None, map(days_between, wanted)):
        table[:-1] |= np.array([first <= text <= last for text in texts.categories], dtype=bool)
    codes: NDArray[np.int_] = np.asarray(texts.codes)
    found: NDArray[np.bool_] = table[codes]  # a missing value has the code -1: the last of them
    missing: NDArray[np.bool_] = codes < 0
    if one.no:
        return ~(found | missing)
    return found | missing if NOT_RECORDED in wanted else found


def days_between(value: str) -> tuple[str, str] | None:
    """The first and the last day of a range; the first is empty where there is none."""
    match = DAYS.fullmatch(value)
    return (match[1] or "", match[2]) if match else None


def _written(value: object) -> str:
    text = str(value).removesuffix(MIDNIGHT)
    return TRUTH.get(text, text)
