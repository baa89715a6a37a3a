"""The context of a check: what the programme's parameters say of any register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rrs_data.programme.programme import Programme


@dataclass(frozen=True)
class Context:
    """The programme's first and last day and reporting years, its award, its indicators' codes.

    ``award`` is in US dollars. Without codes, targets are not held against the indicators.
    """

    first: date
    last: date
    years: tuple[int, ...]
    award: float
    indicators: tuple[str, ...] = ()

    @classmethod
    def of(cls, programme: Programme, indicators: tuple[str, ...] = ()) -> Context:
        """The context that a programme and its indicators give."""
        return cls(
            programme.start, programme.end, programme.years, programme.award.amount, indicators
        )
