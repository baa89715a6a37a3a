"""Organisations: civil society organisations of the seven countries and some public bodies."""

from __future__ import annotations

from dataclasses import dataclass

from tools.demo.draw import Draw
from tools.demo.rows import COUNTRIES, Organisation
from tools.demo.vocabulary import (
    CITIES,
    COMMON_NAMES,
    HOMES,
    KIND_TITLES,
    LOCAL_NAMES,
    PUBLIC_BODIES,
    TOWNS,
)

CSOS = {"KG": 74, "KZ": 30, "TJ": 31, "TM": 2, "UZ": 7, "AF": 4, "PK": 4}
"""How many CSOs each country has in the register."""

NEWCOMERS = {"KG": 2}
"""How many of them only join in FY2015: the published 72 of Kyrgyzstan are the others."""

QUIET = {"KG": 12}
"""How many of them send nobody to regional events: they use services and local trainings."""

PUBLIC = {"KG": 3, "KZ": 3, "TJ": 2}

KIND_WEIGHTS = {
    "KG": {"foundation": 5, "association": 7, "network": 1, "initiative_group": 10},
    "TM": {"association": 1},
}
USUAL_WEIGHTS = {"foundation": 8, "association": 10, "network": 1, "initiative_group": 3}
RURAL_SHARE = {"KG": 0.65, "KZ": 0.45, "TJ": 0.55, "TM": 0.0, "UZ": 0.2, "AF": 0.3, "PK": 0.3}


@dataclass(frozen=True)
class Member:
    """An organisation with what the generator knows of it beyond its row.

    ``since`` is the first fiscal year in which it has to do with the programme, ``quiet`` that it
    sends nobody to regional events, ``weight`` how often its people come.
    """

    row: Organisation
    since: int
    quiet: bool
    weight: int


def make_organisations(draw: Draw) -> list[Member]:
    """All organisations, country by country, public bodies last in each."""
    members: list[Member] = []
    for country in COUNTRIES:
        members += _csos(country, draw, first=len(members) + 1)
        members += _public_bodies(country, draw, first=len(members) + 1)
    return members


def _csos(country: str, draw: Draw, first: int) -> list[Member]:
    count = CSOS[country]
    local = LOCAL_NAMES.get(country, ())
    names = draw.shuffled([*local, *draw.sample(COMMON_NAMES, count - len(local))])
    kinds = KIND_WEIGHTS.get(country, USUAL_WEIGHTS)
    joined = count - NEWCOMERS.get(country, 0)
    members = []
    for number in range(count):
        # A host's first is a resource centre: instructors come from there.
        first_of_host = number == 0 and country in PUBLIC
        kind = "network" if first_of_host else draw.weighted([*kinds], [*kinds.values()])
        row = _cso_row(first + number, names[number], kind, country, draw)
        members.append(
            Member(
                row,
                since=_since(country, newcomer=number >= joined),
                quiet=joined - QUIET.get(country, 0) <= number < joined,
                weight=draw.whole(1, 4),
            )
        )
    return members


def _since(country: str, *, newcomer: bool) -> int:
    """Afghanistan and Pakistan take part from the programme's second year on."""
    if newcomer:
        return 2015
    return 2014 if country in ("AF", "PK") else 2013


def _cso_row(
    number: int, name: tuple[str, str], kind: str, country: str, draw: Draw
) -> Organisation:
    town_key, rural = _home(kind, country, draw)
    town = TOWNS[town_key]
    where_ru, where_en = (town.oblast_ru, town.oblast_en) if rural else (town.ru, town.en)
    title_ru, title_en = KIND_TITLES[kind]
    return Organisation(
        organisation_id=f"ORG-{number:03d}",
        title_ru=f"{title_ru.format(name[0])}, {where_ru}",
        title_en=f"{title_en.format(name[1])}, {where_en}",
        kind=kind,
        country=country,
        region=town.oblast_ru,
        place="rural" if rural else "urban",
    )


def _home(kind: str, country: str, draw: Draw) -> tuple[str, bool]:
    """The nearest town, and whether it is in a village; initiative groups mostly are."""
    homes = HOMES[country]
    town = draw.weighted([*homes], [*homes.values()])
    while kind == "initiative_group" and town in CITIES:
        town = draw.weighted([*homes], [*homes.values()])
    share = 0.85 if kind == "initiative_group" else RURAL_SHARE[country]
    return town, draw.chance(share) and town not in CITIES and kind != "network"


def _public_bodies(country: str, draw: Draw, first: int) -> list[Member]:
    members = []
    keys = [key for key in HOMES[country] if key not in CITIES]
    towns = draw.sample(keys, PUBLIC.get(country, 0))
    for number, (key, titles) in enumerate(zip(towns, PUBLIC_BODIES, strict=False)):
        town = TOWNS[key]
        row = Organisation(
            organisation_id=f"ORG-{first + number:03d}",
            title_ru=f"{titles[0]}, {town.oblast_ru}",
            title_en=f"{titles[1]}, {town.oblast_en}",
            kind="government",
            country=country,
            region=town.oblast_ru,
            place="urban",
        )
        members.append(Member(row, since=2013, quiet=True, weight=1))
    return members
