"""Amounts: hours that fit into their days, money that fits into its budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rrs_data.checks.context import Context
from rrs_data.checks.keys import positions
from rrs_data.checks.register import Checked
from rrs_data.checks.values import numbers
from rrs_data.findings import Finding

MONEY = ("amount", "approved", "spent", "cost_instruction", "cost_participants", "cost_travel")
"""Columns that hold US dollars."""

ABSURD = 10
"""Times the whole award from which an amount cannot be right: the published award may be a part."""

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
        details = {"most": 24 * int(days[place]), "days": int(days[place])}
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


def over_budget(checked: Checked) -> Iterator[Finding]:
    """Quarters, and lines since the start, in which more was spent than approved."""
    frame = _finance(checked)
    quarters = frame[frame["spent"] > frame["approved"] * QUARTER]
    yield from (_overspent(checked, row) for row in quarters.itertuples())
    sums = frame.groupby(["country", "line"], sort=False).agg(
        approved=("approved", "sum"), spent=("spent", "sum"), place=("place", "last")
    )
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


def _finance(checked: Checked) -> pd.DataFrame:
    """Country, budget line, approved and spent, and the row's place."""
    return pd.DataFrame(
        {
            "country": checked.columns["country"].rows().to_pylist(),
            "line": checked.columns["budget_line"].rows().to_pylist(),
            "approved": _of(checked, "approved"),
            "spent": _of(checked, "spent"),
            "place": np.arange(len(checked.rows)),
        }
    )


def grants_do_not_add_up(registers: Mapping[str, Checked]) -> Iterator[Finding]:
    """Countries whose grants come to more than their budget line, or less than it spent."""
    if not {"grants", "organisations", "finance"} <= set(registers):
        return
    grants, finance = registers["grants"], _finance(registers["finance"])
    lines = finance[finance["line"] == "grants"].groupby("country")[["approved", "spent"]].sum()
    owners = positions(grants, "organisation_id", registers["organisations"], "organisation_id")
    countries = np.array([*registers["organisations"].columns["country"].rows().to_pylist(), ""])
    granted = pd.DataFrame(
        {
            "country": countries[owners],
            "amount": _of(grants, "amount"),
            "place": np.arange(len(owners)),
        }
    ).groupby("country", sort=True)
    for country, own in granted:
        if country not in lines.index:
            continue
        total = float(own["amount"].sum())
        approved, spent = map(float, lines.loc[country].to_numpy())
        rule = "grants-over-budget" if total > approved + 0.005 else "grants-unspent"
        if rule == "grants-over-budget" or spent > total + 0.005:
            place = int(own["place"].iloc[-1])
            details = {
                "granted": f"{total:.2f}",
                "approved": f"{approved:.2f}",
                "spent": f"{spent:.2f}",
                "country": country,
            }
            yield grants.finding(rule, place, "amount", grants.text("amount", place), details)


def _of(checked: Checked, column: str) -> np.ndarray:
    return numbers(checked.columns[column], checked.register.column[column])
