"""Budgets: amounts that fit into the award, spending that fits into its lines, grants that add up.

Nothing is reported that may only follow from another fault: an amount that is not known or was
reported as absurd, a grant whose country is not known, or a row that was refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.references import first_of_key
from rrs_data.intake.checks.register import Checked
from rrs_data.intake.findings import Finding

MONEY = "USD"
"""The unit of columns that hold amounts of money."""

ABSURD = 10
"""Times the whole award from which an amount cannot be right: the published award may be a part."""

CENT = 0.005
"""Half a cent: what rounding may make of a sum."""

QUARTER = 1.2
"""Spent over approved from which a quarter is doubted: spending slips into the next quarter."""

SINCE_START = 1.1
"""The same since the start of the programme: the usual ±10 % of the donor's reports."""


def of_amounts(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """Single amounts above the award, or far above it, and a last row that adds up the others."""
    names = [column.name for column in checked.register.columns if column.unit == MONEY]
    if context:
        for name in names:
            yield from _above_the_award(checked, name, context.award)
    if names:
        yield from _probable_total(checked, names)


def _above_the_award(checked: Checked, name: str, award: float) -> Iterator[Finding]:
    amounts = checked.frame[name]
    shown, far = f"{award:.0f}", amounts > ABSURD * award
    yield from checked.breaches("amount-absurd", name, far, award=shown, times=ABSURD)
    yield from checked.breaches("amount-high", name, (amounts > award) & ~far, award=shown)


def _probable_total(checked: Checked, names: list[str]) -> Iterator[Finding]:
    """The last row, where each of its amounts is the sum of all amounts above it."""
    amounts = checked.frame[names]
    if len(amounts) < 3 or not amounts.iloc[-1].sum():
        return
    above = amounts.iloc[:-1].sum()
    if ((amounts.iloc[-1] - above).abs() < CENT).all():
        last = len(amounts) - 1
        name = next(name for name in names if above[name])
        value = checked.text(name, last)
        yield checked.finding("total-probable", last, name, value, {"rows": last})


def of_spending(finance: Checked, context: Context | None) -> Iterator[Finding]:
    """Quarters, and lines since the start, in which more was spent than approved."""
    frame = _lines(finance, context)
    quarters = frame[frame["spent"] > frame["approved"] * QUARTER]
    quarters = quarters.reset_index(names="place")
    yield from (_overspent(finance, row) for row in quarters.itertuples())
    lines = frame.reset_index(names="place").groupby(["country", "budget_line"], sort=False)
    sums = lines[["approved", "spent"]].sum(skipna=False).assign(place=lines["place"].last())
    known = set(zip(quarters["country"], quarters["budget_line"], strict=True))
    over = sums[(sums["spent"] > sums["approved"] * SINCE_START) & ~sums.index.isin(known)]
    yield from (_overspent(finance, row) for row in over.reset_index().itertuples())


def _overspent(finance: Checked, row: Any) -> Finding:
    """The finding of a row of a frame of lines; ``place`` is where it stands in the register."""
    details = {
        "spent": f"{row.spent:.2f}",
        "approved": f"{row.approved:.2f}",
        "line": row.budget_line,
        "country": row.country,
    }
    value = finance.text("spent", row.place)
    return finance.finding("spending-over-budget", row.place, "spent", value, details)


def _lines(finance: Checked, context: Context | None) -> pd.DataFrame:
    """Country, budget line, approved and spent of each row with a key of its own, by place."""
    frame = finance.frame[["country", "budget_line"]].assign(
        approved=_believable(finance, "approved", context),
        spent=_believable(finance, "spent", context),
    )
    return frame[first_of_key(finance)].dropna(subset=["country", "budget_line"])


def of_grants(registers: Mapping[str, Checked], context: Context | None) -> Iterator[Finding]:
    """Countries whose grants come to more than their budget line, or less than it spent."""
    grants, finance = registers["grants"], registers["finance"]
    granted = _granted(grants, registers["organisations"], context)
    budget = _lines_of_grants(finance, context)
    somewhere = float(granted.loc[granted["country"].isna(), "amount"].sum(skipna=False))
    for code, own in granted.groupby("country"):
        if code not in budget.index:
            continue
        least, sure = (float(own["amount"].sum(skipna=skipna)) for skipna in (True, False))
        approved, spent = map(float, budget.loc[code].to_numpy())
        most = np.inf if is_incomplete(grants) else sure + somewhere
        rule = "grants-over-budget" if least > approved + CENT else "grants-unspent"
        if rule == "grants-over-budget" or spent > most + CENT:
            place = int(own.index[-1])
            details = {
                "granted": f"{least:.2f}",
                "approved": f"{approved:.2f}",
                "spent": f"{spent:.2f}",
                "country": code,
            }
            yield grants.finding(rule, place, "amount", grants.text("amount", place), details)


def _granted(grants: Checked, organisations: Checked, context: Context | None) -> pd.DataFrame:
    """The country, missing where it is not known, and the amount of each grant, by place."""
    owners = organisations.frame[first_of_key(organisations)].dropna(subset="organisation_id")
    country = grants.frame["organisation_id"].map(owners.set_index("organisation_id")["country"])
    amounts = _believable(grants, "amount", context)
    return pd.DataFrame({"country": country, "amount": amounts})[first_of_key(grants)]


def _lines_of_grants(finance: Checked, context: Context | None) -> pd.DataFrame:
    """What each country's budget has for grants: approved and spent; NaN where it is not known."""
    frame = _lines(finance, context)
    lines = frame[frame["budget_line"] == "grants"].groupby("country")[["approved", "spent"]]
    sums = lines.sum(skipna=False)
    if is_incomplete(finance) or len(frame) < np.count_nonzero(first_of_key(finance)):
        sums["approved"] = np.nan
    return sums


def is_incomplete(checked: Checked) -> bool:
    """Whether rows were refused for their shape."""
    return checked.read > len(checked.rows)


def _believable(checked: Checked, column: str, context: Context | None) -> pd.Series:
    """Amounts of a column; missing where they are above the award."""
    amounts = checked.frame[column]
    return amounts.mask(amounts > context.award) if context else amounts
