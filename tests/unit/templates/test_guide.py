"""The guide, a template's first sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from rrs_data.intake.partners.templates import write_template
from rrs_data.intake.schema import load_schema

SCHEMA = load_schema()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_everything_is_told(language: str, tmp_path: Path) -> None:
    """The guide names every register with what it is for, and every column."""
    write_template(tmp_path / "book.xlsx", SCHEMA, language)
    rows = CalamineWorkbook.from_path(tmp_path / "book.xlsx").get_sheet_by_index(0).to_python()
    pairs = {(row[0], row[1]) for row in rows}

    for register in SCHEMA.registers.values():
        title = register.titles[language]

        assert (title, register.descriptions[language]) in pairs
        for column in register.columns:
            mark = " *" if column.required else ""

            assert (title, column.titles[language] + mark) in pairs


@pytest.mark.parametrize(
    ("language", "never"), [("ru", "Никаких имён людей, телефонов"), ("en", "No names of people")]
)
def test_what_never_to_write(language: str, never: str, tmp_path: Path) -> None:
    """The guide says before all tables what may never be written."""
    write_template(tmp_path / "book.xlsx", SCHEMA, language)
    rows = CalamineWorkbook.from_path(tmp_path / "book.xlsx").get_sheet_by_index(0).to_python()
    lines = [str(row[0]) for row in rows]

    assert any(
        line.startswith(never)
        for line in lines[: lines.index(SCHEMA.registers["people"].titles[language])]
    )
