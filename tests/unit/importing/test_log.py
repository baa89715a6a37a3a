"""The log of an import."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from rrs_data.intake import take_in
from rrs_data.intake.partners import clean
from rrs_data.intake.partners.log import write_log
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language

SCHEMA = load_schema()
LINES = [
    "Код участника;Пол *;Область;Страна",
    "P-1;F;;Киргизия",
    "",
    "P-2;жен;Ош\u200bская;KG",
    "P-3;M;=x\u200b;KG",
]


@pytest.fixture
def records(tmp_path: Path) -> list[dict[str, str]]:
    """The log of a small register, in Russian."""
    (tmp_path / "people.csv").write_text("\n".join(LINES), encoding="utf-8")
    raw = take_in(tmp_path, SCHEMA).raws["people"]
    text = io.StringIO()
    count = write_log(text, [clean(raw, SCHEMA.registers["people"])], Language("ru"))
    found = list(csv.DictReader(io.StringIO(text.getvalue())))

    assert count == len(found)
    return found


def test_by_rows(records: list[dict[str, str]]) -> None:
    """Changes stand in the order of rows and columns, as the person sees them in the file."""
    expected = [
        ("2", "Страна", "Киргизия", "KG"),
        ("4", "Пол *", "жен", "F"),
        ("4", "Область", "Ош\\u200bская", "Ошская"),
        ("5", "Область", "'=x\\u200b", "'=x"),
    ]

    assert expected == [(r["row"], r["column"], r["was"], r["now"]) for r in records]


def test_place_and_reason(records: list[dict[str, str]]) -> None:
    """Each change names its register, its file and why it was made."""
    assert {"people"} == {record["register"] for record in records}
    assert all(record["file"].endswith("people.csv") for record in records)
    assert ["приведено к записи, принятой в реестрах"] * 2 + ["убраны невидимые символы"] * 2 == [
        record["why"] for record in records
    ]
