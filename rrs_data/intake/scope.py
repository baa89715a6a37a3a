"""Scope: the rows of the registers that one report needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Scope:
    """A country (or ``ALL``, the region) and the last day of the report's period.

    What belongs to it: the events that ended by that day and that the country hosted, its people
    attended, or that were regional (every report shows who hosted whom), with all their
    attendances; the people of the country and all who attended those events; services, grants,
    prizes and finance of the country, decided by that day; its targets; and the organisations of
    the country or of any of these rows. Of the region: every row.
    """

    country: str
    until: date
