"""Checks: every fault of the registers in one pass, each reported once."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Context:
    """What the programme says of any register; its award is in US dollars.

    ``shares`` are the indicators that are a part of a whole. Without any indicators, targets are
    not held against them.
    """

    first: date
    last: date
    years: tuple[int, ...]
    award: float
    indicators: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
