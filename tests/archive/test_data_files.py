"""The files of data with a report: its achievements as CSV and JSON, and its checksums."""

import csv
import io
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from reports.archive.record import (
    COLUMNS,
    SUMS,
    RecordsDiffer,
    as_csv,
    as_json,
    common_record,
    write_checksums,
)
from tests.conftest import program

RECORD: dict[str, Any] = {
    "country": "KG",
    "year": 2014,
    "achievements": [
        {
            "indicator": "RRS-1",
            "title": {"ru": "=Участники", "en": "Participants"},
            "unit": "people",
            "baseline": 0,
            "target": 80,
            "actual": 90,
            "numerator": None,
            "denominator": None,
            "percent_of_target": 1.125,
            "deviation": 0.125,
            "status": "above",
            "previous": 40,
            "cumulative": 130,
            "breakdown": [
                {"by": "sex", "category": "F", "value": 50},
                {"by": "sex", "category": "-", "value": -5},
            ],
        },
    ],
}


def rows(record: dict[str, Any]) -> list[dict[str, str]]:
    """The CSV read back."""
    return list(csv.DictReader(io.StringIO(as_csv(record), newline="")))


def test_one_row_per_indicator_and_category() -> None:
    """An indicator has a row of its own, and one for each category; all documented columns."""
    assert list(COLUMNS) == list(rows(RECORD)[0])
    found = [(row["indicator"], row["by"], row["category"], row["actual"]) for row in rows(RECORD)]

    assert [
        ("RRS-1", "", "", "90"),
        ("RRS-1", "sex", "F", "50"),
        ("RRS-1", "sex", "'-", "-5"),
    ] == found


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_stay_text(start: str) -> None:
    """Text that a spreadsheet would run gets an apostrophe before it."""
    record = deepcopy(RECORD)
    record["achievements"][0]["title"]["en"] = f"{start}HYPERLINK(1)"

    assert f"'{start}HYPERLINK(1)" == rows(record)[0]["title_en"]


@pytest.mark.parametrize("value", [-5, -5.25, "-7", "-7.25"])
def test_negative_numbers_stay_numbers(value: object) -> None:
    """A negative number is not taken for a formula."""
    record = deepcopy(RECORD)
    record["achievements"][0]["deviation"] = value

    assert float(str(value)) == float(rows(record)[0]["deviation"])


def test_whole_and_missing_numbers() -> None:
    """People are counted in whole numbers, without a point; what does not exist is no zero."""
    record = deepcopy(RECORD)
    record["achievements"][0]["actual"] = 90.0

    assert ("90", "") == (rows(record)[0]["actual"], rows(record)[0]["numerator"])


def test_json_is_stable_and_readable() -> None:
    """Keys come in order, Cyrillic stays Cyrillic, the file ends with a line end."""
    shuffled = dict(reversed(RECORD.items()))

    assert as_json(RECORD) == as_json(shuffled)
    assert "Участники" in as_json(RECORD)
    assert as_json(RECORD).endswith("}\n")


def test_common_record() -> None:
    """Languages with equal records have one."""
    assert RECORD == common_record({"ru": RECORD, "en": deepcopy(RECORD)})


def test_difference_names_the_indicator() -> None:
    """Languages with different figures are an error that names indicator, field and both values."""
    other = deepcopy(RECORD)
    other["achievements"][0]["actual"] = 91
    with pytest.raises(RecordsDiffer) as caught:
        common_record({"ru": RECORD, "en": other})

    assert ("RRS-1, actual: ru 90, en 91",) == caught.value.differences


def test_missing_and_moved_indicators_are_differences() -> None:
    """An indicator that only one language has is named; the order counts too."""
    entry = RECORD["achievements"][0]
    two = {**RECORD, "achievements": [entry, {**entry, "indicator": "RRS-2"}]}
    with pytest.raises(RecordsDiffer, match="RRS-2"):
        common_record({"ru": RECORD, "en": two})
    with pytest.raises(RecordsDiffer, match="order"):
        common_record({"ru": two, "en": {**two, "achievements": two["achievements"][::-1]}})


def test_checksums_are_read_by_the_common_program(tmp_path: Path) -> None:
    """`sha256sum --check` finds the files whole, and a changed one broken."""
    (tmp_path / "b.csv").write_bytes(b"2")
    (tmp_path / "a ё.pdf").write_bytes(b"1")
    write_checksums(tmp_path)
    command = [program("sha256sum"), "--check", "--strict", SUMS]

    assert 0 == subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode
    (tmp_path / "b.csv").write_bytes(b"3")
    assert 1 == subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode
