"""Amounts: in which currency and of which kind they are, and whether they can be.

Nothing is reported that may only follow from another fault: an amount that is not known or was
reported as absurd, a grant whose country is not known, or a row that was refused.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from rrs_data.intake.checks.plausibility import Context
from rrs_data.intake.checks.register import Checked, Details, earlier_rows
from rrs_data.intake.currencies import worth_of
from rrs_data.intake.findings import Finding
from rrs_data.intake.forms import SHARE, currency_of
from rrs_data.intake.headers import remarks
from rrs_data.intake.schema import CURRENCY, MONEY
from rrs_data.programme.programme import Currency

QUARTER = "quarter_start"  # the column of a quarter's first day
ABSURD = 10  # times the award that no amount comes to: the published award may be a part
CENT = 0.005  # half a cent: what rounding may make of a sum


def of_amounts(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """What is wrong with the amounts of a register's own rows."""
    yield from _quarters(checked, context)
    yield from _of_signs(checked)
    money = [column.name for column in checked.register.columns if column.unit == MONEY]
    if context:
        currency, award = context.programme.currency, context.programme.award.amount
        yield from _of_currencies(checked, currency)
        for name in money:
            amounts = checked.frame[name].abs()
            far, high = amounts > ABSURD * award, amounts > award
            details = {"award": f"{award:.0f}", "currency": currency.code}
            yield from checked.breaches("amount-absurd", name, far, **details, times=ABSURD)
            yield from checked.breaches("amount-high", name, high & ~far, **details)
    yield from _probable_total(checked, money)


def _of_currencies(checked: Checked, currency: Currency) -> Iterator[Finding]:
    """Amounts whose own words name another currency than the row's, and currencies without rate."""
    frame, register = checked.written, checked.register
    row = pd.Series(currency.code, frame.index)
    if CURRENCY in frame:
        row = frame[CURRENCY].fillna(currency.code)
        lacking = worth_of(frame, register, currency).isna()
        if register.date in frame:
            lacking &= frame[register.date].notna()
            known = [f"{one.currency} from {one.since}: {one.rate:g}" for one in currency.rates]
            details: Details = {"day": frame[register.date].dt.date, "own": currency.code}
            rates = ", ".join(known) or "—"
            yield from checked.breaches("currency-rate", CURRENCY, lacking, rates=rates, **details)
    for column in register.columns:
        if column.unit in (MONEY, SHARE) and column.name in checked.raw.headers:
            yield from _of_others(checked, column.name, row)


def _of_others(checked: Checked, name: str, row: pd.Series) -> Iterator[Finding]:
    """The cells of a column that say by themselves, or by the header, to be in other currencies."""
    cells = checked.raw.cells[name].to_pandas()
    header = currency_of(" ".join(remarks(checked.raw.headers[name])))
    said = cells.map({text: text and (currency_of(text) or header) for text in cells.unique()})
    other = [bool(meant) and own not in meant for meant, own in zip(said, row, strict=True)]
    details = {"written": cells, "meant": said.map(", ".join), "own": row}
    yield from checked.breaches("currency-other", name, np.array(other, dtype=bool), **details)


def _of_signs(checked: Checked) -> Iterator[Finding]:
    """Negative amounts of no kind that may be negative, and positive ones of one that must be."""
    for column in checked.register.columns:
        for kind, kinds in column.negative.items():
            amounts = checked.frame[column.name]
            taken_off = kind in checked.cells and checked.holding(kind, kinds)
            details = {"kind": checked.raw.headers.get(kind, kind), "kinds": ", ".join(kinds)}
            negative, positive = (amounts < 0) & ~taken_off, (amounts > 0) & taken_off
            yield from checked.breaches("amount-negative", column.name, negative, **details)
            yield from checked.breaches("amount-positive", column.name, positive, **details)


def _quarters(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """Quarters that begin on another day than the first, and the same quarter again by its days."""
    if QUARTER not in checked.cells:
        return
    days, begins = checked.frame[QUARTER], context.programme.first_month if context else 1
    months = days.dt.year * 12 + days.dt.month - begins
    other_day = days.notna() & ((days.dt.day != 1) | (months % 3 != 0))
    yield from checked.breaches("quarter-day", QUARTER, other_day)
    keys = checked.keys.assign(**{QUARTER: months // 3})
    again = earlier_rows(keys)
    by_day = days[again.index].to_numpy() != days[again].to_numpy()
    yield from checked.repeats("quarter-twice", again[by_day])


def _probable_total(checked: Checked, names: list[str]) -> Iterator[Finding]:
    """The last row, where each of its amounts is the sum of all amounts above it."""
    amounts, last = checked.frame[names].dropna(axis=1, how="all"), len(checked.rows) - 1
    above = amounts.iloc[:-1].sum()
    if last > 1 and amounts.iloc[-1].sum() and ((amounts.iloc[-1] - above).abs() < CENT).all():
        name = next(str(name) for name in amounts if above[str(name)])
        value = checked.text(name, last)
        yield checked.finding("total-probable", last, name, value, {"rows": last})


def of_grants(registers: Mapping[str, Checked], context: Context) -> Iterator[Finding]:
    """Countries whose grants come to more than their budget line, or less than it spent."""
    grants, owners = registers["grants"], registers["organisations"].frame
    country = grants.frame["organisation_id"].map(owners.set_index("organisation_id")["country"])
    own = grants.frame.reset_index(names="place").groupby(country)
    totals = own.agg(granted=("amount", "sum"), last=("place", "last"))
    finance = registers["finance"].frame
    lines = finance[finance["budget_line"] == "grants"].groupby("country")[["approved", "spent"]]
    both = lines.sum(skipna=False).join(totals, how="inner")
    over = both["granted"] > both["approved"] + CENT
    rules = over.map({True: "grants-over-budget", False: "grants-unspent"})
    found = both.assign(rule=rules)[over | (both["spent"] > both["granted"] + CENT)]
    for code, row in found.to_dict("index").items():
        sums = {name: f"{row[name]:.2f}" for name in ("approved", "spent", "granted")}
        details = {"country": code, "currency": context.programme.currency.code, **sums}
        text = grants.text("amount", row["last"])
        yield grants.finding(row["rule"], row["last"], "amount", text, details)
