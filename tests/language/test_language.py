"""Texts, numbers, money and days by language."""

from datetime import date
from functools import partial

import pytest

from rrs_data.language.language import NOTHING, Language, own_name

EN, RU = (Language(code, currency="USD") for code in ("en", "ru"))
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def test_texts():
    """English is the language of the keys; Russian comes from the catalogue, by context too."""
    assert ("Country", "Страна") == (EN.t("Country"), RU.t("Country"))
    assert "by {day}" == EN.t("by {what}", what="{day}")
    assert "в 2014 году" == RU.t("in {year}", year=2014)
    assert "всех стран" == RU.t("all countries", "genitive")
    assert "да" == RU.pick({"en": "yes", "ru": "да"})


def test_what_is_missing_stands_in_the_first_language():
    """A text without a translation, and a parameter without it, are noted and never missing."""
    kazakh, alone = Language("kk", first="ru"), Language("kk")

    assert ("Страна", "Country") == (kazakh.t("Country"), alone.t("Country"))
    assert "да" == kazakh.pick({"en": "yes", "ru": "да"})
    assert ("yes", "") == (alone.pick({"en": "yes"}), alone.pick({}))
    assert (["Country", "да"], ["Country", "yes"]) == (list(kazakh.lacking), list(alone.lacking))


trained = partial(RU.n, "{n} person was trained.", "{n} people were trained.")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (EN.number(1206.5, 1), "1,206.5"),
        (RU.number(1206.5, 1), f"1{NBSP}206,5"),
        (RU.number(-5), f"{MINUS}5"),
        (EN.money(150_400), "$150,400"),
        (RU.money(150_400), f"150{NBSP}400{NBSP}$"),
        (EN.money(-5), f"{MINUS}$5"),
        (EN.money(-0.3), "$0"),
        (EN.value(0.5, "percent"), "50%"),
        (RU.value(5, "people"), "5"),
        (EN.value(5, "money"), "$5"),
        (EN.percent(0.125), "13%"),  # not to even
        (RU.percent(-0.125), f"{MINUS}13{NBSP}%"),
        (RU.percent(None), NOTHING),
        (EN.percent(0.1, signed=True), "+10%"),
        (EN.percent(-0.004, signed=True), f"{MINUS}0.4%"),
        (EN.percent(59_222 / 59_130), "100.2%"),
        (RU.percent(59_130 / 59_222), f"99,8{NBSP}%"),
        (EN.percent(1 / 30_000), "0.003%"),
        (EN.percent(0.1 + 0.2 + 0.7), "100%"),
        (EN.points(0.0016), "+0.2 pts"),
        (RU.listing(["а", "б"]), "а и б"),
        (Language("en", currency="CHF").money(3000), f"CHF{NBSP}3,000"),
        (Language("fr", currency="EUR").money(3000), f"3\N{NARROW NO-BREAK SPACE}000{NBSP}€"),
        (trained(11), "Обучено 11 человек."),
        (trained(22), "Обучены 22 человека."),
        (trained(1001), f"Обучен 1{NBSP}001 человек."),
    ],
)
def test_numbers(written, expected):
    """Numbers, percentages, money and plurals are written as each language does.

    Missing is a dash; only nothing is 0% and only the whole 100%; a deviation shows its sign.
    """
    assert expected == written


@pytest.mark.parametrize(
    ("last", "english", "russian"),
    [
        (date(2014, 3, 3), "Mar 3, 2014", "3 марта 2014 г."),
        (date(2014, 3, 7), "Mar 3 – 7, 2014", "3–7 марта 2014 г."),
        (date(2014, 4, 2), "Mar 3 – Apr 2, 2014", "3 марта — 2 апреля 2014 г."),
        (date(2015, 1, 2), "Mar 3, 2014 – Jan 2, 2015", "3 марта 2014 г. — 2 января 2015 г."),
    ],
)
def test_days(last, english, russian):
    """Several days say a month and a year once, unless they differ."""
    first = date(2014, 3, 3)

    narrow = RU.days(first, last).replace("\u202f", " ")
    assert (english, russian) == (EN.days(first, last), narrow)


def test_what_a_language_calls_itself():
    """Its own name begins with a capital letter, and keeps those that follow."""
    assert ["Русский", "Tiếng Việt"] == list(map(own_name, ["ru", "vi"]))
