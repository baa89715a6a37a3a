"""Facts: the generated rows joined to those that they point to, ready to be counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tools.demo.rows import Event, Grant, Organisation, Person, Prize, Records, Service

REGION = "ALL"


class Presence(NamedTuple):
    """An attendance with everything that it points to."""

    event: Event
    person: Person
    organisation: Organisation | None
    role: str

    @property
    def represents(self) -> bool:
        """Whether the person came to a regional event as a CSO representative."""
        return (
            self.event.level == "regional"
            and self.role in ("participant", "speaker")
            and self.organisation is not None
            and self.organisation.is_cso
        )

    @property
    def learns(self) -> bool:
        """Whether the person takes part in a training or school with instructors."""
        return (
            self.role == "participant"
            and self.event.kind in ("training", "school")
            and self.event.instructors
        )


@dataclass(frozen=True)
class Facts:
    """The rows that actuals are counted from; a country of ``ALL`` means every country."""

    presences: Sequence[Presence]
    events: Sequence[Event]
    services: Sequence[tuple[Service, Organisation]]
    grants: Sequence[tuple[Grant, Organisation]]
    prizes: Sequence[tuple[Prize, Organisation]]

    @classmethod
    def of(cls, records: Records) -> Facts:
        """Join the rows to those that they point to."""
        whose = {row.organisation_id: row for row in records.organisations}
        who = {row.person_id: row for row in records.people}
        which = {row.event_id: row for row in records.events}
        return cls(
            [
                Presence(
                    which[row.event_id],
                    who[row.person_id],
                    whose.get(who[row.person_id].organisation_id),
                    row.role,
                )
                for row in records.attendances
            ],
            records.events,
            [(row, whose[row.organisation_id]) for row in records.services],
            [(row, whose[row.organisation_id]) for row in records.grants],
            [(row, whose[row.organisation_id]) for row in records.prizes],
        )

    def represented(self, country: str, years: range) -> Iterator[Presence]:
        """CSO representatives of a country at the regional events of those years."""
        for one in self.presences:
            if one.represents and one.event.year in years and belongs(country, one.person.country):
                yield one


def belongs(country: str, other: str) -> bool:
    """Whether what is another country's counts for this one; ``ALL`` takes every country."""
    return country in (REGION, other)
