"""Reporting periods: fiscal years, calendar years and any other span of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import pandas as pd

YearKind = Literal["fiscal", "calendar"]

FINAL: Final = "final"
"""In place of a year: the final report, on the whole programme."""

Year = int | Literal["final"]


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included. ``year`` is its reporting year, or "final"."""

    start: date
    end: date
    year: Year | None = None

    def holds(self, days: pd.Series) -> pd.Series:
        """Which of the days (datetime64) lie in the period; a missing day lies in none."""
        return days.between(str(self.start), str(self.end))

    def clipped(self, other: Period) -> Period:
        """The part of this period that lies in ``other``."""
        return Period(max(self.start, other.start), min(self.end, other.end), self.year)

    def as_record(self) -> dict[str, str | int | None]:
        """The period as plain values for JSON."""
        return {"start": str(self.start), "end": str(self.end), "year": self.year}


def year_period(year: int, kind: YearKind) -> Period:
    """The days of a reporting year.

    A US federal fiscal year is named for the year in which it ends: FY2014 is
    1 October 2013 – 30 September 2014 (31 U.S.C. § 1102).
    """
    if kind == "fiscal":
        return Period(date(year - 1, 10, 1), date(year, 9, 30), year)
    return Period(date(year, 1, 1), date(year, 12, 31), year)


def year_of(day: date, kind: YearKind) -> int:
    """The reporting year in which a day lies."""
    return day.year + (kind == "fiscal" and day.month >= 10)
