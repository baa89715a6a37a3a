"""Titles taken apart, whatever form, quotes, spelling and alphabet they are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.duplicates.titles import Locality, locality, parse
from rrs_data.intake.spelling import skeleton

CHUY = Locality("čui", wide=True)


@pytest.mark.parametrize(
    "title",
    [
        "Общественный фонд «Эмгек», Чуйская область",
        "Public Foundation “Emgek”, Chuy Oblast",
        'ОФ "Эмгек", Чуйская обл.',
        "ОФ Эмгек (Чуйская область)",
        "Emgek PF, Chuy Oblast",
        "«Эмгек» коомдук фонду, Чүй облусу",
        "OBSHCHESTVENNYI FOND EMGEK, CHUISKAIA OBLAST",
    ],
)
def test_one_title_in_many_forms(title: str) -> None:
    """Name, legal form and place are the same in both alphabets, with quotes and without."""
    expected = ("emgek", "foundation", CHUY, ())

    assert expected == (
        parse(title).name,
        parse(title).form,
        parse(title).locality,
        parse(title).numbers,
    )


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Школа № 5", ("5",)),
        ("ОФ «Эмгек» (№ 12), Ош", ("12",)),
        ("Public Foundation “Emgek” (No. 012)", ("12",)),
        ("Центр II", ("II",)),
        ("SHKOLA I SEMIA", ()),
        ("Эмгек", ()),
    ],
)
def test_numbers(title: str, numbers: tuple[str, ...]) -> None:
    """Numbers are kept apart from the name; «И» in Latin letters is none."""
    assert numbers == parse(title).numbers


def test_name_without_number() -> None:
    """A number leaves nothing of its sign in the name."""
    assert {"emgek"} == {
        parse(f"ОФ «Эмгек» {sign}7").name for sign in ("№ ", "№", "No. ", "N", "#", "")
    }


@pytest.mark.parametrize("title", ["Фонд", "ОО", "«»", "", "№ 5", "!!!", "Общественный фонд"])
def test_title_of_hardly_anything(title: str) -> None:
    """A title that is only a legal form, a number or nothing is no error."""
    assert parse(title).locality is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ошская область", "oš"),
        ("Osh Oblast", "oš"),
        ("г. Ош", "oš"),
        ("Иссык-Кульская область", "isikkul"),
        ("Issyk-Kul Oblast", "isikkul"),
        ("провинция Балх", "balh"),
    ],
)
def test_places(text: str, name: str) -> None:
    """A place is known without what says its kind."""
    place = locality(text)

    assert name == (place.name if place else "")


@pytest.mark.parametrize(
    "spellings",
    [
        "Жаңы жол|Zhany Zhol|Jany Jol|ЖАҢЫ ЖОЛ",
        "Айгуль|Айгүл|Aigul|Aygul'|Ajgul",
        "Ҳамкорӣ|Hamkori|Khamkori",
        "Ғайрат|Gʻayrat|Gayrat",
        "Ўзбек|O'zbek|Oʻzbek|Uzbek",
        "Гүлшат|Gülşat|Gulshat",
        "Ёлка|Елка|Yolka",
        "Аджар|Ajar|Adzhar",
        "Надежда|Nadezhda|Надeжда",
        "Щедрый|Shchedryi|Schedryj",
    ],
)
def test_skeleton_is_the_same_for_all_spellings(spellings: str) -> None:
    """A word has one skeleton in whatever alphabet and transliteration it is written."""
    assert 1 == len({skeleton(spelling) for spelling in spellings.split("|")})


def test_skeleton_tells_words_apart() -> None:
    """Different words keep different skeletons."""
    words = ["Үмүт", "Умед", "Надежда", "Береке", "Бірлік", "Мост", "Родник", "Эмгек", "Достук"]

    assert len(words) == len({skeleton(word) for word in words})


@given(st.text(max_size=80))
def test_any_title_can_be_taken_apart(title: str) -> None:
    """No text is an error, and its name has no blanks."""
    assert " " not in parse(title).name
