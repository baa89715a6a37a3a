"""Wording: conditions, reasons and rows in words."""

from __future__ import annotations

import pytest

from rrs_data import Report
from rrs_data.report import wording


@pytest.mark.parametrize(
    ("numbers", "most", "expected"),
    [
        ([2, 3, 4, 9], None, ("2–4, 9", 0)),
        ([2, 4, 6, 7, 8], 2, ("2, 4", 3)),
        ([], None, ("", 0)),
    ],
)
def test_ranges(numbers: list[int], most: int | None, expected: tuple[str, int]) -> None:
    """Rows that follow each other are written as one run; those left out are counted."""
    assert expected == wording.ranges(numbers, most)


def test_every_sheet_has_words(shipped: Report) -> None:
    """Every condition of every sheet is told in words, without a code of a register."""
    for sheet in shipped.indicators.sheets.values():
        told = [wording.source(shipped, sheet, one) for one in sheet.sources]
        told.append(wording.rule(shipped, sheet))

        assert not [text for text in told if "_" in text], sheet.code
