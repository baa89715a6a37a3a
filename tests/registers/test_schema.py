"""The schema of the registers: every column is described, and no column is for personal data."""

import pytest

from rrs_data.intake.schema import load_schema
from tests.small_files import SCHEMA


@pytest.mark.parametrize("name", SCHEMA.registers)
def test_register_is_described_in_full(name):
    """Each path means a column, each text is there in every language, each type is known."""
    register, paths = SCHEMA.registers[name], SCHEMA.paths(name)
    day = SCHEMA.column(name, register.date) if register.date else None
    texts = [register.titles, *(column.titles for column in register.columns)]
    labels = [(column, value) for column in register.columns for value in column.labels]

    assert len(paths) == len(set(paths))
    assert all(SCHEMA.column(name, path) for path in [*paths, register.country])
    assert day is None or day.type == "date"
    for column, value in labels:
        assert value in column.allowed
    for text in [*texts, *(column.labels[value] for column, value in labels)]:
        assert {"en", "ru"} == set(text)
        assert all(text.values())
    assert {column.type for column in register.columns} <= {
        *("string", "date", "number", "integer", "boolean")
    }


def test_people_have_no_personal_data():
    """No column for a name, a phone, an e-mail or a day of birth; unknown is a category."""
    people = load_schema().registers["people"]

    assert ["person_id", "sex", "age_band", "country", "region", "place", "organisation_id"] == [
        column.name for column in people.columns
    ]
    for column in ("sex", "age_band", "place"):
        assert "unknown" in people.column[column].allowed
