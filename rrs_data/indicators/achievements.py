"""Achievements: an indicator's actual value beside its baseline, its target and its past.

One off its target needs a written reason, and so does a budget line that was overspent (2 CFR
200.329). The reasons of a report stand in ``params/narrative/XA/2014/deviations.ru.md``: a line
``## A-9`` or ``## personnel`` for each, and its reason below.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from rrs_data.indicators.counting import Counts
from rrs_data.indicators.keys import CODE
from rrs_data.indicators.sheets import Indicator
from rrs_data.indicators.suppression import suppression_of
from rrs_data.indicators.tallies import NO_ROWS, Evidence, Tally, added
from rrs_data.programme.faults import Fault
from rrs_data.programme.narrative import DEVIATIONS, Narrative
from rrs_data.programme.programme import FINAL, Period, Programme, in_message, period_key

Status = Literal["met", "below", "above", "no_target", "no_data"]


@dataclass(frozen=True)
class Achievement:
    """What an indicator came to in a country (or the region) and a reporting period.

    ``tally`` is the period's own count, ``cumulative`` the value since the start of the
    programme, ``previous`` the value of the period before: None in the country's first.
    ``baseline`` and ``target`` are None where none was set: missing is not zero.

        report.achieved("participants").percent_of_target
    """

    indicator: Indicator
    tally: Tally
    previous: float | None
    cumulative: float | None
    baseline: float | None
    target: float | None
    threshold: float

    @property
    def actual(self) -> float | None:
        """The value to set beside the target."""
        return self.tally.value

    @property
    def percent_of_target(self) -> float | None:
        """How much of the target was reached, as a share (1.0 is 100 %)."""
        return self.indicator.reached(self.actual, self.target, self.baseline)

    @property
    def deviation(self) -> float | None:
        """How far the actual lies from the target, as a share of the target; zero has none."""
        if self.actual is None or not self.target:
            return None
        return round(self.actual / self.target - 1, 9)

    @property
    def status(self) -> Status:
        """Where the actual lies, beyond the programme's deviation threshold or within it.

        A zero target is met by zero alone.
        """
        if self.actual is None:
            return "no_data"
        if self.target is None:
            return "no_target"
        distance = round(self.actual - self.target, 9)
        if abs(distance) <= round(self.threshold * abs(self.target), 9):
            return "met"
        return "above" if distance > 0 else "below"

    @property
    def hidden(self) -> bool:
        """Whether a public edition does not show it."""
        return self.tally.shown is not None and self.actual is None

    @property
    def off_target(self) -> bool:
        """Whether the actual needs a reason, in whichever direction it is off."""
        return self.status in ("below", "above")

    @property
    def favourable(self) -> bool:
        """Whether the actual is as good as promised, or better by the indicator's direction."""
        good = "above" if self.indicator.direction == "up" else "below"
        return self.status in ("met", good)

    def as_record(self) -> dict[str, Any]:
        """The achievement as plain values for JSON, the same in every language.

        Evidence names organisations, events, grants and pairs; people only as a number.
        """
        sheet, tally, public = self.indicator, self.tally, self.tally.shown is not None
        rows = {} if public else tally.evidence.rows
        unused = () if sheet.count == "share" else ("numerator", "denominator")
        values = ("baseline", "target", "actual", "percent_of_target", "deviation", "status")
        return {
            "indicator": sheet.code,
            "title": dict(sheet.title),
            **{name: getattr(sheet, name) for name in ("role", "unit")},
            **{name: getattr(tally, name) for name in ("numerator", "denominator")},
            **{name: getattr(self, name) for name in (*values, "previous", "cumulative")},
            "breakdown": [
                {name: value for name, value in asdict(one).items() if name not in unused}
                for one in tally.breakdown
            ],
            "evidence": {
                "count": None if public and sheet.of_people else len(tally.keys),
                "ids": None if sheet.of_people else list(tally.keys),
            },
            "rows": {register: own.tolist() for register, own in rows.items()},
        }


@dataclass(eq=False, repr=False)
class Achievements(Counts):
    """Sets what indicators come to beside what was promised, by the programme's rules.

    One of them serves any number of countries and periods; one for the ``public`` has the
    parameters that say what is hidden. Raises FaultsError.

        Achievements(report.registers, report.indicators, report.programme)
    """

    programme: Programme
    public: Path | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self._found = cache(self._achievement_of)
        kept = suppression_of(self, self.programme, self.public) if self.public else None
        self.suppression = kept

    def of(self, country: str, period: Period) -> Iterator[Achievement]:
        """The achievements of all indicators, in the order of the sheets."""
        for code in self.indicators.sheets:
            yield self.achievement(code, country, period)

    def achievement(self, code: str, country: str, period: Period) -> Achievement:
        """The achievement of one indicator in a country and a reporting period."""
        return self._found(code, country, period)

    def _achievement_of(self, code: str, country: str, period: Period) -> Achievement:
        def shown(days: Period) -> Tally:
            tally = self.tally(code, country, days)
            return self.suppression.public(tally, days) if self.suppression else tally

        previous, until = self.programme.previous(country, period), self.programme.until(period)
        return Achievement(
            indicator=self.indicators.sheets[code],
            tally=shown(self.span(code, period)),
            previous=shown(self.span(code, previous)).value if previous else None,
            cumulative=shown(until).value,
            baseline=self.promised(code, country, period, "baseline")[0],
            target=self.promised(code, country, period, "target")[0],
            threshold=self.programme.deviation_threshold,
        )

    def span(self, code: str, period: Period) -> Period:
        """The days that an indicator counts in a reporting year: those, or all since the start."""
        since_start = self.indicators.sheets[code].span == "programme"
        return self.programme.until(period) if since_start else period

    def promised(
        self, code: str, country: str, period: Period, what: str
    ) -> tuple[float | None, Evidence]:
        """A ``baseline`` or ``target`` and the rows that make it up: missing is None, not zero.

        A period has its own row, or what follows from others: the target of what adds up is the sum
        of the parts' targets, that of what counts since the start is that of the last part. Unique
        figures never add up, and no year's target is divided.
        """
        rows, adds = self._planned[code, country, what], self.indicators.sheets[code].adds
        names = [period.name]
        if what == "baseline":  # of a part the year's, of the whole the first: both begin with it
            names += [str(period.year), *(rows if period.year == FINAL else ())]
        elif adds == "last":  # in the end the last year with a target
            names += [shorter[-1].name for shorter in self.programme.parts(period)]
            names += sorted(filter(str.isdigit, rows), reverse=True) * (period.year == FINAL)
        found = [name for name in names if name in rows][:1]
        if what == "target" and adds == "sum":
            found = self._parts(rows, period)
        if not found:
            return None, NO_ROWS
        counted = np.isin(self.column("targets", "row"), [rows[name] for name in found])
        evidence = self.of_register("targets", country, None).unless("part", counted)
        return added(self.column("targets", what).to_numpy()[counted]), evidence

    def _parts(self, rows: Mapping[str, int], period: Period) -> list[str]:
        """The period; or all its parts, of the programme's years those with a target."""
        if period.name in rows:
            return [period.name]
        for shorter in self.programme.parts(period):
            found = [self._parts(rows, one) for one in shorter]
            if all(found) or (period.year == FINAL and any(found)):
                return [name for names in found for name in names]
        return []

    @cached_property
    def _planned(self) -> defaultdict[tuple[str, str, str], dict[str, int]]:
        """The rows with a value by indicator, country and whether it is baseline or target."""
        found: defaultdict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
        frame = self.registers.frames.get("targets", pd.DataFrame())
        for one in frame.to_dict("records"):
            for what in ("baseline", "target"):
                if pd.notna(one.get(what)):
                    own = found[one["indicator"], one["country"], what]
                    own[target_period(one)] = int(one["row"])
        return found


def target_period(target: Mapping[Any, Any]) -> str:
    """The name of the period that a row of targets is for."""
    part = target.get("period")
    return period_key(target["year"], part if isinstance(part, str) else "")


HEADING = re.compile(rf"^#+[ \t]*({CODE}|[a-z_]+)[ \t]*$", flags=re.MULTILINE)


def written_reasons(narrative: Narrative) -> dict[str, str]:
    """The written reasons by indicator code or budget line. Raises FaultsError: unreadable."""
    text = "\n\n".join(one.markdown for one in narrative.pieces(DEVIATIONS))
    _, *sections = HEADING.split(text)
    return {
        code: reason.strip()
        for code, reason in zip(sections[::2], sections[1::2], strict=True)
        if reason.strip()
    }


def check_narrative(
    achievements: Achievements, narrative: Narrative, *, strict: bool = True
) -> Iterator[Fault]:
    """A fault for whatever a report could not show of its narrative.

    Else, if that is ``strict``, one for each reason that is owed and not written.
    """
    if faults := [*narrative.faults()]:
        yield from faults
        return
    programme, country = achievements.programme, narrative.country
    owed = reasons_owed(achievements, country, programme.periods[narrative.period])
    expected = f"a reason where the deviation is beyond {programme.deviation_threshold:.0%}"
    written, file = written_reasons(narrative), narrative.path(DEVIATIONS)
    for heading, what, found in owed if strict else ():
        if heading not in written:
            where = f"{heading} of {country}, {narrative.period}: {what}"
            mend = f"write it below a line “## {heading}” in {file}; STRICT=0 makes a draft"
            yield Fault(where, f"{found}, and no reason", expected, f"{mend} without it")


def reasons_owed(
    achievements: Achievements, country: str, period: Period
) -> Iterator[tuple[str, str, str]]:
    """What needs a written reason: its heading, what it is, and what is off."""
    for one in achievements.of(country, period):
        if one.off_target:
            by = f" ({one.deviation:+.0%})" if one.deviation is not None else ""
            found = f"actual {one.actual:g}, target {one.target:g}{by}"
            yield one.indicator.code, in_message(one.indicator.title), found
    most = 1 + achievements.programme.deviation_threshold
    if "finance" in achievements.registers.frames:
        kept = achievements.of_register("finance", country, period).reasons == 0
        own = achievements.registers["finance"][kept]
        lines = own.groupby("budget_line")[["approved", "spent"]]
        for line, approved, spent in lines.sum().itertuples():
            if spent > approved * most:
                yield line, "a budget line", f"{spent:.2f} spent of {approved:.2f}"
