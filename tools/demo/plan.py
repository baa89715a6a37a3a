"""The plan of an event: what is written by hand before rows are made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tools.demo.rows import fiscal_year

TAUGHT = frozenset({"training", "school", "internship"})
"""Kinds of events that have named instructors and learning objectives."""


@dataclass(frozen=True)
class Plan:
    """An event as planned.

    ``guests`` are the CSO representatives by country, ``officials`` the people of public bodies
    who come too, ``fresh`` how many of the guests come to nothing but national and local events.
    """

    kind: str
    level: str
    host: str
    town: str
    first_day: str
    days: int
    hours: str
    topic: str
    title_ru: str
    title_en: str
    guests: dict[str, int] = field(hash=False)
    fresh: int = 0
    officials: int = 0
    untaught: bool = False

    @property
    def start(self) -> date:
        """The first day."""
        return date.fromisoformat(self.first_day)

    @property
    def end(self) -> date:
        """The last day."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def year(self) -> int:
        """The fiscal year in which the event ends."""
        return fiscal_year(self.end)

    @property
    def instructors(self) -> bool:
        """Whether the event has named instructors."""
        return self.kind in TAUGHT and not self.untaught
