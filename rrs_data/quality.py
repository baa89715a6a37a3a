"""Data quality: what the registers themselves tell about the donor's five words.

Validity, integrity, precision, reliability, timeliness: USAID ADS 201.3.5.7.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rrs_data.periods import Period
from rrs_data.registers import Registers
from rrs_data.tallies import UNKNOWN


@dataclass(frozen=True)
class Share:
    """A part of a whole, both as numbers of rows or people."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.part / self.whole if self.whole else None


def unknown(registers: Registers, country: str, period: Period, column: str) -> Share:
    """People who attended in the period and of whom a column is not recorded."""
    people = _people(registers, country, period)
    return Share(int((people[column] == UNKNOWN).sum()), len(people))


def without_organisation(registers: Registers, country: str, period: Period) -> Share:
    """People who attended in the period and belong to no organisation."""
    people = _people(registers, country, period)
    return Share(int(people["organisation_id"].isna().sum()), len(people))


def without_attendance(registers: Registers, country: str, period: Period) -> Share:
    """Events held in the period to which the register knows nobody who came."""
    events = registers.slice("events", country, period)
    attended = events["event_id"].isin(registers["attendances"]["event_id"])
    return Share(int((~attended).sum()), len(events))


def crossing(registers: Registers, country: str, period: Period) -> Share:
    """Events that ended in the period and began before it: counted by their end."""
    events = registers.slice("events", country, period)
    return Share(int((events["start"] < pd.Timestamp(period.start)).sum()), len(events))


def _people(registers: Registers, country: str, period: Period) -> pd.DataFrame:
    attended = registers.slice("attendances", country, period)["person_id"]
    people = registers["people"]
    return people[people["person_id"].isin(attended)]
