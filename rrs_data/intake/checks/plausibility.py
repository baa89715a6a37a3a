"""Plausibility: dates in order and inside the programme, hours, targets and turnout that can be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.references import earlier_rows, first_of_key, repeats
from rrs_data.intake.checks.register import Checked
from rrs_data.intake.findings import Finding

IN_ORDER = (("start", "end"), ("awarded", "start"), ("achievement_date", "award_date"))
"""Columns of which the second must not lie before the first, in whichever register has both."""

FAR = 2
"""Years outside the programme from which a date that decides nothing is doubtful."""

QUARTER = "quarter_start"
"""The column of a quarter's first day."""


def of_rows(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """What is wrong with the dates and hours of single rows."""
    yield from _disorder(checked)
    yield from _absurd_hours(checked)
    yield from _quarters(checked, context)
    yield from _texts(checked)
    if context:
        yield from _outside(checked, context)
        yield from _other_years(checked, context)


def _disorder(checked: Checked) -> Iterator[Finding]:
    """Rows whose later date lies before the earlier one."""
    frame = checked.frame
    for first, second in IN_ORDER:
        if {first, second} <= set(frame.columns):
            start, wrong = frame[first].dt.date, frame[second] < frame[first]
            yield from checked.breaches("dates-order", second, wrong, start=start)


def _texts(checked: Checked) -> Iterator[Finding]:
    """Texts that are there in neither language, and those of one language alone."""
    frame = checked.frame
    for russian in filter(lambda name: str(name).endswith("_ru"), frame.columns):
        english = f"{russian.removesuffix('_ru')}_en"
        neither = frame[russian].isna() & frame[english].isna()
        yield from checked.breaches("required", russian, neither)
        for column in (russian, english):
            lacking = np.flatnonzero(frame[column].isna() & ~neither)
            # What is at fault is empty too, and is reported as what it is.
            if len(lacking) and checked.has(column) and not checked.at_fault.get(column):
                details = {"times": len(lacking)}
                yield checked.finding("untranslated", int(lacking[0]), column, "", details)


def _absurd_hours(checked: Checked) -> Iterator[Finding]:
    """Contact hours for which the days of the event have no room."""
    frame = checked.frame
    if "contact_hours" in frame.columns:
        most = (24 * ((frame["end"] - frame["start"]).dt.days + 1)).astype("Int64")
        absurd = (most > 0) & (frame["contact_hours"] > most)
        yield from checked.breaches("hours-absurd", "contact_hours", absurd, most=most)


def _quarters(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """Quarters that begin on another day than the first, and the same quarter again by its days."""
    if QUARTER not in checked.columns:
        return
    days, begins = checked.frame[QUARTER], context.first.month if context else 1
    months = days.dt.year * 12 + days.dt.month - begins
    other_day = days.notna() & ((days.dt.day != 1) | (months % 3 != 0))
    yield from checked.breaches("quarter-day", QUARTER, other_day)
    keys = checked.frame[list(checked.register.key)].assign(**{QUARTER: months // 3})
    again = {
        place: first for place, first in earlier_rows(keys).items() if days[place] != days[first]
    }
    yield from repeats(checked, "quarter-twice", "", again)


def _outside(checked: Checked, context: Context) -> Iterator[Finding]:
    """Dates outside the programme: an error where the date decides about the row's period."""
    first, last = pd.Timestamp(context.first), pd.Timestamp(context.last)
    details = {"first": context.first, "last": context.last, "years": FAR}
    for column in checked.register.columns:
        if column.type == "date":
            decides = column.name == checked.register.date
            beyond = pd.Timedelta(days=0 if decides else FAR * 366)
            days = checked.frame[column.name]
            where = (days < first - beyond) | (days > last + beyond)
            rule = "date-outside" if decides else "date-far"
            yield from checked.breaches(rule, column.name, where, **details)


def _other_years(checked: Checked, context: Context) -> Iterator[Finding]:
    """Reporting years that are none of the programme's."""
    if "year" in checked.columns:
        years = checked.frame["year"]
        other = years.notna() & ~years.isin(context.years)
        allowed = ", ".join(map(str, context.years))
        yield from checked.breaches("year-outside", "year", other, years=allowed)


def of_targets(targets: Checked, context: Context) -> Iterator[Finding]:
    """Targets of indicators without a sheet, and shares of more than the whole."""
    codes = targets.columns["indicator"]
    if context.indicators:
        unknown = set(codes.texts.to_pylist()) - {"", *context.indicators}
        yield from targets.breaches("target-unknown", "indicator", codes.holding(unknown))
    shares = codes.holding(context.shares)
    for column in ("baseline", "target"):
        values = targets.frame[column]
        percent = (values * 100).map("{:.10g}".format)
        yield from targets.breaches(
            "share-above-one", column, shares & (values > 1), percent=percent
        )


def of_turnout(events: Checked, attendances: Checked) -> Iterator[Finding]:
    """Events without an attendance, and events with more people than their stated capacity."""
    if not attendances.has("event_id"):
        return
    attended, ids = attendances.columns["event_id"], events.columns["event_id"]
    own = first_of_key(events)
    known = ids.holding({*attended.texts.to_pylist(), *attendances.refused_ids, ""})
    yield from events.breaches("event-unattended", "event_id", own & ~known)
    counted = attendances.frame["event_id"].value_counts()
    people = counted.reindex(events.frame["event_id"], fill_value=0).reset_index(drop=True)
    crowded = own & (people > events.frame["capacity"])
    yield from events.breaches("capacity", "capacity", crowded, people=people)
