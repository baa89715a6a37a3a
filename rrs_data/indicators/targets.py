"""Targets: what was promised for a period, from the register of targets.

A period has its own row, or what follows from others: the target of what adds up is the sum of the
parts' targets, that of what counts since the start is that of the last part. Unique figures never
add up, and no year's target is divided.
"""

from collections import defaultdict
from functools import cached_property

import pandas as pd

from rrs_data.indicators.counting import Counts
from rrs_data.indicators.sheets import Adds
from rrs_data.indicators.tallies import NO_ROWS, Evidence, added
from rrs_data.programme.programme import FINAL, Period, Programme, period_key


class Targets:
    """Looks up baselines and targets; what stands in the register was checked before."""

    def __init__(self, counts: Counts, programme: Programme) -> None:
        """Look up in the register of targets that was counted."""
        self.counts = counts
        self.programme = programme

    def promised(
        self, code: str, country: str, period: Period, what: str
    ) -> tuple[float | None, Evidence]:
        """A ``baseline`` or ``target`` and the rows that make it up: missing is None, not zero."""
        rows, adds = self._rows[code, country, what], self.counts.indicators.sheets[code].adds
        if what == "baseline":  # of a part the year's, of the whole the first: both begin with it
            names = [period.name, str(period.year), *(rows if period.year == FINAL else ())]
            names = [name for name in names if name in rows][:1]
        else:
            names = self._last(rows, period) if adds == "last" else self._own(rows, period, adds)
        if not (found := [rows[name] for name in names if name in rows]):
            return None, NO_ROWS
        counted = self.counts.column("targets", "row").isin(found)
        evidence = self.counts.of_register("targets", country, None).unless("part", counted)
        return added(self.counts.column("targets", what)[counted]), evidence

    def _own(self, rows: dict[str, int], period: Period, adds: Adds) -> list[str]:
        """The period; or all its parts where they add up, of the programme's years those there."""
        if period.name in rows:
            return [period.name]
        for shorter in self.programme.parts(period) if adds == "sum" else ():
            found = [self._own(rows, one, adds) for one in shorter]
            if all(found) or (period.year == FINAL and any(found)):
                return [name for names in found for name in names]
        return []

    def _last(self, rows: dict[str, int], period: Period) -> list[str]:
        """The period, or its last part; in the end the last year with a target."""
        parts = [shorter[-1].name for shorter in self.programme.parts(period)]
        years = sorted(filter(str.isdigit, rows), reverse=True) if period.year == FINAL else []
        return [name for name in (period.name, *parts, *years) if name in rows][:1]

    @cached_property
    def _rows(self) -> defaultdict[tuple[str, str, str], dict[str, int]]:
        """The rows with a value by indicator, country and whether it is baseline or target."""
        found: defaultdict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
        frame = self.counts.registers.frames.get("targets", pd.DataFrame())
        for one in frame.to_dict("records"):
            part = one.get("period")
            name = period_key(one["year"], part if isinstance(part, str) else "")
            for what in ("baseline", "target"):
                if pd.notna(one.get(what)):
                    found[one["indicator"], one["country"], what][name] = int(one["row"])
        return found
