"""The schema's own form of any cell."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.forms import Ambiguous
from rrs_data.intake.forms.canonical import canonical
from rrs_data.intake.schema import SHIPPED, Register, load_schema

SCHEMA = load_schema()
COLUMNS = [column for register in SCHEMA.registers.values() for column in register.columns]
TEXTS = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="0123456789.,/-+ '\u00a0%$чг", max_size=14),
    st.sampled_from(
        [
            word
            for column in COLUMNS
            for labels in column.labels.values()
            for word in labels.values()
        ]
    ),
)


@given(st.sampled_from(COLUMNS), TEXTS)
def test_once_is_enough(column: object, text: str) -> None:
    """The form of a form is itself."""
    try:
        form = canonical(text, column)
    except Ambiguous:
        return
    assert form == canonical(form, column)


@pytest.mark.parametrize("register", SCHEMA.registers.values(), ids=lambda register: register.name)
def test_registers_stay(register: Register) -> None:
    """The shipped registers have this form: nothing in them is changed."""
    with (SHIPPED / register.path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in register.columns:
        for text in {row[column.name] for row in rows}:
            assert text == canonical(text, column)


def test_doubt_in_words() -> None:
    """A doubt says what it is in doubt of."""
    assert "'1,250' may be 1250 or 1.250" == str(Ambiguous("1,250", "1250", "1.250"))
