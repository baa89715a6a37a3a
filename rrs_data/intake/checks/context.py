"""The context of a check: what the programme's parameters say of any register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rrs_data.indicators.sheets import load_indicators
from rrs_data.programme.faults import FaultsError
from rrs_data.programme.programme import Programme, load_programme


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


def context_of(params: Path) -> Context | None:
    """The context that a directory of parameters gives.

    None where the parameters have faults: these are told by whoever reads them for a report.
    """
    try:
        return Context.of(load_programme(params), tuple(load_indicators(params).sheets))
    except FaultsError:
        return None
