"""Faults of keys: rows that stand twice, and references to nowhere."""

from __future__ import annotations

from tests.broken.copy_of import Broken, Told, fault


@fault
def organisation_twice(broken: Broken) -> Told:
    """An organisation's row stands twice."""
    return broken.again("key-twice", "organisations", "ORG-020")


@fault
def quarter_twice(broken: Broken) -> Told:
    """The same budget line of the same quarter stands twice."""
    return broken.again("key-twice", "finance", "KG 2013-01-01 personnel")


@fault
def grant_twice(broken: Broken) -> Told:
    """A grant stands twice: its amount is not added up twice."""
    return broken.again("key-twice", "grants", "GR-002")


@fault
def attendance_twice(broken: Broken) -> Told:
    """A person came to the same event twice."""
    return broken.again("attendance-twice", "attendances", "EV-001 P-0FYZUE")


@fault
def person_of_two_sexes(broken: Broken) -> Told:
    """A person stands twice, once as a woman and once as a man."""
    person = broken.rows["people"][20]
    other = "M" if person["sex"] == "F" else "F"
    return broken.again("person-two-sexes", "people", person["person_id"], "sex", other)


@fault
def person_of_two_organisations(broken: Broken) -> Told:
    """A person stands twice, with two organisations."""
    person = broken.rows["people"][21]["person_id"]
    rule = "person-two-organisations"
    return broken.again(rule, "people", person, "organisation_id", "ORG-001")


@fault
def organisation_of_two_countries(broken: Broken) -> Told:
    """An organisation stands twice, in two countries."""
    return broken.again("organisation-two-countries", "organisations", "ORG-021", "country", "UZ")


@fault
def attendances_of_nobody(broken: Broken) -> list[Told]:
    """Attendances name an event and a person that no register has."""
    return [
        broken.put("reference", "attendances", "EV-022 " + broken.guest("EV-022"), *change)
        for change in (("event_id", "EV-999"), ("person_id", "P-NOBODY"))
    ]


@fault
def grant_to_nobody(broken: Broken) -> Told:
    """A grant went to an organisation that is not in the register."""
    return broken.put("reference", "grants", "GR-006", "organisation_id", "ORG-998")


@fault
def person_from_nowhere(broken: Broken) -> Told:
    """A person belongs to an organisation that is not in the register."""
    person = broken.rows["people"][22]["person_id"]
    return broken.put("reference", "people", person, "organisation_id", "ORG-997")


@fault
def ids_written_in_another_way(broken: Broken) -> list[Told]:
    """An id has a Cyrillic letter where it is pointed to; another has lost its zeros."""
    attendance = "EV-034 " + broken.guest("EV-034")
    person = broken.rows["people"][23]["person_id"]
    return [
        broken.put("reference-letters", "attendances", attendance, "event_id", "ЕV-034"),
        broken.put("reference-near", "people", person, "organisation_id", "ORG-1"),
    ]
