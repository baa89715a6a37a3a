"""Titles taken to pieces, whatever form, quotes and alphabet they are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.duplicates.titles import Place, parse, place_of

CHUY = Place("čui", wide=True)


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
        parse(title).kind,
        parse(title).place,
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
    assert parse(title).place is None


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
    place = place_of(text)

    assert name == (place.name if place else "")


@given(st.text(max_size=80))
def test_any_title_can_be_taken_to_pieces(title: str) -> None:
    """No text is an error, and its name has no blanks."""
    assert " " not in parse(title).name
