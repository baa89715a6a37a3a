"""Events: the plans as rows, with ids in the order of their first days and with their costs."""

from __future__ import annotations

from collections.abc import Sequence

from tools.demo.draw import Draw
from tools.demo.plan import Plan
from tools.demo.rows import Event
from tools.demo.vocabulary import TOWNS

FEE = 22
"""USD for an instructor's hour."""

DAILY = {"KG": 13, "KZ": 17, "TJ": 12}
"""USD for a participant's day, by host."""

HOSTS = 6
"""Instructors and organisers for whom there is a place too."""

TRAVEL_ABROAD = 85
TRAVEL_AT_HOME = 9


def make_events(plans: Sequence[Plan], draw: Draw) -> dict[Plan, Event]:
    """The event of each plan, in the order of the register."""
    ordered = sorted(plans, key=lambda plan: (plan.start, plan.end, plan.title_en))
    return {plan: _event(number, plan, draw) for number, plan in enumerate(ordered, start=1)}


def _event(number: int, plan: Plan, draw: Draw) -> Event:
    town = TOWNS[plan.town]
    instruction, participants, travel = _costs(plan, draw)
    return Event(
        event_id=f"EV-{number:03d}",
        title_ru=plan.title_ru,
        title_en=plan.title_en,
        kind=plan.kind,
        level=plan.level,
        host_country=plan.host,
        place_ru=town.ru,
        place_en=town.en,
        start=plan.start,
        end=plan.end,
        contact_hours=plan.hours,
        topic=plan.topic,
        instructors=plan.instructors,
        cost_instruction=instruction,
        cost_participants=participants,
        cost_travel=travel,
        capacity=_capacity(plan),
    )


def _capacity(plan: Plan) -> str:
    """Places in tens, with room for those who hold the event; a teleconference has no room."""
    if plan.kind == "teleconference":
        return ""
    size = sum(plan.guests.values()) + plan.officials + HOSTS
    return str(-(-size // 10) * 10)


def _costs(plan: Plan, draw: Draw) -> tuple[int, int, int]:
    """Cost of instruction, participants and travel in cents; nobody travels to a teleconference."""
    size = sum(plan.guests.values()) + plan.officials
    at_home = plan.guests.get(plan.host, 0) + plan.officials
    hours = float(plan.hours) if plan.instructors else 0.0
    fees = round(hours * FEE * (1 + (plan.days > 2)))
    if plan.kind == "teleconference":
        return 0, _about(size * 4, draw), 0
    travel = (size - at_home) * TRAVEL_ABROAD + at_home * TRAVEL_AT_HOME
    return (
        _about(fees, draw),
        _about(size * plan.days * DAILY[plan.host], draw),
        _about(travel, draw),
    )


def _about(dollars: int, draw: Draw) -> int:
    """Cents near a sum in dollars: within 6 %, in steps of 5 cents."""
    return dollars * draw.whole(940, 1060) // 50 * 5
