"""Turnout: events without people, and with more people than places."""

from tests.small_raws import told
from tests.small_registers import came

PEOPLE = {"organisations": [{}], "people": [{}, {}, {}]}


def test_nobody_came() -> None:
    """An event to which nobody came is doubted."""
    rows = {**PEOPLE, "events": [{}, {}], "attendances": came((2, 1))}

    assert ["event-unattended events 2 event_id"] == told(**rows)


def test_capacity() -> None:
    """As many people as places are no fault, one more is doubted; no capacity is no limit."""
    events = [{"capacity": "2"}, {"capacity": "1"}, {}]
    rows = {**PEOPLE, "events": events, "attendances": came((1, 1), (1, 2), (2, 1), (2, 3), (3, 1))}

    assert ["capacity events 3 capacity"] == told(**rows)


def test_an_event_without_an_id() -> None:
    """An event whose id is at fault is told for that alone."""
    assert ["required events 2 event_id"] == told(events=[{"event_id": ""}])
