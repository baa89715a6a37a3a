"""Rows of the registers: one class for each register, columns in the order of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

COUNTRIES = ("KG", "KZ", "TJ", "TM", "UZ", "AF", "PK")
"""In the order of the schema."""

YEARS = (2013, 2014, 2015)
"""Fiscal years of the programme, each named for the calendar year in which it ends."""


def fiscal_year(day: date) -> int:
    """The fiscal year of a day: from 1 October on, the next calendar year's."""
    return day.year + (day.month >= 10)


class Organisation(NamedTuple):
    """A civil society organisation or a public body (kind ``government``)."""

    organisation_id: str
    title_ru: str
    title_en: str
    kind: str
    country: str
    region: str
    place: str

    @property
    def is_cso(self) -> bool:
        """Whether this is an organisation of civil society."""
        return self.kind != "government"


class Person(NamedTuple):
    """A person under a random id."""

    person_id: str
    sex: str
    age_band: str
    country: str
    region: str
    place: str
    organisation_id: str


class Event(NamedTuple):
    """An event; costs are in cents of a US dollar, hours and capacity are text."""

    event_id: str
    title_ru: str
    title_en: str
    kind: str
    level: str
    host_country: str
    place_ru: str
    place_en: str
    start: date
    end: date
    contact_hours: str
    topic: str
    instructors: bool
    cost_instruction: int
    cost_participants: int
    cost_travel: int
    capacity: str

    @property
    def year(self) -> int:
        """The fiscal year in which the event ends: the one that it belongs to."""
        return fiscal_year(self.end)

    @property
    def days(self) -> int:
        """How many days the event lasts, the first and the last included."""
        return (self.end - self.start).days + 1

    @property
    def cost(self) -> int:
        """The whole cost in cents."""
        return self.cost_instruction + self.cost_participants + self.cost_travel


class Attendance(NamedTuple):
    """A person at an event."""

    event_id: str
    person_id: str
    role: str


class Service(NamedTuple):
    """A service given to an organisation."""

    service_id: str
    organisation_id: str
    kind: str
    start: date
    end: date


class Grant(NamedTuple):
    """A grant awarded to an organisation, and who oversees it; the amount is in cents.

    ``currency`` is the one in which the register has it; ``kind`` is empty for a grant.
    """

    grant_id: str
    organisation_id: str
    partner_id: str
    title_ru: str
    title_en: str
    purpose: str
    level: str
    awarded: date
    start: date
    end: date
    amount: int
    currency: str
    kind: str
    status: str


class Prize(NamedTuple):
    """A Social Partnership Prize won by an organisation."""

    prize_id: str
    organisation_id: str
    nomination_ru: str
    nomination_en: str
    achievement_date: date
    award_date: date


class Target(NamedTuple):
    """What was promised for an indicator, country and period; numbers are text."""

    indicator: str
    country: str
    year: int
    period: str
    baseline: str
    target: str


class Finance(NamedTuple):
    """Budget and spending of a country, quarter and budget line, in cents.

    ``kind`` is empty, or says why the amounts are taken off.
    """

    country: str
    quarter_start: date
    budget_line: str
    approved: int
    spent: int
    obligated: int
    forecast: int
    cost_share: int
    currency: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Records:
    """What happened: the rows that targets and finance are derived from."""

    organisations: list[Organisation]
    people: list[Person]
    events: list[Event]
    attendances: list[Attendance]
    services: list[Service]
    grants: list[Grant]
    prizes: list[Prize]
