"""The context of a check: what the programme's parameters say of any register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rrs_data.programme.programme import Programme


@dataclass(frozen=True)
class Context:
    """The programme's first and last day and reporting years, its award, its indicators' codes.

    ``award`` is in US dollars. ``shares`` are the indicators that are shares of a whole. Without
    codes, targets are not held against the indicators.
    """

    first: date
    last: date
    years: tuple[int, ...]
    award: float
    indicators: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, programme: Programme, indicators: tuple[str, ...] = (), shares: tuple[str, ...] = ()
    ) -> Context:
        """The context that a programme and its indicators give."""
        award = programme.award.amount
        return cls(programme.start, programme.end, programme.years, award, indicators, shares)
