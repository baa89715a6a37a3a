"""How a template's cells show their values."""

from __future__ import annotations

import io

import pytest
from xlsxwriter import Workbook

from rrs_data.intake.partners.templates.styles import Styles
from rrs_data.intake.schema import load_schema

SCHEMA = load_schema()


@pytest.mark.parametrize(
    ("register", "column", "language", "expected"),
    [
        ("people", "person_id", "en", "@"),
        ("people", "age_band", "en", "@"),
        ("events", "start", "en", "yyyy-mm-dd"),
        ("events", "start", "ru", "dd.mm.yyyy"),
        ("grants", "amount", "ru", "#,##0.00"),
        ("targets", "target", "ru", "General"),
        ("targets", "year", "ru", "0"),
    ],
)
def test_values(register: str, column: str, language: str, expected: str) -> None:
    """Codes and words are text, of which Excel makes nothing else; days are shown as people do."""
    styles = Styles(Workbook(io.BytesIO()), language)

    assert expected == styles.values(SCHEMA.registers[register].column[column]).num_format


def test_required_by_colour_too() -> None:
    """The headers of required columns do not look like those of the others."""
    styles = Styles(Workbook(io.BytesIO()), "en")

    assert styles.header(required=True).bg_color != styles.header(required=False).bg_color
