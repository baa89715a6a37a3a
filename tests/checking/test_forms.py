"""Forms: dates, numbers and words as people write them, each read in one way or found in doubt."""

from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.forms import SYNONYMS, Ambiguous, canonical, read_date, read_number
from rrs_data.intake.schema import load_schema

SCHEMA = load_schema()
COLUMNS = [column for register in SCHEMA.registers.values() for column in register.columns]
NAMED = [column for column in COLUMNS if column.allowed]
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
AMOUNTS = st.decimals(Decimal(-9999999), Decimal(9999999), places=2)
ONE_DAY = (
    "2013-12-31|31.12.2013|31. 12. 2013|31.12.2013 г.|31.12.2013 0:00:00|31/12/2013|12/31/2013|"
    "31-12-2013|2013/12/31|2013.12.31|2013-12-31 00:00:00|2013-12-31T00:00:00.000|"
    "31 декабря 2013 г.|31\u00a0декабря\u00a02013\u00a0года|«31» декабря 2013 г.|31 ДЕК. 2013|"
    "31 December 2013|31st December, 2013|December 31, 2013|Dec. 31 2013|31-Dec-2013"
)
NO_DAY = (
    "|скоро|31.02.2014|12.31.2013|2013-12-31 10:30|31.12|31.12-2013|12.2013|2013|41639|1 ма 2014|"
    "1 brumaire 2014|31 декабря|00.00.0000|29.02.00|٣١.١٢.٢٠١٣|2013-13-45|1.1.20133"
)
ONE_AMOUNT = (
    "1250.50|1250,50|1 250,50|1\u00a0250,50|1\u202f250,50|1\u2009250.50|1,250.50|1.250,50|"
    "1'250.50|1’250,50"
)
NO_NUMBER = (
    "|много|1e3|1250.-|(1250)|1 25|1 250'000|1,25,000|1,250,50|12 345 67|12.|,5|--5|１２|١٢|0x10|"
    "1_000|inf|NaN|12 KZT|12 сом|12 %|12 ч|1234567890123456|1 234 567 890 123 456"
)


def column(register, name):
    return SCHEMA.registers[register].column[name]


def readings(read, text, **options):
    """The one reading of a text, or both."""
    try:
        return [read(text, **options)]
    except Ambiguous as doubt:
        return list(doubt.args)


DATES = {
    **dict.fromkeys(ONE_DAY.split("|"), "2013-12-31"),
    **{text: text for text in NO_DAY.split("|")},
    "03.04.2014": "2014-04-03",
    "13/04/2014": "2014-04-13",
    "04/13/2014": "2014-04-13",
    "3/3/2014": "2014-03-03",
    "1 мая 2014": "2014-05-01",
    "1 март 2014": "2014-03-01",
    "03/04/2014": "2014-04-03|2014-03-04",
    "3-4-2014": "2014-04-03|2014-03-04",
    "01.02.03": "2003-02-01|2001-02-03",
    "31.12.13": "2013-12-31|2031-12-13",
    "31/12/99": "2099-12-31|1999-12-31",
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates(text, expected):
    """A day is read from every way in which it is written; what is none comes back as it is.

    Points put the day first, a number above 12 is no month, and what can be two days is never
    guessed: both are named.
    """
    assert expected == "|".join(readings(read_date, text))


@given(DAYS, st.sampled_from(["{:%d.%m.%Y}", "{:%Y/%m/%d}", "{:%Y-%m-%d 00:00:00}", "{:%Y-%m-%d}"]))
def test_digits_back(day, form):
    """A day written in digits is read back."""
    assert day.isoformat() == read_date(form.format(day))


@given(DAYS, st.sampled_from(["ru", "en_US", "en_GB"]), st.sampled_from(["long", "medium"]))
def test_words_back(day, locale, form):
    """A day written in words, in either language, is read back."""
    assert day.isoformat() == read_date(format_date(day, form, locale=locale))


NUMBERS = {
    **dict.fromkeys(ONE_AMOUNT.split("|"), "1250.50"),
    "12,5": "12.5",
    "0,250": "0.250",
    "1234,500": "1234.500",
    "1.250": "1.250",
    "1 250": "1250",
    "1 250,500": "1250.500",
    "1,250,000": "1250000",
    "1.250.000": "1250000",
    "\N{MINUS SIGN}5": "-5",
    "- 5,5": "-5.5",
    "+5": "5",
    "1,250": "1250|1.250",
    "-12,500": "-12500|-12.500",
}
WITH_UNITS = {
    **{("USD", text): text for text in NO_NUMBER.split("|")},
    ("USD", "$1,250.50"): "1250.50",
    ("USD", "-$5"): "-5",
    ("USD", "$-5"): "-5",
    ("USD", "1 250,50 долл. США"): "1250.50",
    ("USD", "12 Долларов"): "12",
    ("USD", "USD 12"): "12",
    ("USD", "$1.250"): "1250|1.250",
    ("hours", "24 ч."): "24",
    ("hours", "24 часа"): "24",
    ("indicator", "65 %"): "0.65",
    ("indicator", "65,5%"): "0.655",
}


@pytest.mark.parametrize(
    ("unit", "text", "expected"),
    [(*case, expected) for case, expected in WITH_UNITS.items()]
    + [("", text, expected) for text, expected in NUMBERS.items()],
)
def test_numbers(unit, text, expected):
    """A number is read from every way in which it is written, with the column's unit around it.

    A percentage is a share. What is no number comes back as it is. One comma before three digits
    may set thousands apart or begin decimals: both readings are named.
    """
    assert expected == "|".join(readings(read_number, text, unit=unit))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014", "2014"),
        ("2014,0", "2014"),
        ("2014.00", "2014"),
        ("2,014", "2014"),
        ("2014,5", "2014,5"),
        ("2014.5", "2014.5"),
        ("2,000", "2000|2"),
    ],
)
def test_whole_number(text, expected):
    """Where a whole number is asked for, a reading with decimals is none."""
    assert expected == "|".join(readings(read_number, text, whole=True))


@given(AMOUNTS, st.sampled_from(["ru", "en", "de", "de_CH", "fr"]))
def test_amounts_back(amount, locale):
    """An amount with cents, as any of these countries writes it, is read back."""
    assert amount == Decimal(read_number(format_decimal(amount, "#,##0.00", locale=locale)))


@given(st.integers(-(10**9), 10**9), st.sampled_from(["ru", "en", "de"]))
def test_whole_numbers_back(number, locale):
    """A whole number with thousands set apart is read back, or found to be in doubt."""
    written = format_decimal(number, "#,##0", locale=locale)

    assert str(number) in readings(read_number, written, whole=True)


def test_labels():
    """Each allowed value is known by its labels in both languages, and in capitals."""
    for named in NAMED:
        for value, labels in named.labels.items():
            for word in (value, *labels.values()):
                assert value == canonical(word, named)
                assert value == canonical(f" {word.upper()}. ", named)


@pytest.mark.parametrize(
    ("register", "name", "words"),
    [
        (
            "people",
            "sex",
            {"F": "Ж|  Жен. |Женский|«ЖЕН»|female", "M": "М|мужчина", "unknown": "—"},
        ),
        ("people", "age_band", {"25-34": "25 – 34|25–34 лет", "55+": "55 and over"}),
        ("people", "age_band", {"55+": "55 лет и старше", "старше 55": "старше 55"}),
        ("people", "country", {"KG": "Киргизия|Кыргызская Республика|kgz|КG", "UZ": "Oʻzbekiston"}),
        ("people", "country", {"ALL": "ALL", "Россия": "Россия"}),
        ("events", "host_country", {"TJ": "Тоҷикистон"}),
        ("targets", "country", {"ALL": "Все страны"}),
        ("events", "kind", {"training": "Тренинги"}),
        ("organisations", "kind", {"foundation": "ОФ", "НПО": "НПО", "training": "training"}),
        ("services", "kind", {"consultation": "консультации"}),
        ("events", "level", {"regional": "Региональное"}),
        ("attendances", "role", {"participant": "Участница", "organiser": "organizer"}),
        ("events", "topic", {"womens_leadership": "Womenʼs leadership"}),
        ("finance", "budget_line", {"personnel": "Зарплата"}),
        ("organisations", "place", {"rural": "сельская   местность|сeло"}),
        ("events", "instructors", {"true": "Да|yes|1|ИСТИНА", "false": "нет|No.|0", "-": "-"}),
        ("people", "oblast", {"ЧУЙСКАЯ область": "ЧУЙСКАЯ область"}),
        ("people", "person_id", {"p-0fyzue": "p-0fyzue"}),
    ],
)
def test_synonyms(register, name, words):
    """Words of both languages count, whatever their gender and number; others stay as they are."""
    for expected, texts in words.items():
        for text in texts.split("|"):
            assert expected == canonical(text, column(register, name))


def test_every_word_of_the_list_is_of_use():
    """Each word means the value beside it, and no other, in one column at least."""
    for entry in SYNONYMS["values"]:
        for value, words in entry["words"].items():
            taken = [c for c in COLUMNS if c.name in entry["columns"] and value in c.allowed]
            assert {value} == {canonical(word, one) for one in taken for word in words}
    for value, words in SYNONYMS["booleans"].items():
        assert {value} == {canonical(word, column("events", "instructors")) for word in words}
    assert set(SYNONYMS["units"]) <= {one.unit for one in COLUMNS}
