"""An independent recount of every indicator, with plain Python and nothing of ``rrs_data``.

Written from the definitions in ``params/indicators.yml`` as a person reads them, and from the
donor's rules. Where this and the product differ, one of them has misread a definition.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

CENTRAL_ASIA = ("KG", "KZ", "TJ", "TM", "UZ")
FURTHER = ("AF", "PK")
START = "2012-10-01"

Row = dict[str, str]
Value = float | None


@dataclass
class Books:
    """The registers as dictionaries of text."""

    people: dict[str, Row]
    organisations: dict[str, Row]
    events: dict[str, Row]
    attendances: list[Row]
    services: list[Row]
    grants: list[Row]
    prizes: list[Row]

    @classmethod
    def read(cls, directory: Path) -> Books:
        """Read the registers of a directory."""

        def rows(name: str) -> list[Row]:
            with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

        def by_id(name: str, key: str) -> dict[str, Row]:
            return {row[key]: row for row in rows(name)}

        return cls(
            by_id("people", "person_id"),
            by_id("organisations", "organisation_id"),
            by_id("events", "event_id"),
            *(rows(name) for name in ("attendances", "services", "grants", "prizes")),
        )


@dataclass(frozen=True)
class Stay:
    """One person at one event."""

    person: Row
    event: Row
    organisation: Row | None
    role: str

    @property
    def day(self) -> str:
        """The event's last day, by which it is counted."""
        return self.event["end"]

    @property
    def civil(self) -> bool:
        """Whether the person does not come from a public body."""
        return self.organisation is None or self.organisation["kind"] != "government"

    @property
    def for_a_cso(self) -> bool:
        """Whether the person takes part for a CSO in a regional event."""
        takes_part = self.role in ("participant", "speaker")
        return self.event["level"] == "regional" and takes_part and self.civil

    @property
    def taught(self) -> bool:
        """Whether the person learns at a training or school with instructors."""
        learning = self.event["kind"] in ("training", "school")
        return learning and self.event["instructors"] == "true" and self.role == "participant"

    @property
    def trained(self) -> bool:
        """The donor's definition: within a country from 15 contact hours or three days on."""
        if not self.taught:
            return False
        days = date.fromisoformat(self.event["end"]) - date.fromisoformat(self.event["start"])
        long = days.days + 1 >= 3 or float(self.event["contact_hours"]) >= 15
        return self.event["level"] == "regional" or long


class Recount:
    """Counts everything again."""

    def __init__(self, directory: Path) -> None:
        """Read the registers."""
        self.books = Books.read(directory)
        self.stays = [
            Stay(
                person := self.books.people[row["person_id"]],
                self.books.events[row["event_id"]],
                self.books.organisations.get(person["organisation_id"]),
                row["role"],
            )
            for row in self.books.attendances
        ]

    def value(self, code: str, country: str, year: int) -> Value:
        """An indicator's actual for a country, or ``ALL``, and a fiscal year."""
        first, last = f"{year - 1}-10-01", f"{year}-09-30"
        if code in ("RRS-3", "RRS-5", "RRS-6", "RRS-12"):
            first = START
        count: Callable[[str, str, str], Value] = getattr(self, code.lower().replace("-", "_"))
        return count(country, first, last)

    def _stays(self, first: str, last: str) -> Iterator[Stay]:
        return (stay for stay in self.stays if first <= stay.day <= last)

    def _people(self, country: str, first: str, last: str) -> set[str]:
        return {
            stay.person["person_id"]
            for stay in self._stays(first, last)
            if stay.for_a_cso and country in ("ALL", stay.person["country"])
        }

    def rrs_1(self, country: str, first: str, last: str) -> Value:
        """Unique CSO representatives of the year."""
        return len(self._people(country, first, last))

    def rrs_2(self, country: str, first: str, last: str) -> Value:
        """Those of them who had never come before."""
        earlier = {
            stay.person["person_id"] for stay in self.stays if stay.for_a_cso and stay.day < first
        }
        return len(self._people(country, first, last) - earlier)

    def rrs_3(self, country: str, first: str, last: str) -> Value:
        """Unique CSO representatives since the start."""
        return self.rrs_1(country, first, last)

    def rrs_4(self, country: str, first: str, last: str) -> Value:
        """Attendances: each time counts."""
        number = 0
        for stay in self._stays(first, last):
            if stay.for_a_cso and country in ("ALL", stay.person["country"]):
                number += 1
        return number

    def _served(self, country: str, first: str, last: str, *kinds: str) -> set[str]:
        served = set()
        for service in self.books.services:
            organisation = self.books.organisations[service["organisation_id"]]
            if (
                first <= service["start"] <= last
                and organisation["kind"] != "government"
                and country in ("ALL", organisation["country"])
                and (not kinds or service["kind"] in kinds)
            ):
                served.add(service["organisation_id"])
        return served

    def rrs_5(self, country: str, first: str, last: str) -> Value:
        """CSOs with an organisational development service."""
        return len(self._served(country, first, last, "organisational_development"))

    def rrs_6(self, country: str, first: str, last: str) -> Value:
        """CSOs with any service, or with somebody at a training or school."""
        taught = {
            stay.organisation["organisation_id"]
            for stay in self._stays(first, last)
            if stay.taught
            and stay.civil
            and stay.organisation
            and country in ("ALL", stay.organisation["country"])
        }
        return len(self._served(country, first, last) | taught)

    def _events(self, country: str, first: str, last: str) -> list[Row]:
        return [
            event
            for event in self.books.events.values()
            if first <= event["end"] <= last and country in ("ALL", event["host_country"])
        ]

    def rrs_7(self, country: str, first: str, last: str) -> Value:
        """Regional study tours and schools hosted."""
        hosted = [
            event
            for event in self._events(country, first, last)
            if event["level"] == "regional" and event["kind"] in ("internship", "school")
        ]
        return len(hosted)

    def rrs_8(self, country: str, first: str, last: str) -> Value:
        """Their participants from CSOs of other countries."""
        guests = set()
        for stay in self._stays(first, last):
            host = stay.event["host_country"]
            if (
                stay.event["level"] == "regional"
                and stay.event["kind"] in ("internship", "school")
                and stay.role == "participant"
                and stay.civil
                and stay.person["country"] != host
                and country in ("ALL", host)
            ):
                guests.add(stay.person["person_id"])
        return len(guests)

    def rrs_9(self, country: str, first: str, last: str) -> Value:
        """People trained."""
        return len(
            {
                stay.person["person_id"]
                for stay in self._stays(first, last)
                if stay.trained and country in ("ALL", stay.person["country"])
            }
        )

    def rrs_10(self, country: str, first: str, last: str) -> Value:
        """National and local trainings held."""
        events = self._events(country, first, last)
        return len([e for e in events if e["kind"] == "training" and e["level"] != "regional"])

    def rrs_11(self, country: str, first: str, last: str) -> Value:
        """Dialogues held."""
        return len([e for e in self._events(country, first, last) if e["kind"] == "dialogue"])

    def rrs_12(self, country: str, first: str, last: str) -> Value:
        """Winners of the prize, by the date of the achievement."""
        winners = set()
        for prize in self.books.prizes:
            home = self.books.organisations[prize["organisation_id"]]["country"]
            if first <= prize["achievement_date"] <= last and country in ("ALL", home):
                winners.add(prize["organisation_id"])
        return len(winners)

    def _grants(self, country: str, first: str, last: str) -> list[Row]:
        return [
            grant
            for grant in self.books.grants
            if first <= grant["awarded"] <= last
            and country in ("ALL", self.books.organisations[grant["organisation_id"]]["country"])
        ]

    def rrs_13(self, country: str, first: str, last: str) -> Value:
        """Grants awarded."""
        return len(self._grants(country, first, last))

    def rrs_14(self, country: str, first: str, last: str) -> Value:
        """Their sum, counted in cents."""
        cents = 0
        for grant in self._grants(country, first, last):
            whole, _, fraction = grant["amount"].partition(".")
            cents += 100 * int(whole) + int(fraction.ljust(2, "0") or 0)
        return cents / 100

    def rrs_15(self, country: str, first: str, last: str) -> Value:
        """Pairs of countries whose CSOs met."""
        at_event: dict[str, set[str]] = {}
        for stay in self._stays(first, last):
            if stay.for_a_cso and stay.organisation:
                at_event.setdefault(stay.event["event_id"], set()).add(stay.organisation["country"])
        pairs = {frozenset(pair) for homes in at_event.values() for pair in combinations(homes, 2)}
        return len([pair for pair in pairs if country == "ALL" or country in pair])

    def rrs_16(self, country: str, first: str, last: str) -> Value:
        """Share of women among those whose sex is recorded."""
        women, known = self.women(country, first, last)
        return women / known if known else None

    def women(self, country: str, first: str, last: str) -> tuple[int, int]:
        """Women, and all whose sex is recorded, among the unique CSO representatives."""
        sexes = [self.books.people[one]["sex"] for one in self._people(country, first, last)]
        return sexes.count("F"), sexes.count("F") + sexes.count("M")

    def rrs_17(self, country: str, first: str, last: str) -> Value:
        """CSOs of Central Asia at one event with CSOs of Afghanistan or Pakistan."""
        stays = [s for s in self._stays(first, last) if s.for_a_cso and s.organisation]
        far = {
            stay.event["event_id"]
            for stay in stays
            if stay.organisation and stay.organisation["country"] in FURTHER
        }
        met = {
            stay.organisation["organisation_id"]
            for stay in stays
            if stay.organisation
            and stay.event["event_id"] in far
            and stay.organisation["country"] in CENTRAL_ASIA
            and country in ("ALL", stay.organisation["country"])
        }
        return len(met)
