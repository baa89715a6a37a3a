"""Headers and the names of files and sheets."""

import pytest

from rrs_data.intake.schema import load_schema
from rrs_data.intake.words import match, register_of

SCHEMA = load_schema()
REGISTERS = pytest.mark.parametrize(
    "register", SCHEMA.registers.values(), ids=lambda register: register.name
)


@REGISTERS
@pytest.mark.parametrize("written", ["{}", "  {}\n", "{} *", "{} №"])
@pytest.mark.parametrize("case", [str, str.upper, str.title])
def test_every_wording(register, written, case):
    """A column is known by its name, its titles and its other headers, however they are written."""
    expected = [column.name for column in register.columns]
    names = [
        expected,
        [column.titles["ru"] for column in register.columns],
        [column.titles["en"].replace(" ", "\n") for column in register.columns],
        [next(iter(column.headers), column.name) for column in register.columns],
    ]
    for header in names:
        found = match([written.format(case(name)) for name in header], register)

        assert {name: [at] for at, name in enumerate(expected)} == found


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Сумма (в долларах США)", "amount"),
        ("Сумма [долл. США]", "amount"),
        ("Сумма (сом)", "amount"),
        ("Сумма, тыс. долл.", None),
        ("Сумма (план)", None),
        ("Первый день (дд.мм.гггг)", "start"),
        ("Название (на русском)", "title_ru"),
        ("organisation-ID", "organisation_id"),
        ("titlе_еn", "title_en"),
        ("Organisation", "organisation_id"),
        ("", None),
    ],
)
def test_one_header(header, expected):
    """A unit may be left out or worded otherwise; an amount in thousands is another column."""
    found = match([header], SCHEMA.registers["grants"])

    assert ({expected: [0]} if expected else {}) == found


@REGISTERS
def test_registers_by_name(register):
    """A file or sheet is known by the register's technical name and both titles."""
    american = register.name.replace("organisa", "organiza")
    for name in (register.name, american, *register.titles.values()):
        for written in (name, name.upper(), f"{name}.xlsx", f"03 {name} ", f"1. {name}"):
            assert register.name == register_of(written, SCHEMA)


@pytest.mark.parametrize(
    "name", ["", "2014", "Лист1", "Sheet1", "people old", ".csv", "events (2)"]
)
def test_no_register(name):
    """Other names mean no register."""
    assert register_of(name, SCHEMA) is None
