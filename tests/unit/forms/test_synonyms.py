"""The list of synonyms."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrs_data.intake.forms.words import SYNONYMS, fold, read_synonyms
from rrs_data.intake.schema import load_schema


def test_every_word_is_of_use() -> None:
    """Each word of the list stands for an allowed value of a column that exists."""
    columns = [
        column for register in load_schema().registers.values() for column in register.columns
    ]
    for name, values in SYNONYMS.values.items():
        allowed = {value for column in columns if column.name == name for value in column.allowed}

        assert set(values) <= allowed


def test_units_are_used() -> None:
    """Each unit of the list is the unit of a column."""
    units = {
        column.unit for register in load_schema().registers.values() for column in register.columns
    }

    assert set(SYNONYMS.units) <= units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Жен. ", "жен"),
        ("Актёр", "актер"),
        ("18 — 24", "18-24"),
        ("community_development", "community development"),
        ("«Село»", "село"),
        ("women’s", "women's"),
        ("село\u00a0*", "село"),
        ("кра\u0438\u0306", "край"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    """Capitals, «ё», dashes, quotes, blanks and signs at the end make no difference."""
    assert expected == fold(text)


def test_double_meaning(tmp_path: Path) -> None:
    """A word for yes that is a word for no too is refused when the list is read."""
    source = tmp_path / "synonyms.yml"
    source.write_text("values: []\nbooleans: {'true': [x], 'false': [X]}\nunits: {}\n")

    with pytest.raises(ValueError, match="means both"):
        read_synonyms(source)
