"""Checks: every fault of the registers in one pass, each reported once."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Context:
    """What the programme's parameters say of any register.

    That is its first and last day and reporting years, its award in US dollars, the codes of its
    indicators, and those of them that are shares of a whole. Without codes, targets are not held
    against the indicators.
    """

    first: date
    last: date
    years: tuple[int, ...]
    award: float
    indicators: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
