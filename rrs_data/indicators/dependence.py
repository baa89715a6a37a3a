"""Dependence: what in the registers a report is made from, as digests that change when it does.

Everything that the sections show comes from one of these:

- the rows of the report's country up to the end of its period, the rows before it too, for
  figures since the start and of the year before; of the region, all rows up to that day;
- all attendances at the events that those rows are of: who hosted whom, and who met;
- figures of other countries: participants and hosts of the period, services since the start, and
  the computed values beside the published ones. They are taken as they are counted, so that a
  report does not depend on another country's rows that change none of them.

Not among them is what only names the making: the hashes and lengths of whole files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.achievements import Evaluator
from rrs_data.indicators.networking import host_matrix
from rrs_data.indicators.tallies import Tally
from rrs_data.programme.periods import Period, Year
from rrs_data.programme.programme import REGION
from rrs_data.programme.published import Published

FIGURES = "figures of other countries"
"""What the digest of those figures is called, beside the registers' names."""

Bits = NDArray[np.bool_]


@dataclass
class Dependence:
    """Tells what reports depend on; one serves all reports of the same registers."""

    evaluator: Evaluator
    published: Published
    _figures: dict[Period, list[Any]] = field(default_factory=dict)

    def of(self, country: str, year: Year) -> Mapping[str, str]:
        """The digests of a report's rows by register, and of the other countries' figures."""
        period = self.evaluator.programme.period(year)
        registers = self.evaluator.registers
        rows = {name: self._digest(name, country, period) for name in registers.schema.registers}
        figures = [registers.illustrative, *self._figures_of(period)]
        return {**rows, FIGURES: hashlib.sha256(repr(figures).encode()).hexdigest()}

    def _digest(self, name: str, country: str, period: Period) -> str:
        chosen = self._row_hashes[name][self._chosen(name, country, period)]
        return hashlib.sha256(chosen.tobytes()).hexdigest()

    def _chosen(self, name: str, country: str, period: Period) -> Bits:
        """Which rows of a register's view a report depends on."""
        early = self._early(name, period)
        if country == REGION:
            return early
        chosen = early & self._of_country(name, country)
        view = self.evaluator.registers.view(name)
        if "event_id" in view:
            chosen |= early & view["event_id"].isin(self._events(country, period)).to_numpy()
        return chosen

    def _events(self, country: str, period: Period) -> set[str]:
        """The events that the country hosted, or at which somebody of the country was."""
        return {
            event
            for name in ("events", "attendances")
            for event in self.evaluator.registers.view(name).loc[
                self._early(name, period) & self._of_country(name, country), "event_id"
            ]
        }

    def _early(self, name: str, period: Period) -> Bits:
        """The rows up to the end of the period; a row without a day belongs to every period."""
        view = self.evaluator.registers.view(name)
        date = self.evaluator.registers.schema.registers[name].date
        if not date:
            return np.ones(len(view), dtype=bool)
        return ~(view[date] > pd.Timestamp(period.end)).to_numpy(dtype=bool)

    def _of_country(self, name: str, country: str) -> Bits:
        """The rows that name the country in any of their columns on countries."""
        view = self.evaluator.registers.view(name)
        columns = [column for column in view if str(column).endswith("country")]
        return np.asarray((view[columns] == country).any(axis=1), dtype=bool)

    @cached_property
    def _row_hashes(self) -> dict[str, NDArray[np.uint64]]:
        """A hash of each row of each view: its own number in the file counts, others' do not."""
        registers = self.evaluator.registers
        return {name: _hashes(registers.view(name)) for name in registers.schema.registers}

    def _figures_of(self, period: Period) -> list[Any]:
        """What every report of a period shows of other countries; counted once."""
        if period not in self._figures:
            self._figures[period] = list(self._counted(period))
        return self._figures[period]

    def _counted(self, period: Period) -> Iterator[Any]:
        evaluator, published = self.evaluator, self.published
        sheet = evaluator.indicators.sheets["RRS-1"]
        people = evaluator.registers["people"]
        here = people["person_id"].isin(evaluator.tally("RRS-1", REGION, period).keys)
        yield people[here].groupby(["country", "sex"]).size().to_dict()
        yield host_matrix(sheet, evaluator.registers, period).to_dict()
        if evaluator.registers.reaches(REGION, period.end):
            yield _plain(evaluator.figure("RRS-5", REGION, evaluator.programme.until(period)))
        if published.as_of <= period.end:
            for figure in published.figures:
                span = Period(figure.since or evaluator.programme.start, published.as_of)
                for country in (figure.country, *figure.parts):
                    if evaluator.registers.reaches(country, span.end):
                        yield _plain(evaluator.figure(figure.indicator, country, span))


def _hashes(view: pd.DataFrame) -> NDArray[np.uint64]:
    others = [column for column in view if str(column).endswith(".row")]
    hashed = pd.util.hash_pandas_object(view.drop(columns=others), index=False)
    return np.asarray(hashed, dtype=np.uint64)


def _plain(tally: Tally) -> tuple[Any, ...]:
    """The numbers of a tally, without what was counted."""
    parts = [(part.by, part.category, part.value) for part in tally.breakdown]
    return tally.value, tally.numerator, tally.denominator, parts
