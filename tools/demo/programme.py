"""The programme: all demonstration rows together, each register in its stable order."""

from __future__ import annotations

from dataclasses import dataclass

from tools.demo.attendances import Seat, Seating
from tools.demo.draw import Draw
from tools.demo.events import make_events
from tools.demo.facts import Facts
from tools.demo.finance import make_finance
from tools.demo.grants import make_grants
from tools.demo.national import NATIONAL
from tools.demo.organisations import make_organisations
from tools.demo.people import Guest, make_people
from tools.demo.plan import Plan
from tools.demo.prizes import make_prizes
from tools.demo.regional import REGIONAL
from tools.demo.rows import Attendance, Event, Finance, Person, Records, Target
from tools.demo.services import make_services
from tools.demo.targets import make_targets


@dataclass(frozen=True)
class Programme:
    """The rows of every register."""

    records: Records
    targets: list[Target]
    finance: list[Finance]


def make_programme() -> Programme:
    """Generate everything; each noun draws from a stream of its own."""
    records = make_records()
    targets = make_targets(Facts.of(records), Draw(8))
    return Programme(records, targets, make_finance(records, Draw(9)))


def make_records() -> Records:
    """Generate what happened: organisations first, then who came, then what they were given."""
    members = make_organisations(Draw(1))
    seating = Seating(members, Draw(2))
    seating.fill(REGIONAL + NATIONAL)
    people = _people(seating.seats, seating.people.guests)
    events = make_events(REGIONAL + NATIONAL, Draw(4))
    return Records(
        organisations=[member.row for member in members],
        people=sorted(people.values()),
        events=list(events.values()),
        attendances=_attendances(seating.seats, events, people),
        services=make_services(members, _trained(seating.seats), Draw(5)),
        grants=make_grants(members, Draw(6)),
        prizes=make_prizes(members, Draw(7)),
    )


def _people(seats: list[Seat], guests: list[Guest]) -> dict[int, Person]:
    """The people who came to something, by their number."""
    came = {seat.guest.number for seat in seats}
    present = [guest for guest in guests if guest.number in came]
    rows = make_people(present, Draw(3))
    return {guest.number: row for guest, row in zip(present, rows, strict=True)}


def _attendances(
    seats: list[Seat], events: dict[Plan, Event], people: dict[int, Person]
) -> list[Attendance]:
    return sorted(
        Attendance(events[seat.plan].event_id, people[seat.guest.number].person_id, seat.role)
        for seat in seats
    )


def _trained(seats: list[Seat]) -> set[str]:
    """The organisations whose people came to a training or school by the end of FY2014."""
    return {
        seat.guest.member.row.organisation_id
        for seat in seats
        if seat.guest.member
        and seat.role == "participant"
        and seat.plan.kind in ("training", "school")
        and seat.plan.year <= 2014
    }
