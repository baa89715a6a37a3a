"""The files of data with a report: its achievements as CSV and JSON, and its checksums."""

import csv
import io
from copy import deepcopy

import pytest

from reports.archive.record import (
    SUMS,
    as_csv,
    as_json,
    common_record,
    write_checksums,
)
from rrs_data.programme.faults import FaultsError
from tests.conftest import ended, program

RECORD = {
    "country": "KG",
    "year": 2014,
    "languages": ["ru", "en"],
    "achievements": [
        {
            "indicator": "RRS-1",
            "title": {"ru": "=Участники", "en": "Participants"},
            "unit": "people",
            "baseline": 0,
            "target": 80,
            "actual": 90.0,
            "numerator": None,
            "deviation": -0.125,
            "breakdown": [
                {"by": "sex", "category": "F", "value": 50},
                {"by": "sex", "category": "-", "value": -5},
            ],
        }
    ],
}


def rows(record):
    return list(csv.DictReader(io.StringIO(as_csv(record), newline="")))


def test_one_row_per_indicator_and_category():
    """Whole numbers have no point, negative ones are no formulas, what is missing is no zero."""
    found = [(row["by"], row["category"], row["actual"]) for row in rows(RECORD)]

    assert ["country", "year", "indicator", "title_ru", "title_en"] == list(rows(RECORD)[0])[:5]
    assert [("", "", "90"), ("sex", "F", "50"), ("sex", "'-", "-5")] == found
    assert ("-0.125", "") == (rows(RECORD)[0]["deviation"], rows(RECORD)[0]["numerator"])


def test_json_is_stable_and_readable():
    """Keys come in order, Cyrillic stays Cyrillic, the file ends with a line end."""
    shuffled = dict(reversed(RECORD.items()))

    assert as_json(RECORD) == as_json(shuffled)
    assert "Участники" in as_json(RECORD)
    assert as_json(RECORD).endswith("}\n")


def test_figures_that_differ_between_languages_are_named():
    """Equal records are one; else indicator, field and both values are told; order counts."""
    assert RECORD == common_record({"ru": RECORD, "en": deepcopy(RECORD)})
    other = deepcopy(RECORD)
    other["achievements"][0]["actual"] = 91
    two = {**RECORD, "achievements": [*RECORD["achievements"], {"indicator": "RRS-2"}]}
    turned = {**two, "achievements": two["achievements"][::-1]}
    for one, another, said in (
        (RECORD, other, r"RRS-1, actual\n.*en: 91\n.*as in ru: 90\.0"),
        (RECORD, two, "RRS-2"),
        (two, turned, "order"),
    ):
        with pytest.raises(FaultsError, match=said):
            common_record({"ru": one, "en": another})


def test_checksums_are_read_by_the_common_program(tmp_path):
    """`sha256sum --check` finds the files whole, and a changed one broken."""
    (tmp_path / "b.csv").write_bytes(b"2")
    (tmp_path / "a ё.pdf").write_bytes(b"1")
    write_checksums(tmp_path)
    command = [program("sha256sum"), "--check", "--strict", SUMS]

    assert 0 == ended(command, tmp_path).returncode
    (tmp_path / "b.csv").write_bytes(b"3")
    assert 1 == ended(command, tmp_path).returncode
