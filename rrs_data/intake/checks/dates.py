"""Dates: in order, and inside the programme."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.register import Checked
from rrs_data.intake.checks.values import numbers
from rrs_data.intake.findings import Finding

IN_ORDER = (("start", "end"), ("awarded", "start"), ("achievement_date", "award_date"))
"""Columns of which the second must not lie before the first, in whichever register has both."""

FAR = 2
"""Years outside the programme from which a date that decides nothing is doubtful."""


def disorder(checked: Checked) -> Iterator[Finding]:
    """Rows whose later date lies before the earlier one."""
    for first, second in IN_ORDER:
        if not {first, second} <= set(checked.columns):
            continue
        one, two = _days(checked, first), _days(checked, second)
        places, more = checked.capped("dates-order", second, np.flatnonzero(two < one))
        for place in places.tolist():
            details = {"start": checked.text(first, place)}
            value = checked.text(second, place)
            yield checked.finding("dates-order", place, second, value, details)
        yield from more


def outside(checked: Checked, context: Context) -> Iterator[Finding]:
    """Dates outside the programme: an error where the date decides about the row's period."""
    register = checked.register
    first, last = np.datetime64(context.first), np.datetime64(context.last)
    details = {"first": context.first, "last": context.last, "years": FAR}
    far = np.timedelta64(FAR * 366, "D")
    for column in register.columns:
        if column.type != "date":
            continue
        days = _days(checked, column.name)
        rule = "date-outside" if column.name == register.date else "date-far"
        beyond = np.timedelta64(0, "D") if rule == "date-outside" else far
        places = np.flatnonzero((days < first - beyond) | (days > last + beyond))
        listed, more = checked.capped(rule, column.name, places)
        for place in listed.tolist():
            value = checked.text(column.name, place)
            yield checked.finding(rule, place, column.name, value, details)
        yield from more


def years(checked: Checked, context: Context) -> Iterator[Finding]:
    """Reporting years that are none of the programme's."""
    column = checked.register.column.get("year")
    if column is None:
        return
    found = numbers(checked.columns["year"], column)
    places = np.flatnonzero(~np.isnan(found) & ~np.isin(found, context.years))
    listed, more = checked.capped("year-outside", "year", places)
    details = {"years": ", ".join(map(str, context.years))}
    for place in listed.tolist():
        yield checked.finding("year-outside", place, "year", checked.text("year", place), details)
    yield from more


def _days(checked: Checked, column: str) -> np.ndarray:
    return numbers(checked.columns[column], checked.register.column[column])
