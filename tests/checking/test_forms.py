"""Forms: dates, numbers, words and headers as people write them, read in one way or doubted."""

from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
import yaml
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.checks.cell_rules import readings
from rrs_data.intake.schema import Column, load_schema
from rrs_data.intake.words import match, register_of


def reader(kind, unit=""):
    """What reads a cell of a column of a type."""
    return partial(readings, column=Column("x", kind, {"ru": "x", "en": "x"}, unit=unit))


FORMS = yaml.safe_load(Path(__file__).with_name("forms.yml").read_text(encoding="utf-8"))
SCHEMA = load_schema()
REGISTERS = pytest.mark.parametrize("register", SCHEMA.registers.values(), ids=SCHEMA.registers)
COLUMNS = [column for register in SCHEMA.registers.values() for column in register.columns]
NAMED = [column for column in COLUMNS if column.allowed]
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def cases(texts):
    """Each text with its reading: itself where it has none."""
    return [(text, reading or text) for reading, own in texts.items() for text in own]


@pytest.mark.parametrize(
    ("kind", "unit", "text", "expected"),
    [
        *(("date", "", *case) for case in cases(FORMS["dates"])),
        *(("number", unit, *case) for unit, own in FORMS["numbers"].items() for case in cases(own)),
        *(("integer", "", *case) for case in cases(FORMS["whole numbers"])),
    ],
)
def test_days_and_numbers(kind, unit, text, expected):
    """Each is read from every way in which it is written; of two meanings both are named."""
    assert expected == "|".join(reader(kind, unit)(text))


@given(DAYS, st.sampled_from(["ru", "en_US", "en_GB"]), st.sampled_from(["long", "medium"]))
def test_words_back(day, locale, form):
    """A day written in words, in either language, is read back."""
    assert [day.isoformat()] == reader("date")(format_date(day, form, locale=locale))


@given(st.decimals(-9999999, 9999999, places=2), st.sampled_from(["ru", "en", "de", "de_CH", "fr"]))
def test_amounts_back(amount, locale):
    """An amount with cents, as any of these countries writes it, is read back."""
    written = format_decimal(amount, "#,##0.00", locale=locale)

    assert [amount] == [*map(Decimal, reader("number")(written))]


def test_labels():
    """Each allowed value is known by its labels in both languages, and in capitals."""
    for named in NAMED:
        for value, labels in named.labels.items():
            for word in (value, *labels.values()):
                assert [value] == readings(word, named)
                assert [value] == readings(f" {word.upper()}. ", named)


@pytest.mark.parametrize("place", FORMS["words"])
def test_synonyms(place):
    """Words of both languages count, whatever their gender and number; others stay as they are."""
    register, column = place.split(".")

    for text, expected in cases(FORMS["words"][place]):
        assert [expected] == readings(text, SCHEMA.registers[register].column[column])


@pytest.mark.parametrize("name", ["KE", "KEN", "Kenya", "Кения", "кения", "KENYA"])
def test_any_country_has_its_names(name):
    """In English, the languages of the column's titles and its own; in no others."""
    column = Column("country", "string", {"ru": "Страна"}, constraints={"enum": ["KE", "GE"]})

    assert [["KE"], ["GE"], ["Kenia"]] == [
        readings(text, column) for text in (name, "საქართველო", "Kenia")
    ]


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


@pytest.mark.parametrize(("header", "expected"), cases(FORMS["headers"]))
def test_one_header(header, expected):
    """A unit may be left out or worded otherwise; an amount in thousands is another column."""
    found = match([header], SCHEMA.registers["grants"])

    assert expected == next(iter(found), header)


@REGISTERS
def test_registers_by_name(register):
    """A file or sheet is known by the register's technical name and both titles, by no others."""
    american = register.name.replace("organisa", "organiza")
    for name in (register.name, american, *register.titles.values()):
        for written in (name, name.upper(), f"{name}.xlsx", f"03 {name} ", f"1. {name}"):
            assert register.name == register_of(written, SCHEMA)
        for other in ("", "2014", "Лист1", "Sheet1", f"{name} old", ".csv", f"{name} (2)"):
            assert register_of(other, SCHEMA) is None
