"""Finance: budget and spending by budget line, looked up as figures of the register of finance."""

from __future__ import annotations

from dataclasses import dataclass

from rrs_data.indicators.figures import Figures
from rrs_data.indicators.keys import Filter, Key, Term

PARTICIPATING = ("participant", "speaker")
"""Roles that take part in an event; instructors and organisers are part of its cost."""

TOTAL = "total"
"""In place of a budget line: all of them together."""


@dataclass(frozen=True)
class Spending:
    """Approved and spent of one budget line, in US dollars.

    ``approved`` and ``spent`` are those of the period, ``approved_since`` and ``spent_since``
    those since the start of the programme.
    """

    line: str
    approved: float
    spent: float
    approved_since: float
    spent_since: float

    @property
    def variance(self) -> float | None:
        """How far the period's spending lies from its budget, as a share of the budget."""
        return round(self.spent / self.approved - 1, 9) if self.approved else None


def spending(figures: Figures, country: str, span: str, since: str) -> list[Spending]:
    """The budget lines with money in them, in the schema's order, and their total.

    ``span`` is the period as keys write it, ``since`` the one since the start.
    """
    schema = figures.counts.registers.schema
    allowed = schema.registers["finance"].column["budget_line"].allowed
    lines = [_line(figures, country, (span, since), line) for line in allowed]
    found = [one for one in lines if one.approved_since or one.spent_since]
    return [*found, _line(figures, country, (span, since), TOTAL)] if found else []


def _line(figures: Figures, country: str, spans: tuple[str, str], line: str) -> Spending:
    where = () if line == TOTAL else (Filter("budget_line", (line,)),)
    terms = [
        Term("finance", where, measure, country, span)
        for span in spans
        for measure in ("approved", "spent")
    ]
    return Spending(line, *(figures.value(Key(term))[0] or 0.0 for term in terms))
