"""Faults of rows: days, hours, people and places that cannot be."""

from __future__ import annotations

from tests.broken.copy_of import Broken, Told, fault


@fault
def end_before_start(broken: Broken) -> list[Told]:
    """An event and a grant end before they begin."""
    return [
        broken.put("dates-order", "events", "EV-023", "end", "2013-12-01"),
        broken.put("dates-order", "grants", "GR-008", "end", "2013-01-01"),
    ]


@fault
def rows_outside_the_programme(broken: Broken) -> list[Told]:
    """An event after the programme, a grant before it, a quarter and a target of other years."""
    broken.put("", "grants", "GR-001", "start", "2011-03-01")
    quarter = "UZ 2015-07-01 events"
    return [
        broken.put("date-outside", "events", "EV-060", "end", "2016-02-01"),
        broken.put("date-outside", "grants", "GR-001", "awarded", "2011-02-25"),
        broken.put("date-outside", "finance", quarter, "quarter_start", "2015-10-01"),
        broken.put("year-outside", "targets", "RRS-4 KG 2014", "year", "2019"),
    ]


@fault
def date_far_away(broken: Broken) -> Told:
    """An event is said to have begun years before the programme."""
    return broken.put("date-far", "events", "EV-024", "start", "2003-12-11")


@fault
def hours_for_which_the_days_are_too_short(broken: Broken) -> Told:
    """An event of one day had a hundred hours."""
    return broken.put("hours-absurd", "events", "EV-027", "contact_hours", "100")


@fault
def event_without_participants(broken: Broken) -> Told:
    """Nobody came to an event."""
    return broken.again("event-unattended", "events", "EV-030", "event_id", "EV-061")


@fault
def more_people_than_places(broken: Broken) -> Told:
    """More people came to an event than it had places for."""
    return broken.put("capacity", "events", "EV-031", "capacity", "40")


@fault
def target_of_an_unknown_indicator(broken: Broken) -> Told:
    """A target is set for an indicator that has no sheet."""
    return broken.put("target-unknown", "targets", "RRS-5 KG 2014", "indicator", "RRS-99")
