"""Attendances: who comes to which event, so that the published numbers of people come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.demo.draw import Draw
from tools.demo.organisations import Member
from tools.demo.people import Guest, People
from tools.demo.plan import Plan
from tools.demo.rows import COUNTRIES

UNIQUE_UNTIL_2014 = {"KG": 90, "KZ": 490, "TJ": 468, "TM": 6, "UZ": 78, "AF": 42, "PK": 38}
"""Unique CSO representatives at regional events since the start, as of 30 September 2014.

Published: more than 1,200 in all, 90 from Kyrgyzstan. The other countries' shares are invented.
"""

NEW_IN_2015 = {"KG": 5, "KZ": 9, "TJ": 7, "TM": 0, "UZ": 2, "AF": 3, "PK": 2}
OFFICIALS = {"KG": 5, "KZ": 4, "TJ": 4}
TRAINERS = {"KG": 3, "KZ": 4, "TJ": 3}
SPEAKER_SHARE = {"conference": 0.1, "teleconference": 0.08, "dialogue": 0.2}
LONERS = 5
"""How many of the people of national and local events belong to no organisation."""


@dataclass(frozen=True)
class Seat:
    """A person at an event in a role."""

    plan: Plan
    guest: Guest
    role: str


class Seating:
    """Fills the events with people, event by event."""

    def __init__(self, members: Sequence[Member], draw: Draw) -> None:
        """Start with empty events."""
        self.people = People(members, draw)
        self.seats: list[Seat] = []
        self._draw = draw
        self._regulars: dict[str, list[Guest]] = {country: [] for country in COUNTRIES}
        self._officials = self._staff(members, OFFICIALS, public=True)
        self._trainers = self._staff(members, TRAINERS, public=False)
        self._organisers = self._staff(members, {"KZ": 2}, public=False)
        self._loners = 0

    def fill(self, plans: Sequence[Plan]) -> None:
        """Fill all events: the regional ones first, since the published figures hang on them."""
        regional = sorted((p for p in plans if p.level == "regional"), key=lambda p: p.end)
        for country in COUNTRIES:
            early = [p for p in regional if p.year <= 2014 and country in p.guests]
            late = [p for p in regional if p.year > 2014 and country in p.guests]
            for group, unique in (
                (early, UNIQUE_UNTIL_2014[country]),
                (late, NEW_IN_2015[country]),
            ):
                fresh = spread(
                    [p.guests[country] for p in group], unique, from_nothing=group is early
                )
                for plan, new in zip(group, fresh, strict=True):
                    self._seat_representatives(plan, country, new)
        for plan in sorted(plans, key=lambda p: p.end):
            if plan.level != "regional":
                self._seat_locals(plan)
            self._seat_officials(plan)
            self._seat_staff(plan)

    def _staff(
        self, members: Sequence[Member], sizes: dict[str, int], *, public: bool
    ) -> dict[str, list[Guest]]:
        """People of public bodies, or of resource centres, who come by their office."""
        staff: dict[str, list[Guest]] = {}
        for country, size in sizes.items():
            homes = [
                member
                for member in members
                if member.row.country == country
                and member.row.kind == ("government" if public else "network")
                and member.since == 2013
            ]
            staff[country] = [
                self.people.add(country, homes[number % len(homes)]) for number in range(size)
            ]
        return staff

    def _seat(self, plan: Plan, guest: Guest, role: str) -> None:
        guest.came_to.append(plan)
        self.seats.append(Seat(plan, guest, role))

    def _seat_representatives(self, plan: Plan, country: str, new: int) -> None:
        """Seat a country's CSO representatives at a regional event, some of them new."""
        returning = self._returning(plan, country, plan.guests[country] - new)
        fresh = [self.people.recruit(country, plan.year) for _ in range(new)]
        self._regulars[country] += fresh
        for guest in returning + fresh:
            self._seat(plan, guest, self._role(plan))

    def _seat_locals(self, plan: Plan) -> None:
        """Seat the host's own people: many of them know regional events, some are new here."""
        size = plan.guests[plan.host]
        fresh = [self._local(plan) for _ in range(plan.fresh)]
        for guest in self._returning(plan, plan.host, size - plan.fresh) + fresh:
            self._seat(plan, guest, self._role(plan))

    def _local(self, plan: Plan) -> Guest:
        """A person who comes to local events only."""
        if self._loners < LONERS and self._draw.chance(0.3):
            self._loners += 1
            return self.people.add(plan.host, None)
        return self.people.recruit(plan.host, plan.year, quiet=True)

    def _seat_officials(self, plan: Plan) -> None:
        pool = [
            guest
            for country, guests in self._officials.items()
            for guest in guests
            if plan.level == "regional" or country == plan.host
        ]
        for number, guest in enumerate(self._draw.sample(pool, plan.officials)):
            self._seat(plan, guest, "speaker" if number == 0 else "participant")

    def _seat_staff(self, plan: Plan) -> None:
        """Seat the instructors (a few events have lost their list) and the organisers."""
        if plan.instructors and not self._draw.chance(0.08):
            for guest in self._draw.sample(self._trainers[plan.host], 1 + (plan.days > 2)):
                self._seat(plan, guest, "instructor")
        if plan.kind in ("conference", "school"):
            for guest in self._organisers["KZ"][: 1 + (plan.kind == "conference")]:
                self._seat(plan, guest, "organiser")

    def _returning(self, plan: Plan, country: str, size: int) -> list[Guest]:
        """People who have been to events before, the active ones more often."""
        pool = [guest for guest in self._regulars[country] if guest.may_come(plan)]
        chosen: list[Guest] = []
        while len(chosen) < size and pool:
            pair = (self._draw.choose(pool), self._draw.choose(pool))
            guest = max(pair, key=lambda one: len(one.came_to))
            pool.remove(guest)
            chosen.append(guest)
        return chosen

    def _role(self, plan: Plan) -> str:
        return "speaker" if self._draw.chance(SPEAKER_SHARE.get(plan.kind, 0)) else "participant"


def spread(sizes: Sequence[int], unique: int, *, from_nothing: bool) -> list[int]:
    """How many of each event's guests are new, so that ``unique`` are new in all.

    The first event ``from_nothing`` can only have new guests; the rest are spread evenly.
    """
    forced = sizes[0] if from_nothing else 0
    rest, left = list(sizes[1:] if from_nothing else sizes), unique - forced
    new, before, total = ([forced] if from_nothing else []), 0, sum(rest)
    for size in rest:
        after = before + size
        new.append(left * after // total - left * before // total)
        before = after
    return new
