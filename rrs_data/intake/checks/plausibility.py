"""Plausibility: dates, hours, turnout, targets and baselines that can be."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rrs_data.intake.checks.register import Checked, Details, Shown
from rrs_data.intake.findings import Finding
from rrs_data.programme.programme import FINAL, HALVES, QUARTERS, REGION, Programme

IN_ORDER = (("start", "end"), ("awarded", "start"), ("achievement_date", "award_date"))
"""Columns of which the second must not lie before the first, in whichever register has both."""

FAR = 2  # years outside the programme from which a date that decides nothing is doubtful

DIVISIBLE = ("percent", "money")
"""Units of which there may be a part; people and other counts are whole."""

TINY = 1e-6  # what binary fractions may make of a sum


@dataclass(frozen=True)
class Measure:
    """What targets of an indicator are: its unit, and how periods add up (``sum``, ``last``)."""

    unit: str
    adds: str


@dataclass(frozen=True)
class Context:
    """What registers are held against: the programme, and its indicators by their codes.

    Without any indicators, targets are not held against them. ``counted`` finds what only shows
    once the indicators are counted: the typed frames and the register of targets are given to it.
    """

    programme: Programme
    indicators: Mapping[str, Measure]
    counted: Callable[[Any, Checked], Iterable[Finding]] | None = field(
        default=None, repr=False, compare=False
    )


def of_rows(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """What is wrong with the dates, hours and texts of a register's own rows."""
    frame = checked.frame
    for first, second in IN_ORDER:
        if {first, second} <= set(frame.columns):
            start, wrong = frame[first].dt.date, frame[second] < frame[first]
            yield from checked.breaches("dates-order", second, wrong, start=start)
    if {"contact_hours", "start", "end"} <= set(frame.columns):
        most = (24 * ((frame["end"] - frame["start"]).dt.days + 1)).astype("Int64")
        absurd = (most > 0) & (frame["contact_hours"] > most)
        yield from checked.breaches("hours-absurd", "contact_hours", absurd, most=most)
    yield from _texts(checked)
    if context:
        yield from _outside(checked, context.programme)


def _texts(checked: Checked) -> Iterator[Finding]:
    """Required texts that are there in no language, and those that some languages lack."""
    frame = checked.frame
    for text in checked.register.texts:
        nowhere = frame[list(text.own)].isna().all(axis=1)
        if text.required:
            yield from checked.breaches("required", text.own[0], nowhere)
        for column in text.own:
            lacking = np.flatnonzero(frame[column].isna() & ~nowhere)
            # What is at fault is empty too, and is reported as what it is.
            if len(lacking) and checked.at_fault.get(column) == {}:
                details = {"times": len(lacking)}
                yield checked.finding("untranslated", int(lacking[0]), column, "", details)


def _outside(checked: Checked, programme: Programme) -> Iterator[Finding]:
    """Dates outside the programme: errors where they decide about a row's period."""
    first, last = pd.Timestamp(programme.start), pd.Timestamp(programme.end)
    details = {"first": programme.start, "last": programme.end, "years": FAR}
    for column in checked.register.columns:
        if column.type == "date":
            decides = column.name == checked.register.date
            beyond = pd.Timedelta(days=0 if decides else FAR * 366)
            days = checked.frame[column.name]
            where = (days < first - beyond) | (days > last + beyond)
            rule = "date-outside" if decides else "date-far"
            yield from checked.breaches(rule, column.name, where, **details)


def of_turnout(events: Checked, attendances: Checked) -> Iterator[Finding]:
    """Events without an attendance, and events with more people than their stated capacity."""
    empty = ~events.holding("event_id", attendances.texts("event_id"))
    yield from events.breaches("event-unattended", "event_id", empty)
    if "capacity" not in events.cells:
        return
    counted = attendances.frame["event_id"].value_counts()
    people = counted.reindex(events.frame["event_id"], fill_value=0).reset_index(drop=True)
    crowded = people > events.frame["capacity"]
    yield from events.breaches("capacity", "capacity", crowded, people=people)


def of_targets(targets: Checked, context: Context) -> Iterator[Finding]:
    """Targets and baselines that cannot be: of another unit or sign, or in no report."""
    frame, indicators, programme = targets.frame, context.indicators, context.programme
    if indicators:
        unknown = targets.holding("indicator", targets.texts("indicator") - {*indicators})
        yield from targets.breaches("target-unknown", "indicator", unknown)
    units = frame["indicator"].map({code: one.unit for code, one in indicators.items()})
    for column in ("baseline", "target"):
        values = frame[column]
        percent = (values * 100).map("{:.10g}".format)
        above = (units == "percent") & (values > 1)
        yield from targets.breaches("share-above-one", column, above, percent=percent)
        yield from targets.breaches("target-negative", column, units.notna() & (values < 0))
        part = units.notna() & ~units.isin(DIVISIBLE) & (values % 1 > 0)
        yield from targets.breaches("target-part", column, part)
    years = {
        one: [*map(str, programme.years_of(one)), FINAL] for one in (REGION, *programme.countries)
    }
    own = frame["country"].fillna(REGION).map(lambda one: years.get(one, []))
    outside = [year not in known for year, known in zip(frame["year"], own, strict=True)]
    where = frame["year"].notna() & np.array(outside, dtype=bool)
    yield from targets.breaches("year-outside", "year", where, years=own.map(", ".join))


def odd_targets(targets: Checked, context: Context) -> Iterator[Finding]:
    """Targets that are odd beside those of other countries and periods."""
    frame = targets.frame.dropna(subset=["target"])
    frame = frame[frame["indicator"].isin([*context.indicators])]
    parts = frame["period"].fillna("") if "period" in frame else frame["indicator"].str[:0]
    periods = frame["year"].str.cat(parts, sep="-").str.removesuffix("-")
    known, planned = defaultdict[tuple[str, str], dict[str, float]](dict), set[tuple[str, str]]()
    rows = [*zip(frame["indicator"], frame["country"], periods, frame["target"], strict=True)]
    for code, country, period, target in rows:
        known[code, country][period] = target
        planned.add((country, period[:4]))
    by_rule: defaultdict[str, dict[int, Shown]] = defaultdict(dict)
    for place, (code, country, period, _) in zip(frame.index, rows, strict=True):
        own, measure, text = (
            known[code, country],
            context.indicators[code],
            targets.text("target", place),
        )
        own_years = map(str, context.programme.years_of(country))
        years = [one for one in own_years if (country, one) in planned]
        for rule, details in _oddities(own, period, measure, years):
            by_rule[rule][place] = text, details
        if country == REGION and measure.unit != "percent":
            others = context.programme.countries
            most, name = max((known.get((code, one), {}).get(period, 0), one) for one in others)
            if most > own[period]:
                by_rule["target-region"][place] = text, {"country": name, "other": f"{most:.10g}"}
    for rule, found in by_rule.items():
        yield from targets.listed(rule, "target", found, found.__getitem__)


def _oddities(
    own: Mapping[str, float], period: str, measure: Measure, years: list[str]
) -> Iterator[tuple[str, Details]]:
    """What is odd in a period's target beside those of others; some ``years`` are planned.

    Periods are ``2014``, ``2014-Q2`` and ``final``.
    """
    before = max((own[year] for year in years if year < period and year in own), default=0)
    # What is counted since the start never becomes less.
    if measure.adds == "last" and measure.unit != "percent" and before > own[period]:
        yield "target-falls", {"other": f"{before:.10g}"}
    # Who has a target in one year has one in the next, or in a part of it.
    after = years[years.index(period) + 1 :][:1] if period in years else []
    if after and not any(one[:4] in after for one in own):
        yield "target-missing", {"next": after[0]}
    # What adds up comes to the same in parts and as a whole.
    split = [[f"{period}-{part}" for part in parts] for parts in (QUARTERS, HALVES)]
    for names in [years] if period == FINAL else split:
        values = [own[name] for name in names if name in own]
        apart = len(values) == len(names) and abs(sum(values) - own[period]) > TINY
        if measure.adds == "sum" and apart:
            yield "target-parts", {"sum": f"{sum(values):.10g}"}
