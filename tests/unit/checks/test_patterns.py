"""Ids as a person can read what is asked for."""

import pytest

from rrs_data.intake.checks.ids import example_of


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ORG-[0-9]{3,}", "ORG-001"),
        ("PZ-[0-9]{2,}", "PZ-01"),
        ("P-[0-9A-Z]{6,}", "P-4K7M2Q"),
        ("RRS-[0-9]+[a-z]?", "RRS-1"),
    ],
)
def test_example(pattern: str, expected: str) -> None:
    """Every form of the schema has an example."""
    assert expected == example_of(pattern)


def test_other_form() -> None:
    """A form that has no example is shown itself, never an id that it does not allow."""
    assert "(a|b)+" == example_of("(a|b)+")
