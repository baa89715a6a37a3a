"""Reconciliation: published figures and what the registers give as of the day of publication."""

from __future__ import annotations

from dataclasses import dataclass

from rrs_data.indicators.achievements import Achievements
from rrs_data.programme.periods import Period
from rrs_data.programme.published import Published, PublishedFigure


@dataclass(frozen=True)
class Reconciled:
    """A published figure, or a published part of one, and the computed value."""

    figure: PublishedFigure
    country: str
    published: float
    computed: float | None

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        if self.country == self.figure.country:
            return self.figure.agrees(self.computed)
        return self.computed == self.published


def reconcile(achievements: Achievements, published: Published, period: Period) -> list[Reconciled]:
    """Every published figure with its computed value, for the report of a period.

    Empty when the day of publication lies after the period: the figures were not known then.
    """
    if published.as_of > period.end:
        return []
    return [
        Reconciled(figure, country, value, _computed(achievements, published, figure, country))
        for figure in published.figures
        for country, value in {figure.country: figure.value, **figure.parts}.items()
    ]


def _computed(
    achievements: Achievements, published: Published, figure: PublishedFigure, country: str
) -> float | None:
    period = Period(figure.since or achievements.programme.start, published.as_of)
    tally = achievements.counts.tally(figure.indicator, country, period)
    if figure.category is None:
        return tally.value
    by = achievements.indicators.sheets[figure.indicator].by[0]
    return tally.by(by).get(figure.category, 0.0)
