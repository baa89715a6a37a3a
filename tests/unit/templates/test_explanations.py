"""Explanations of columns."""

from __future__ import annotations

import pytest

from rrs_data.intake.partners.templates.explanations import explain, header
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language

SCHEMA = load_schema()
COLUMNS = [
    (register, column) for register in SCHEMA.registers.values() for column in register.columns
]


@pytest.mark.parametrize("code", ["ru", "en"])
def test_all_are_explained(code: str) -> None:
    """Every column says in the language what belongs into it, within a note's length."""
    for register, column in COLUMNS:
        text = explain(column, register, SCHEMA, Language(code))

        assert 0 < len(text) <= 500, (register.name, column.name)


@pytest.mark.parametrize(
    ("register", "column", "expected"),
    [
        (
            "people",
            "sex",
            (
                "Никогда не угадывается, например по имени: если его не спрашивали, он не указан."
                " Одно из: женский, мужской, не указан."
            ),
        ),
        (
            "people",
            "organisation_id",
            "Код с листа «Организации». Пусто, если человек никого не представляет.",
        ),
        ("prizes", "award_date", "День, например 30.09.2014."),
        ("grants", "grant_id", "Например: GR-001"),
    ],
)
def test_in_russian(register: str, column: str, expected: str) -> None:
    """What it means, how it is written, what to choose from."""
    own = SCHEMA.registers[register]

    assert expected == explain(own.column[column], own, SCHEMA, Language("ru"))


def test_header() -> None:
    """A required column has an asterisk."""
    people = SCHEMA.registers["people"].column

    assert "Пол *" == header(people["sex"], Language("ru"))
    assert "Oblast" == header(people["oblast"], Language("en"))
