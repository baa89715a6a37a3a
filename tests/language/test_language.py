"""Texts, numbers, money and days by language."""

from datetime import date

import pytest

from rrs_data.language.language import NOTHING, Language
from rrs_data.programme.periods import Period

EN, RU = Language("en"), Language("ru")
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def test_text() -> None:
    """English is the language of the keys; Russian comes from the catalogue."""
    assert ("Country", "Страна") == (EN.t("Country"), RU.t("Country"))


def test_fields() -> None:
    """Fields are filled in, and what is filled in is not read again."""
    assert "by {day}" == EN.t("by {what}", what="{day}")
    assert "в 2014 году" == RU.t("in {year}", year=2014)


def test_context() -> None:
    """A context tells cases apart that English does not have."""
    assert "всех стран" == RU.t("all countries", "genitive")
    assert "all countries" == EN.t("all countries", "genitive")


@pytest.mark.parametrize(("number", "text"), [(1, "person"), (0, "people"), (21, "people")])
def test_english_plurals(number: int, text: str) -> None:
    """English has two forms, and only 1 is singular."""
    assert f"{number} {text}" == EN.n("{n} person", "{n} people", number)


def test_number() -> None:
    """Thousands are parted by the locale's mark; a missing number is a dash."""
    assert ("1,206", f"1{NBSP}206") == (EN.number(1206), RU.number(1206))
    assert ("1,206.5", f"1{NBSP}206,5") == (EN.number(1206.5, 1), RU.number(1206.5, 1))
    assert (f"{MINUS}5", NOTHING) == (EN.number(-5), EN.number(None))


def test_percent() -> None:
    """A share is a whole percentage unless digits are asked for; missing is a dash, no zero."""
    assert ("56%", f"56{NBSP}%") == (EN.percent(0.56), RU.percent(0.56))
    assert ("56.3%", f"56,3{NBSP}%") == (EN.percent(0.563, digits=1), RU.percent(0.563, digits=1))
    assert (NOTHING, "0%") == (EN.percent(None), EN.percent(0))


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.1, "+10%"), (-0.1, f"{MINUS}10%"), (0, "0%"), (0.004, "0%"), (-0.004, "0%")],
)
def test_signed_percent(share: float, text: str) -> None:
    """A deviation shows its sign; what rounds to nothing has none."""
    assert text == EN.percent(share, signed=True)


def test_money() -> None:
    """Amounts are whole US dollars in the locale's form."""
    assert ("$150,400", f"150{NBSP}400{NBSP}$") == (EN.money(150_400), RU.money(150_400))
    assert (f"{MINUS}$5", "$0", NOTHING) == (EN.money(-5), EN.money(-0.3), EN.money(None))


def test_value() -> None:
    """A value is written as its unit is."""
    assert ("50%", "$5", "5") == (
        EN.value(0.5, "percent"),
        EN.value(5, "usd"),
        EN.value(5, "people"),
    )


def test_days() -> None:
    """Days are written in words, several of them as a span that says each month and year once."""
    day = date(2014, 3, 3)

    assert ("March 3, 2014", "3 марта 2014\u202fг.") == (EN.day(day), RU.day(day))
    assert ("Mar 3, 2014", "3 марта 2014\u202fг.") == (EN.days(day, day), RU.short_day(day))


@pytest.mark.parametrize(
    ("last", "english", "russian"),
    [
        (date(2014, 3, 7), "Mar 3 – 7, 2014", "3–7 марта 2014\u202fг."),
        (date(2014, 4, 2), "Mar 3 – Apr 2, 2014", "3 марта – 2 апреля 2014\u202fг."),
        (
            date(2015, 1, 2),
            "Mar 3, 2014 – Jan 2, 2015",
            "3 марта 2014\u202fг. – 2 января 2015\u202fг.",
        ),
    ],
)
def test_several_days(last: date, english: str, russian: str) -> None:
    """Several days say a month and a year once, unless they differ."""
    first = date(2014, 3, 3)

    assert (english, russian) == (EN.days(first, last), RU.days(first, last))


def test_span() -> None:
    """A period is its first and its last day."""
    assert "October 1, 2013 – September 30, 2014" == EN.span(
        Period(date(2013, 10, 1), date(2014, 9, 30))
    )


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["а"], "а"), (["а", "б"], "а и б"), (["а", "б", "в"], "а, б и в")],
)
def test_listing(items: list[str], text: str) -> None:
    """Items in a row end in “and”."""
    assert text == RU.listing(items)


def test_pick() -> None:
    """Of texts in all languages the own one is taken."""
    assert "да" == RU.pick({"en": "yes", "ru": "да"})


@pytest.mark.parametrize(
    ("value", "expected"), [(0.125, "13%"), (0.135, "14%"), (-0.125, "−13%"), (0.1249, "12%")]
)
def test_a_half_goes_away_from_zero(value: float, expected: str) -> None:
    """Percentages are rounded as people do it by hand."""
    assert expected == Language("en").percent(value)
