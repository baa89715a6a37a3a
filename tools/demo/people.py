"""People: those who come to events, created when somebody new is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tools.demo.draw import Draw
from tools.demo.organisations import Member
from tools.demo.plan import Plan
from tools.demo.rows import Person
from tools.demo.vocabulary import HOMES, TOWNS

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HALF = 36**3
ID_SPACE = HALF**2
KEYS = (20_621, 31_337, 11_579, 44_041)

WOMEN_SHARE = {
    "KG": 0.62, "KZ": 0.58, "TJ": 0.5, "TM": 0.6, "UZ": 0.54, "AF": 0.3, "PK": 0.38,
}  # fmt: skip
AGES = {"18-24": 10, "25-34": 30, "35-44": 30, "45-54": 20, "55+": 9, "unknown": 1}
SEX_UNKNOWN = {"KG": 2, "KZ": 2, "TJ": 2, "UZ": 1, "AF": 1}
"""How many people's sex is not recorded."""

TOURS = frozenset({"internship", "school"})
"""Nobody goes twice to a study tour or school in the same country."""


@dataclass(eq=False)
class Guest:
    """A person who comes to events, while the programme is being generated."""

    number: int
    country: str
    member: Member | None
    came_to: list[Plan] = field(default_factory=list)

    @property
    def since(self) -> int:
        """The first fiscal year in which the person may come."""
        return self.member.since if self.member else 2013

    def may_come(self, plan: Plan) -> bool:
        """Whether the person is free, not too early, and not a second time on such a tour."""
        return self.since <= plan.year and not any(
            (seen.start <= plan.end and plan.start <= seen.end)
            or (seen.host == plan.host and {seen.kind, plan.kind} <= TOURS)
            for seen in self.came_to
        )


class People:
    """All people so far; new ones are recruited from organisations."""

    def __init__(self, members: Sequence[Member], draw: Draw) -> None:
        """Start without anybody."""
        self.guests: list[Guest] = []
        self._members = members
        self._draw = draw
        self._covered: set[str] = set()

    def recruit(self, country: str, year: int, *, quiet: bool = False) -> Guest:
        """A new person of a CSO that may send people; CSOs that sent nobody yet come first."""
        able = [
            member
            for member in self._members
            if member.row.is_cso
            and member.row.country == country
            and member.since <= year
            and member.quiet <= quiet
        ]
        fresh = [one for one in able if one.row.organisation_id not in self._covered]
        if fresh:
            return self.add(country, self._draw.choose(fresh))
        return self.add(country, self._draw.weighted(able, [one.weight for one in able]))

    def add(self, country: str, member: Member | None) -> Guest:
        """A new person of an organisation, or of none."""
        guest = Guest(len(self.guests), country, member)
        self.guests.append(guest)
        if member:
            self._covered.add(member.row.organisation_id)
        return guest


def person_id(number: int) -> str:
    """The id of the person of that number: it looks random and never comes twice.

    The number's halves are mixed by turns (a Feistel network), which can be undone: so two
    numbers below ``ID_SPACE`` never give the same id.
    """
    left, right = divmod(number, HALF)
    for key in KEYS:
        left, right = right, (left + (right * right + key) * key // 7) % HALF
    digits, rest = "", left * HALF + right
    for _ in range(6):
        rest, digit = divmod(rest, 36)
        digits = DIGITS[digit] + digits
    return f"P-{digits}"


def make_people(guests: Sequence[Guest], draw: Draw) -> list[Person]:
    """The rows of the people, in the order of ``guests``."""
    unrecorded = {
        guest.number
        for country, count in SEX_UNKNOWN.items()
        for guest in draw.sample([one for one in guests if one.country == country], count)
    }
    return [_person(guest, draw, sex_known=guest.number not in unrecorded) for guest in guests]


def _person(guest: Guest, draw: Draw, *, sex_known: bool) -> Person:
    sex = "F" if draw.chance(WOMEN_SHARE[guest.country]) else "M"
    region, place = _home(guest, draw)
    return Person(
        person_id=person_id(guest.number),
        sex=sex if sex_known else "unknown",
        age_band=draw.weighted([*AGES], [*AGES.values()]),
        country=guest.country,
        region="" if draw.chance(0.006) else region,
        place="unknown" if draw.chance(0.008) else place,
        organisation_id=guest.member.row.organisation_id if guest.member else "",
    )


def _home(guest: Guest, draw: Draw) -> tuple[str, str]:
    """Where a person lives: mostly where the organisation is, sometimes in a village nearby."""
    if guest.member and not draw.chance(0.05):
        row = guest.member.row
        moves = draw.chance(0.12) and not row.region.startswith(("город", "столичная"))
        return row.region, "rural" if moves else row.place
    homes = HOMES[guest.country]
    town = TOWNS[draw.weighted([*homes], [*homes.values()])]
    city = town.oblast_ru.startswith(("город", "столичная"))
    return town.oblast_ru, "urban" if city or draw.chance(0.5) else "rural"
