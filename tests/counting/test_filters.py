"""Filters: which values of a column they mean."""

from __future__ import annotations

import pandas as pd
import pytest

from rrs_data.indicators.filters import as_texts, within
from rrs_data.indicators.keys import parse_key

DAYS = pd.Series(pd.to_datetime(["2013-09-30", "2013-10-01", None, "2014-09-30"]))
FLAGS = pd.Series([True, False, None], dtype=object)


@pytest.mark.parametrize(
    ("values", "written", "places"),
    [
        (DAYS, "[start=2013-10-01]", [1]),
        (DAYS, "[start=..2013-09-30]", [0]),
        (DAYS, "[start=2013-10-01..2014-09-30]", [1, 3]),
        (DAYS, "[start!=..2013-09-30]", [1, 3]),
        (DAYS, "[start=]", [2]),
        (DAYS, "[start!=]", [0, 1, 3]),
        (DAYS, "[start=,2014-09-30]", [2, 3]),
        (FLAGS, "[instructors=true]", [0]),
        (FLAGS, "[instructors!=true]", [1]),
    ],
)
def test_values(values: pd.Series, written: str, places: list[int]) -> None:
    """A value, a range of days, or nothing; what is missing is in no other."""
    (one,) = parse_key(f"events{written}").terms[0].where

    assert places == list(values.index[within(as_texts(values), one)])
