"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.forms import Ambiguous
from rrs_data.intake.forms.dates import read_date

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def readings(text: str) -> list[str]:
    """The readings of a date."""
    try:
        return [read_date(text)]
    except Ambiguous as doubt:
        return [doubt.one, doubt.other]


@pytest.mark.parametrize(
    "text",
    [
        "2013-12-31",
        "31.12.2013",
        "31. 12. 2013",
        "31.12.2013 г.",
        "31.12.2013 0:00:00",
        "31/12/2013",
        "12/31/2013",
        "31-12-2013",
        "2013/12/31",
        "2013.12.31",
        "2013-12-31 00:00:00",
        "2013-12-31T00:00:00",
        "2013-12-31T00:00:00.000",
        "31 декабря 2013 г.",
        "31\u00a0декабря\u00a02013\u00a0года",
        "«31» декабря 2013 г.",
        "31 ДЕК. 2013",
        "31 December 2013",
        "31st December, 2013",
        "December 31, 2013",
        "Dec. 31 2013",
        "31-Dec-2013",
    ],
)
def test_one_day(text: str) -> None:
    """The same day is read from every way in which it is written."""
    assert "2013-12-31" == read_date(text)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("03/04/2014", "2014-04-03", "2014-03-04"),
        ("3-4-2014", "2014-04-03", "2014-03-04"),
        ("01.02.03", "2003-02-01", "2001-02-03"),
        ("31.12.13", "2013-12-31", "2031-12-13"),
        ("31/12/99", "2099-12-31", "1999-12-31"),
    ],
)
def test_two_readings(text: str, one: str, other: str) -> None:
    """A date that can be two days is told with both, and never guessed."""
    with pytest.raises(Ambiguous) as doubt:
        read_date(text)

    assert (text, one, other) == (doubt.value.text, doubt.value.one, doubt.value.other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03.04.2014", "2014-04-03"),
        ("13/04/2014", "2014-04-13"),
        ("04/13/2014", "2014-04-13"),
        ("04/04/2014", "2014-04-04"),
        ("1 мая 2014", "2014-05-01"),
        ("1 март 2014", "2014-03-01"),
    ],
)
def test_one_reading(text: str, expected: str) -> None:
    """Points put the day first; a number above 12 is no month; one day twice is one day."""
    assert expected == read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "скоро",
        "31.02.2014",
        "12.31.2013",
        "2013-12-31 10:30",
        "31.12",
        "31.12-2013",
        "12.2013",
        "2013",
        "41639",
        "1 ма 2014",
        "1 brumaire 2014",
        "31 декабря",
        "00.00.0000",
        "29.02.00",
        "٣١.١٢.٢٠١٣",
        "2013-13-45",
        "1.1.20133",
    ],
)
def test_no_day(text: str) -> None:
    """What is no day comes back as it is."""
    assert text == read_date(text)


@given(DAYS, st.sampled_from(["{:%d.%m.%Y}", "{:%Y/%m/%d}", "{:%Y-%m-%d 00:00:00}", "{:%Y-%m-%d}"]))
def test_digits_back(day: date, form: str) -> None:
    """A day written in digits is read back."""
    assert day.isoformat() == read_date(form.format(day))


@given(DAYS, st.sampled_from(["ru", "en_US", "en_GB"]), st.sampled_from(["long", "medium"]))
def test_words_back(day: date, locale: str, form: str) -> None:
    """A day written in words, in either language, is read back."""
    assert day.isoformat() == read_date(format_date(day, form, locale=locale))


@given(DAYS)
def test_slashes_back(day: date) -> None:
    """A day between slashes is read back, or both its readings are told and it is one of them."""
    found = readings(f"{day:%d/%m/%Y}")

    assert day.isoformat() in found
    assert len(found) == 1 or day.day <= 12
