"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.forms import Ambiguous
from rrs_data.intake.forms.numbers import read_number

AMOUNTS = st.decimals(Decimal(-9999999), Decimal(9999999), places=2)


def readings(text: str) -> list[str]:
    """The readings of a whole number."""
    try:
        return [read_number(text, whole=True)]
    except Ambiguous as doubt:
        return [doubt.one, doubt.other]


@pytest.mark.parametrize(
    "text",
    [
        "1250.50",
        "1250,50",
        "1 250,50",
        "1\u00a0250,50",
        "1\u202f250,50",
        "1\u2009250.50",
        "1,250.50",
        "1.250,50",
        "1'250.50",
        "1’250,50",
    ],
)
def test_one_amount(text: str) -> None:
    """The same number is read from every way in which it is written."""
    assert "1250.50" == read_number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12,5", "12.5"),
        ("0,250", "0.250"),
        ("1234,500", "1234.500"),
        ("1.250", "1.250"),
        ("1 250", "1250"),
        ("1 250,500", "1250.500"),
        ("1,250,000", "1250000"),
        ("1.250.000", "1250000"),
        ("\N{MINUS SIGN}5", "-5"),
        ("- 5,5", "-5.5"),
        ("+5", "+5"),
    ],
)
def test_one_reading(text: str, expected: str) -> None:
    """A number that can be read in one way only is read."""
    assert expected == read_number(text)


@pytest.mark.parametrize("text", ["1,250", "-12,500", "$1.250"])
def test_two_readings(text: str) -> None:
    """One comma before three digits may set thousands apart or begin decimals."""
    with pytest.raises(Ambiguous):
        read_number(text, "USD")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "много",
        "1e3",
        "1250.-",
        "(1250)",
        "1 25",
        "1 250'000",
        "1,25,000",
        "1,250,50",
        "12 345 67",
        "12.",
        ",5",
        "--5",
        "１２",
        "١٢",
        "0x10",
        "1_000",
        "inf",
        "NaN",
        "12 KZT",
        "12 сом",
        "12 %",
        "12 ч",
        "1234567890123456",
        "1 234 567 890 123 456",
    ],
)
def test_no_number(text: str) -> None:
    """What is no number in the column's unit comes back as it is."""
    assert text == read_number(text, "USD")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("$1,250.50", "USD", "1250.50"),
        ("-$5", "USD", "-5"),
        ("$-5", "USD", "-5"),
        ("1 250,50 долл. США", "USD", "1250.50"),
        ("12 Долларов", "USD", "12"),
        ("USD 12", "USD", "12"),
        ("24 ч.", "hours", "24"),
        ("24 часа", "hours", "24"),
        ("65 %", "indicator", "0.65"),
        ("65,5%", "indicator", "0.655"),
    ],
)
def test_units(text: str, unit: str, expected: str) -> None:
    """The unit of the column may stand around the number; a percentage is a share."""
    assert expected == read_number(text, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014", "2014"),
        ("2014,0", "2014"),
        ("2014.00", "2014"),
        ("2,014", "2014"),
        ("2014 г.", "2014"),
        ("2014,5", "2014,5"),
        ("2014.5", "2014.5"),
    ],
)
def test_whole(text: str, expected: str) -> None:
    """Where a whole number is asked for, a reading with decimals is none."""
    assert expected == read_number(text, "year", whole=True)


def test_whole_in_doubt() -> None:
    """A text with two whole readings is in doubt all the same."""
    with pytest.raises(Ambiguous, match="may be 2000 or 2"):
        read_number("2,000", whole=True)


@given(AMOUNTS, st.sampled_from(["ru", "en", "de", "de_CH", "fr"]))
def test_back(amount: Decimal, locale: str) -> None:
    """An amount with cents, as any of these countries writes it, is read back."""
    written = format_decimal(amount, "#,##0.00", locale=locale)

    assert amount == Decimal(read_number(written))


@given(st.integers(-(10**9), 10**9), st.sampled_from(["ru", "en", "de"]))
def test_whole_back(number: int, locale: str) -> None:
    """A whole number with thousands set apart is read back, or found to be in doubt."""
    written = format_decimal(number, "#,##0", locale=locale)

    assert str(number) in readings(written)
