"""What a template refuses in its cells."""

from __future__ import annotations

import io

import pytest
from xlsxwriter import Workbook

from rrs_data.intake.partners.templates.lists import Lists
from rrs_data.intake.partners.templates.validation import Rules, Validation
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language

SCHEMA = load_schema()


@pytest.fixture(params=["ru", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    """Each language."""
    return Language(request.param)


def rules(register: str, column: str, language: Language) -> Rules:
    """The rules of a column."""
    own = SCHEMA.registers[register]
    validation = Validation(own, SCHEMA, Lists(Workbook(io.BytesIO()), language), language)
    return validation.rules(own.column[column], list(own.column).index(column))


def test_kinds() -> None:
    """Lists for allowed values, yes and no, and codes; limits for days and numbers; codes once."""
    expected = {
        ("people", "sex"): "list",
        ("events", "instructors"): "list",
        ("people", "organisation_id"): "list",
        ("events", "start"): "date",
        ("grants", "amount"): "decimal",
        ("targets", "year"): "integer",
        ("people", "person_id"): "custom",
        ("targets", "indicator"): "custom",
    }

    assert expected == {key: rules(*key, Language("en"))["validate"] for key in expected}


def test_free_text() -> None:
    """Any text goes into a title."""
    assert {} == rules("organisations", "title_ru", Language("en"))


def test_code_of_another_sheet(language: Language) -> None:
    """A code that another sheet does not have yet is let in after a question."""
    found = rules("attendances", "person_id", language)

    assert "warning" == found["error_type"]
    assert SCHEMA.registers["people"].titles[language.code] in found["source"]
    assert SCHEMA.registers["people"].titles[language.code] in found["error_message"]


def test_limits() -> None:
    """Numbers keep to the schema's limits."""
    year, amount = (
        rules(*key, Language("en")) for key in [("targets", "year"), ("grants", "amount")]
    )

    assert (2000, 2100) == (year["minimum"], year["maximum"])
    assert 0 == amount["minimum"]


def test_code_once() -> None:
    """A row's own code begins as its pattern says and stands there once."""
    found = rules("people", "person_id", Language("en"))["value"]

    assert '=AND(EXACT(LEFT(A2,2),"P-"),COUNTIF($A$2:$A$1048576,A2)=1)' == found


def test_messages_fit(language: Language) -> None:
    """Excel shows at most 255 characters of a message, and none of a longer one."""
    for name, register in SCHEMA.registers.items():
        for column in register.columns:
            message = rules(name, column.name, language).get("error_message", "")

            assert len(message) <= 255
