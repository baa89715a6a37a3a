"""Cleaning a register's texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from rrs_data.intake import take_in
from rrs_data.intake.partners import Cleaned, clean
from rrs_data.intake.partners.cleaning import cleaned
from rrs_data.intake.schema import load_schema

SCHEMA = load_schema()
CleanedOf = Callable[[str, Sequence[str]], Cleaned]


@pytest.fixture
def cleaned_of(tmp_path: Path) -> CleanedOf:
    """Cleans a register that is given as lines of CSV."""

    def make(name: str, lines: Sequence[str]) -> Cleaned:
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        raws: Mapping[str, object] = take_in(tmp_path, SCHEMA).raws
        return clean(raws[name], SCHEMA.registers[name])

    return make


@pytest.mark.parametrize(
    ("register", "column", "text", "now", "reasons"),
    [
        ("events", "start", "2014-04-03", "2014-04-03", ()),
        ("events", "start", "03.04.2014", "2014-04-03", ("form",)),
        ("events", "start", "03/04/2014", "03/04/2014", ()),
        ("events", "start", "вчера", "вчера", ()),
        ("events", "start", "03.04.\u200b2014", "2014-04-03", ("invisible", "form")),
        ("events", "title_ru", "Школа\u00ad управления", "Школа управления", ("invisible",)),
        ("events", "title_ru", "Школа\x0bуправления", "Школа управления", ("invisible",)),
        ("events", "title_ru", "\u200b", "", ("invisible",)),
        ("events", "title_ru", "=1+1", "=1+1", ()),
        ("events", "title_ru", "Позвоните +996 555 123456", "", ("personal",)),
        ("people", "oblast", "ivanov@example.org", "", ("personal",)),
        ("people", "sex", "жен.", "F", ("form",)),
        ("people", "sex", "?!", "?!", ()),
        ("grants", "amount", "-5,5", "-5.5", ("form",)),
        ("grants", "amount", "1,250", "1,250", ()),
    ],
)
def test_one_text(
    register: str, column: str, text: str, now: str, reasons: tuple[str, ...]
) -> None:
    """What is understood gets its form, what is not stays, what is personal goes."""
    _, found, why = cleaned(text, SCHEMA.registers[register].column[column])

    assert (now, reasons) == (found, why)


def test_register(cleaned_of: CleanedOf) -> None:
    """Each changed text is told once, with all its rows; rows and their order stay."""
    lines = [
        "Мероприятие;Участник;Роль",
        "EV-1;P-1;Участник",
        "EV-1;P-2;speaker",
        "EV-1;P-3;Участник",
    ]
    found = cleaned_of("attendances", lines)

    assert ["participant", "speaker", "participant"] == found.columns["role"].rows().to_pylist()
    assert [("role", "Участник", "participant", [0, 2])] == [
        (change.column, change.was, change.now, change.places.tolist()) for change in found.changes
    ]


def test_nothing_to_change(cleaned_of: CleanedOf) -> None:
    """A register in its form stays as it is."""
    found = cleaned_of("attendances", ["event_id,person_id,role", "EV-1,P-1,speaker"])

    assert () == found.changes
    assert found.seen.cells.column("role").to_pylist() == ["speaker"]


def test_personal_data_are_masked(cleaned_of: CleanedOf) -> None:
    """What looks personal is neither written nor shown, but still seen by the check."""
    name = "Иванова Мария Петровна"
    found = cleaned_of("people", ["person_id,oblast", f"P-1,{name}"])

    assert [""] == found.columns["oblast"].rows().to_pylist()
    assert [name] == found.seen.cells.column("oblast").to_pylist()
    assert not any(part in change.was for change in found.changes for part in name.split())


def test_empty_register(cleaned_of: CleanedOf) -> None:
    """A header alone is a register without rows."""
    found = cleaned_of("attendances", ["event_id,person_id,role"])

    assert () == found.changes
    assert [] == found.columns["role"].rows().to_pylist()
