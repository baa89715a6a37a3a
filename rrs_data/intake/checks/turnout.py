"""Turnout: events to which nobody came, and those to which more came than there was room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.checks.cells import Distinct
from rrs_data.intake.checks.links import Links, positions
from rrs_data.intake.checks.register import Checked
from rrs_data.intake.checks.values import numbers
from rrs_data.intake.findings import Finding


def turnout(registers: Mapping[str, Checked], links: Mapping[str, Links]) -> Iterator[Finding]:
    """Events without an attendance, and events with more people than their stated capacity."""
    if not {"events", "attendances"} <= set(registers):
        return
    events, attendances = registers["events"], registers["attendances"]
    if not attendances.has("event_id"):
        return
    came = links["attendances"]["event_id"]
    people = np.bincount(came[came >= 0], minlength=len(events.rows))
    named = first_of_its_id(events)
    refused = is_one_of(events.columns["event_id"], attendances.refused_ids)
    yield from _unattended(events, np.flatnonzero((people == 0) & named & ~refused))
    room = numbers(events.columns["capacity"], events.register.column["capacity"])
    for place in np.flatnonzero(people > room).tolist():
        details = {"people": int(people[place])}
        value = events.text("capacity", place)
        yield events.finding("capacity", place, "capacity", value, details)


def first_of_its_id(events: Checked) -> np.ndarray:
    """Which rows have an id of their own: the first row of each id that is not empty."""
    own = positions(events, "event_id", events, "event_id")
    return np.asarray(own == np.arange(len(own)))


def is_one_of(cells: Distinct, texts: Sequence[str]) -> np.ndarray:
    """Which rows hold one of some texts."""
    among = pc.is_in(cells.texts, value_set=pa.array(texts, pa.string()))
    return np.asarray(among.to_numpy(zero_copy_only=False)[cells.codes], dtype=bool)


def _unattended(events: Checked, places: np.ndarray) -> Iterator[Finding]:
    listed, more = events.capped("event-unattended", "event_id", places)
    for place in listed.tolist():
        value = events.text("event_id", place)
        yield events.finding("event-unattended", place, "event_id", value, {})
    yield from more
