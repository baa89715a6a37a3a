"""Filters: which values of a column a filter of a key means."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rrs_data.indicators.keys import Filter

TRUTH = {"True": "true", "False": "false"}
MIDNIGHT = " 00:00:00"
NOT_RECORDED = ""
"""The value that stands for an empty cell."""

DAY = r"\d{4}-\d\d-\d\d"
DAYS = re.compile(rf"({DAY})?\.\.({DAY})")
"""A range of days, the last one included; without a first one, all up to the last."""


@dataclass(frozen=True)
class Texts:
    """A column as the texts that filters write, days in ISO's form; each is compared once.

    ``codes`` holds the place of each row's text in ``distinct``; -1 where nothing is recorded.
    """

    codes: np.ndarray
    distinct: tuple[str, ...]

    @classmethod
    def of(cls, values: pd.Series) -> Texts:
        """The texts of a column's values."""
        codes, distinct = pd.factorize(values)
        return cls(codes, tuple(map(_written, distinct)))

    def within(self, one: Filter) -> np.ndarray:
        """Which rows a filter means, as true and false."""
        wanted = one.values  # noqa: PD011 - not a frame's
        ranges = [*filter(None, map(days_of, wanted))]
        meant = [
            code
            for code, text in enumerate(self.distinct)
            if text in wanted or any(first <= text <= last for first, last in ranges)
        ]
        found, missing = np.isin(self.codes, meant), self.codes < 0
        if one.no:
            return ~(found | missing)
        return found | missing if NOT_RECORDED in wanted else found


def fulfilling(frame: pd.DataFrame, filters: tuple[Filter, ...]) -> pd.DataFrame:
    """The rows of a frame that fulfil all of some filters."""
    for one in filters:
        frame = frame[Texts.of(frame[one.column]).within(one)]
    return frame


def days_of(value: str) -> tuple[str, str] | None:
    """The first and the last day of a range; the first is empty where there is none."""
    match = DAYS.fullmatch(value)
    return (match[1] or "", match[2]) if match else None


def _written(value: object) -> str:
    text = str(value).removesuffix(MIDNIGHT)
    return TRUTH.get(text, text)
