"""Words for allowed values, and for yes and no."""

from __future__ import annotations

import pytest

from rrs_data.intake.forms.canonical import canonical
from rrs_data.intake.schema import Column, load_schema

SCHEMA = load_schema()
NAMED = [
    (register.name, column)
    for register in SCHEMA.registers.values()
    for column in register.columns
    if column.allowed
]


def column(register: str, name: str) -> Column:
    """A column of the shipped schema."""
    return SCHEMA.registers[register].column[name]


@pytest.mark.parametrize(("register", "named"), NAMED, ids=[f"{r}.{c.name}" for r, c in NAMED])
def test_labels(register: str, named: Column) -> None:
    """Each allowed value is known by its labels in both languages, and in capitals."""
    for value, labels in named.labels.items():
        for word in (value, *labels.values()):
            assert value == canonical(word, named)
            assert value == canonical(f" {word.upper()}. ", named)


@pytest.mark.parametrize(
    ("register", "name", "text", "expected"),
    [
        ("people", "sex", "Ж", "F"),
        ("people", "sex", "жен.", "F"),
        ("people", "sex", "Женский", "F"),
        ("people", "sex", "female", "F"),
        ("people", "sex", "М", "M"),
        ("people", "sex", "мужчина", "M"),
        ("people", "sex", "—", "unknown"),
        ("people", "age_band", "25 – 34", "25-34"),
        ("people", "age_band", "25–34 лет", "25-34"),
        ("people", "age_band", "55 and over", "55+"),
        ("people", "age_band", "55 лет и старше", "55+"),
        ("people", "country", "Киргизия", "KG"),
        ("people", "country", "Кыргызская Республика", "KG"),
        ("people", "country", "kgz", "KG"),
        ("people", "country", "Oʻzbekiston", "UZ"),
        ("events", "host_country", "Тоҷикистон", "TJ"),
        ("targets", "country", "Все страны", "ALL"),
        ("events", "kind", "Тренинги", "training"),
        ("organisations", "kind", "ОФ", "foundation"),
        ("services", "kind", "консультации", "consultation"),
        ("events", "level", "Региональное", "regional"),
        ("attendances", "role", "Участница", "participant"),
        ("attendances", "role", "organizer", "organiser"),
        ("events", "topic", "Womenʼs leadership", "womens_leadership"),
        ("finance", "budget_line", "Зарплата", "personnel"),
        ("organisations", "place", "сельская   местность", "rural"),
    ],
)
def test_synonyms(register: str, name: str, text: str, expected: str) -> None:
    """Words from the list count, in either language, whatever their gender and number."""
    assert expected == canonical(text, column(register, name))


@pytest.mark.parametrize(
    ("register", "name", "text"),
    [
        ("people", "sex", "женщ"),
        ("people", "sex", ""),
        ("people", "age_band", "старше 55"),
        ("people", "country", "ALL"),
        ("people", "country", "Россия"),
        ("organisations", "kind", "НПО"),
        ("organisations", "kind", "training"),
        ("people", "oblast", "ЧУЙСКАЯ область"),
        ("people", "person_id", "p-0fyzue"),
    ],
)
def test_unknown(register: str, name: str, text: str) -> None:
    """What the list does not know, another column's words, ids and free text stay as they are."""
    assert text == canonical(text, column(register, name))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Да", "true"),
        ("yes", "true"),
        ("1", "true"),
        ("ИСТИНА", "true"),
        ("нет", "false"),
        ("No.", "false"),
        ("0", "false"),
        ("-", "-"),
        ("возможно", "возможно"),
    ],
)
def test_yes_and_no(text: str, expected: str) -> None:
    """Yes and no are read in both languages; a dash is neither."""
    assert expected == canonical(text, column("events", "instructors"))
