"""Amounts: hours that fit into their days, money that fits into its budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.keys import first_of_key
from rrs_data.intake.checks.links import Links
from rrs_data.intake.checks.register import Checked
from rrs_data.intake.checks.values import numbers
from rrs_data.intake.findings import Finding

MONEY = ("amount", "approved", "spent", "cost_instruction", "cost_participants", "cost_travel")
"""Columns that hold US dollars."""

ABSURD = 10
"""Times the whole award from which an amount cannot be right: the published award may be a part."""

CENT = 0.005
"""Half a cent: what rounding may make of a sum."""

QUARTER = 1.2
"""Spent over approved from which a quarter is told: spending slips from one quarter to the next."""

SINCE_START = 1.1
"""The same since the start of the programme: the usual ±10 % of the donor's reports."""


def absurd_hours(checked: Checked) -> Iterator[Finding]:
    """Contact hours for which the days of the event have no room."""
    if "contact_hours" not in checked.columns:
        return
    hours, first, last = (_of(checked, name) for name in ("contact_hours", "start", "end"))
    days = (last - first) / np.timedelta64(1, "D") + 1
    places, more = checked.capped(
        "hours-absurd", "contact_hours", np.flatnonzero((days > 0) & (hours > 24 * days))
    )
    for place in places.tolist():
        details = {"most": 24 * int(days[place])}
        value = checked.text("contact_hours", place)
        yield checked.finding("hours-absurd", place, "contact_hours", value, details)
    yield from more


def absurd_money(checked: Checked, context: Context) -> Iterator[Finding]:
    """Single amounts above the whole award, and those that are far above it."""
    for name in MONEY:
        if name not in checked.columns:
            continue
        found = _of(checked, name)
        far = found > ABSURD * context.award
        high = (found > context.award) & ~far
        for rule, which in (("amount-absurd", far), ("amount-high", high)):
            places, more = checked.capped(rule, name, np.flatnonzero(which))
            details = {"award": f"{context.award:.0f}", "times": ABSURD}
            for place in places.tolist():
                yield checked.finding(rule, place, name, checked.text(name, place), details)
            yield from more


def over_budget(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """Quarters, and lines since the start, in which more was spent than approved.

    A line with an amount that is at fault, or told as absurd, is not added up.
    """
    frame = _finance(checked, context)
    quarters = frame[frame["spent"] > frame["approved"] * QUARTER]
    yield from (_overspent(checked, row) for row in quarters.itertuples())
    lines = frame.groupby(["country", "line"], sort=False)
    sums = lines[["approved", "spent"]].sum(skipna=False).assign(place=lines["place"].last())
    told = set(zip(quarters["country"], quarters["line"], strict=True))
    for row in sums[sums["spent"] > sums["approved"] * SINCE_START].reset_index().itertuples():
        if (row.country, row.line) not in told:
            yield _overspent(checked, row)


def _overspent(checked: Checked, row: Any) -> Finding:
    """The finding of a row with ``country``, ``line``, ``approved``, ``spent`` and ``place``."""
    details = {
        "spent": f"{row.spent:.2f}",
        "approved": f"{row.approved:.2f}",
        "line": row.line,
        "country": row.country,
    }
    value = checked.text("spent", row.place)
    return checked.finding("spending-over-budget", row.place, "spent", value, details)


def _finance(checked: Checked, context: Context | None) -> pd.DataFrame:
    """Country, budget line, approved and spent, and the row's place; each row's key once."""
    frame = pd.DataFrame(
        {
            "country": checked.columns["country"].rows().to_pylist(),
            "line": checked.columns["budget_line"].rows().to_pylist(),
            "approved": _believable(checked, "approved", context),
            "spent": _believable(checked, "spent", context),
            "place": np.arange(len(checked.rows)),
        }
    )
    return frame[first_of_key(checked) & (frame["country"] != "") & (frame["line"] != "")]


def grants_do_not_add_up(
    registers: Mapping[str, Checked], links: Mapping[str, Links], context: Context | None
) -> Iterator[Finding]:
    """Countries whose grants come to more than their budget line, or less than it spent.

    Nothing is told that may only follow from another fault: an amount that is not known, a grant
    whose country is not, or a row that was refused.
    """
    if not {"grants", "organisations", "finance"} <= set(registers):
        return
    grants = registers["grants"]
    owners = links["grants"]["organisation_id"]
    granted = _granted(grants, registers["organisations"], owners, context)
    lines = _lines_of_grants(registers["finance"], context)
    somewhere = float(granted[granted["country"] == ""]["amount"].sum(skipna=False))
    for code, own in granted.groupby("country", sort=True):
        if code not in lines.index:
            continue
        least, sure = (float(own["amount"].sum(skipna=skipna)) for skipna in (True, False))
        approved, spent = map(float, lines.loc[code].to_numpy())
        most = np.inf if is_incomplete(grants) else sure + somewhere
        rule = "grants-over-budget" if least > approved + CENT else "grants-unspent"
        if rule == "grants-over-budget" or spent > most + CENT:
            place = int(own["place"].iloc[-1])
            details = {
                "granted": f"{least:.2f}",
                "approved": f"{approved:.2f}",
                "spent": f"{spent:.2f}",
                "country": code,
            }
            yield grants.finding(rule, place, "amount", grants.text("amount", place), details)


def _granted(
    grants: Checked, organisations: Checked, owners: np.ndarray, context: Context | None
) -> pd.DataFrame:
    """Each grant's country, empty where it is not known, its amount and its row's place."""
    country = organisations.columns["country"]
    names = np.array([*country.texts.to_pylist(), ""], dtype=object)
    countries = names[np.append(country.codes, len(country.texts))]
    frame = pd.DataFrame(
        {
            "country": countries[owners],
            "amount": _believable(grants, "amount", context),
            "place": np.arange(len(owners)),
        }
    )
    return frame[first_of_key(grants)]


def _lines_of_grants(finance: Checked, context: Context | None) -> pd.DataFrame:
    """What each country's budget has for grants: approved and spent; NaN where it is not known."""
    frame = _finance(finance, context)
    lines = frame[frame["line"] == "grants"].groupby("country")[["approved", "spent"]]
    sums = lines.sum(skipna=False)
    if is_incomplete(finance) or len(frame) < np.count_nonzero(first_of_key(finance)):
        sums["approved"] = np.nan
    return sums


def is_incomplete(checked: Checked) -> bool:
    """Whether rows were refused for their shape."""
    return checked.read > len(checked.rows)


def _believable(checked: Checked, column: str, context: Context | None) -> np.ndarray:
    """Amounts of a column; NaN for those that are told as absurd or high."""
    amounts = _of(checked, column)
    return np.where(amounts > context.award, np.nan, amounts) if context else amounts


def _of(checked: Checked, column: str) -> np.ndarray:
    return numbers(checked.columns[column], checked.register.column[column])
