"""Finance: budget and spending by budget line, and what one unit of output cost."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rrs_data.intake.registers import Registers
from rrs_data.programme.periods import Period
from rrs_data.programme.programme import Programme

PARTICIPATING = ("participant", "speaker")
"""Roles that take part in an event; instructors and organisers are part of its cost."""


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
    def remaining(self) -> float:
        """What is left of the budget approved since the start; negative when it is overspent."""
        return self.approved_since - self.spent_since

    @property
    def burn_rate(self) -> float | None:
        """Spent over approved in the period; None where nothing was approved."""
        return self.spent / self.approved if self.approved else None

    @property
    def variance(self) -> float | None:
        """How far the period's spending lies from its budget, as a share of the budget."""
        return None if self.burn_rate is None else round(self.burn_rate - 1, 9)


def spending(
    registers: Registers, programme: Programme, country: str, period: Period
) -> list[Spending]:
    """The budget lines with money in them, in the schema's order, and their total (``total``)."""
    now = _sums(registers.slice("finance", country, period))
    since = _sums(registers.slice("finance", country, programme.until(period)))
    allowed = registers.schema.registers["finance"].column["budget_line"].allowed
    lines = [
        Spending(line, *now.get(line, (0.0, 0.0)), *since[line])
        for line in allowed
        if any(since.get(line, ()))
    ]
    return [*lines, _total(lines)] if lines else []


def _sums(rows: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Approved and spent by budget line; cents are added as whole numbers."""
    cents = (rows[["approved", "spent"]] * 100).round().groupby(rows["budget_line"]).sum() / 100
    return {str(line): (float(a), float(s)) for line, a, s in cents.itertuples()}


def _total(lines: list[Spending]) -> Spending:
    sums = [
        round(sum(values), 2)
        for values in zip(
            *((one.approved, one.spent, one.approved_since, one.spent_since) for one in lines),
            strict=True,
        )
    ]
    return Spending("total", *sums)


@dataclass(frozen=True)
class UnitCost:
    """What one unit of an output cost: a sum over a sum, in US dollars."""

    cost: float
    units: float

    @property
    def value(self) -> float | None:
        """The cost of one unit; None where there were no units."""
        return self.cost / self.units if self.units else None


def per_participant_day(registers: Registers, country: str, period: Period) -> UnitCost:
    """Cost of the events hosted in the period over the days that people spent at them."""
    events = registers.slice("events", country, period)
    return UnitCost(float(events["cost"].sum()), float(_participants(registers, events, "days")))


def per_trainee(registers: Registers, country: str, period: Period) -> UnitCost:
    """Cost of the trainings and schools hosted in the period over the places taken at them."""
    events = registers.slice("events", country, period)
    trainings = events[events["kind"].isin(["training", "school"]) & events["instructors"]]
    return UnitCost(float(trainings["cost"].sum()), float(_participants(registers, trainings)))


def _participants(registers: Registers, events: pd.DataFrame, weight: str | None = None) -> float:
    """Places taken at events, each as often as the event's ``weight``."""
    rows = registers.view("attendances")
    rows = rows[rows["event_id"].isin(events["event_id"]) & rows["role"].isin(PARTICIPATING)]
    return float(rows[f"event.{weight}"].sum()) if weight else float(len(rows))
