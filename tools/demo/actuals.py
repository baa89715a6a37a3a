"""Actuals: what the generated rows achieve, counted in plain Python.

Targets are set near these figures. Reports never read them: they count for themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from tools.demo.facts import REGION, Facts, Presence, belongs
from tools.demo.rows import Event, Grant, fiscal_year

CENTRAL_ASIA = frozenset({"KG", "KZ", "TJ", "TM", "UZ"})
SOUTH = frozenset({"AF", "PK"})
DONOR_HOURS, DONOR_DAYS = 15.0, 3
"""In-country trainings below both are not trainings for the donor."""


def _just(year: int) -> range:
    return range(year, year + 1)


def _until(year: int) -> range:
    return range(2013, year + 1)


def _people(found: Iterable[Presence]) -> set[str]:
    return {one.person.person_id for one in found}


def representatives(facts: Facts, country: str, year: int) -> float:
    """RRS-1: unique CSO representatives in regional events of the year."""
    return len(_people(facts.represented(country, _just(year))))


def new_representatives(facts: Facts, country: str, year: int) -> float:
    """RRS-2: those of RRS-1 who had not come in an earlier year."""
    now = _people(facts.represented(country, _just(year)))
    return len(now - _people(facts.represented(country, _until(year - 1))))


def representatives_so_far(facts: Facts, country: str, year: int) -> float:
    """RRS-3: unique CSO representatives in regional events since the start."""
    return len(_people(facts.represented(country, _until(year))))


def visits(facts: Facts, country: str, year: int) -> float:
    """RRS-4: attendances of CSO representatives at regional events of the year."""
    return sum(1 for _ in facts.represented(country, _just(year)))


def _served(facts: Facts, country: str, year: int, kinds: Iterable[str]) -> set[str]:
    return {
        organisation.organisation_id
        for service, organisation in facts.services
        if service.kind in kinds
        and fiscal_year(service.start) <= year
        and belongs(country, organisation.country)
        and organisation.is_cso
    }


def developed(facts: Facts, country: str, year: int) -> float:
    """RRS-5: CSOs that used organisational development services since the start."""
    return len(_served(facts, country, year, ["organisational_development"]))


def served_or_trained(facts: Facts, country: str, year: int) -> float:
    """RRS-6: CSOs that used services or trainings since the start."""
    kinds = {service.kind for service, _ in facts.services}
    trained = {
        one.organisation.organisation_id
        for one in facts.presences
        if one.learns
        and one.event.year <= year
        and one.organisation
        and one.organisation.is_cso
        and belongs(country, one.organisation.country)
    }
    return len(trained | _served(facts, country, year, kinds))


def _tours(event: Event, country: str, year: int) -> bool:
    return (
        event.level == "regional"
        and event.kind in ("internship", "school")
        and event.year == year
        and belongs(country, event.host_country)
    )


def tours_hosted(facts: Facts, country: str, year: int) -> float:
    """RRS-7: regional internships and schools hosted in the year."""
    return sum(_tours(event, country, year) for event in facts.events)


def tour_guests(facts: Facts, country: str, year: int) -> float:
    """RRS-8: unique participants of RRS-7 from other countries than the host."""
    return len(
        _people(
            one
            for one in facts.presences
            if _tours(one.event, country, year)
            and one.role == "participant"
            and one.person.country != one.event.host_country
        )
    )


def _donor_counts(event: Event) -> bool:
    return (
        event.level == "regional"
        or float(event.contact_hours) >= DONOR_HOURS
        or event.days >= DONOR_DAYS
    )


def trained(facts: Facts, country: str, year: int) -> float:
    """RRS-9: people trained in the year, as the donor defines a training."""
    return len(
        _people(
            one
            for one in facts.presences
            if one.learns
            and one.event.year == year
            and _donor_counts(one.event)
            and belongs(country, one.person.country)
        )
    )


def _hosted(facts: Facts, country: str, year: int, kind: str) -> float:
    return sum(
        event.kind == kind
        and event.level in ("national", "local")
        and event.year == year
        and belongs(country, event.host_country)
        for event in facts.events
    )


def trainings(facts: Facts, country: str, year: int) -> float:
    """RRS-10: national and local trainings of the year."""
    return _hosted(facts, country, year, "training")


def dialogues(facts: Facts, country: str, year: int) -> float:
    """RRS-11: dialogue events of CSOs and government of the year."""
    return _hosted(facts, country, year, "dialogue")


def winners(facts: Facts, country: str, year: int) -> float:
    """RRS-12: winners of the Social Partnership Prize since the start, by achievement."""
    return sum(
        fiscal_year(prize.achievement_date) <= year and belongs(country, winner.country)
        for prize, winner in facts.prizes
    )


def _granted(facts: Facts, country: str, year: int) -> list[Grant]:
    return [
        grant
        for grant, organisation in facts.grants
        if fiscal_year(grant.awarded) == year and belongs(country, organisation.country)
    ]


def grants(facts: Facts, country: str, year: int) -> float:
    """RRS-13: grants awarded in the year."""
    return len(_granted(facts, country, year))


def granted(facts: Facts, country: str, year: int) -> float:
    """RRS-14: USD awarded in the year."""
    return sum(grant.amount for grant in _granted(facts, country, year)) / 100


def _meetings(facts: Facts, year: int) -> dict[str, dict[str, set[str]]]:
    """For each regional event of the year: its CSOs by country."""
    meetings: dict[str, dict[str, set[str]]] = {}
    for one in facts.represented(REGION, _just(year)):
        countries = meetings.setdefault(one.event.event_id, {})
        countries.setdefault(one.person.country, set()).add(one.person.organisation_id)
    return meetings


def pairs(facts: Facts, country: str, year: int) -> float:
    """RRS-15: pairs of countries whose CSOs met; a country's own pairs, or all of them."""
    met = {
        pair
        for countries in _meetings(facts, year).values()
        for pair in combinations(sorted(countries), 2)
    }
    return sum(country == REGION or country in pair for pair in met)


def women_share(facts: Facts, country: str, year: int) -> float:
    """RRS-16: the share of women among those people of RRS-1 whose sex is recorded."""
    people = {one.person for one in facts.represented(country, _just(year))}
    sexes = [person.sex for person in people if person.sex != "unknown"]
    return sexes.count("F") / len(sexes) if sexes else 0.0


def southern_ties(facts: Facts, country: str, year: int) -> float:
    """RRS-17: CSOs of Central Asia that met CSOs of Afghanistan or Pakistan in the year."""
    return len(
        {
            organisation
            for countries in _meetings(facts, year).values()
            if SOUTH & countries.keys()
            for home, organisations in countries.items()
            if home in CENTRAL_ASIA and belongs(country, home)
            for organisation in organisations
        }
    )


def rural_reached(facts: Facts, country: str, year: int) -> float:
    """RRS-18: rural CSOs and initiative groups of Kyrgyzstan with a service, training or grant."""
    given = [(fiscal_year(one.start), row) for one, row in facts.services]
    given += [(fiscal_year(one.awarded), row) for one, row in facts.grants]
    learnt = [one for one in facts.presences if one.learns]
    given += [(one.event.year, one.organisation) for one in learnt if one.organisation]
    return len(
        {
            row.organisation_id
            for when, row in given
            if when <= year
            and row.country == "KG"
            and belongs(country, row.country)
            and row.is_cso
            and (row.place == "rural" or row.kind == "initiative_group")
        }
    )


def _talking(facts: Facts, country: str, year: int, *, civil: bool) -> float:
    return len(
        _people(
            one
            for one in facts.presences
            if one.event.kind == "dialogue"
            and one.event.year == year
            and one.role in ("participant", "speaker")
            and one.organisation
            and one.organisation.is_cso == civil
            and belongs(country, one.event.host_country)
        )
    )


def officials(facts: Facts, country: str, year: int) -> float:
    """RRS-19: people of public bodies at the year's dialogues."""
    return _talking(facts, country, year, civil=False)


def representatives_in_dialogue(facts: Facts, country: str, year: int) -> float:
    """RRS-20: people of CSOs at the year's dialogues."""
    return _talking(facts, country, year, civil=True)


def overseen(facts: Facts, country: str, year: int) -> float:
    """RRS-21: grants of the year that a national partner oversees."""
    return sum(bool(grant.partner_id) for grant in _granted(facts, country, year))


ACTUALS: dict[str, Callable[[Facts, str, int], float]] = {
    "RRS-1": representatives,
    "RRS-2": new_representatives,
    "RRS-3": representatives_so_far,
    "RRS-4": visits,
    "RRS-5": developed,
    "RRS-6": served_or_trained,
    "RRS-7": tours_hosted,
    "RRS-8": tour_guests,
    "RRS-9": trained,
    "RRS-10": trainings,
    "RRS-11": dialogues,
    "RRS-12": winners,
    "RRS-13": grants,
    "RRS-14": granted,
    "RRS-15": pairs,
    "RRS-16": women_share,
    "RRS-17": southern_ties,
    "RRS-18": rural_reached,
    "RRS-19": officials,
    "RRS-20": representatives_in_dialogue,
    "RRS-21": overseen,
}
"""How each indicator is counted here, by code."""
