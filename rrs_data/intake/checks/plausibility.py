"""Plausibility: dates, hours, targets, turnout and amounts that can be.

Nothing is reported that may only follow from another fault: an amount that is not known or was
reported as absurd, a grant whose country is not known, or a row that was refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from rrs_data.intake.checks.register import Checked, earlier_rows
from rrs_data.intake.findings import Finding
from rrs_data.programme.programme import FINAL

IN_ORDER = (("start", "end"), ("awarded", "start"), ("achievement_date", "award_date"))
"""Columns of which the second must not lie before the first, in whichever register has both."""

QUARTER, LINE, AMOUNTS = "quarter_start", ["country", "budget_line"], ["approved", "spent"]
"""The columns of a quarter's first day, of a line of the budget, and of its money."""

FAR = 2  # years outside the programme from which a date that decides nothing is doubtful
ABSURD = 10  # times the award that no amount comes to: the published award may be a part
CENT = 0.005  # half a cent: what rounding may make of a sum
OVER_QUARTER = 1.2  # spent over approved in a quarter: spending slips into the next one
OVER_LINE = 1.1  # the same since the start: the usual ±10 % of the donor's reports


@dataclass(frozen=True)
class Context:
    """What the programme says of any register; its award is in its ``currency``.

    ``shares`` are the indicators that are a part of a whole. Without any indicators, targets are
    not held against them.
    """

    first: date
    last: date
    years: tuple[int, ...]
    award: float
    indicators: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    currency: str = ""


def of_rows(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """What is wrong with the dates, hours, texts and amounts of a register's own rows."""
    frame = checked.frame
    for first, second in IN_ORDER:
        if {first, second} <= set(frame.columns):
            start, wrong = frame[first].dt.date, frame[second] < frame[first]
            yield from checked.breaches("dates-order", second, wrong, start=start)
    if {"contact_hours", "start", "end"} <= set(frame.columns):
        most = (24 * ((frame["end"] - frame["start"]).dt.days + 1)).astype("Int64")
        absurd = (most > 0) & (frame["contact_hours"] > most)
        yield from checked.breaches("hours-absurd", "contact_hours", absurd, most=most)
    yield from _quarters(checked, context)
    yield from _texts(checked)
    money = [column.name for column in checked.register.columns if column.unit == "money"]
    if context:
        yield from _outside(checked, context)
        for name in money:
            shown, far = f"{context.award:.0f}", frame[name] > ABSURD * context.award
            high = (frame[name] > context.award) & ~far
            award = {"award": shown, "currency": context.currency}
            yield from checked.breaches("amount-absurd", name, far, **award, times=ABSURD)
            yield from checked.breaches("amount-high", name, high, **award)
    yield from _probable_total(checked, money)


def _quarters(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """Quarters that begin on another day than the first, and the same quarter again by its days."""
    if QUARTER not in checked.cells:
        return
    days, begins = checked.frame[QUARTER], context.first.month if context else 1
    months = days.dt.year * 12 + days.dt.month - begins
    other_day = days.notna() & ((days.dt.day != 1) | (months % 3 != 0))
    yield from checked.breaches("quarter-day", QUARTER, other_day)
    keys = checked.keys.assign(**{QUARTER: months // 3})
    again = earlier_rows(keys)
    by_day = days[again.index].to_numpy() != days[again].to_numpy()
    yield from checked.repeats("quarter-twice", again[by_day])


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


def _outside(checked: Checked, context: Context) -> Iterator[Finding]:
    """Dates outside the programme: errors where they decide about a row's period; its years too."""
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
    if checked.register.name == "targets":
        years = checked.frame["year"]
        known = [*map(str, context.years), FINAL]
        other, allowed = years.notna() & ~years.isin(known), ", ".join(known)
        yield from checked.breaches("year-outside", "year", other, years=allowed)


def _probable_total(checked: Checked, names: list[str]) -> Iterator[Finding]:
    """The last row, where each of its amounts is the sum of all amounts above it."""
    amounts, last = checked.frame[names], len(checked.rows) - 1
    above = amounts.iloc[:-1].sum()
    if last > 1 and amounts.iloc[-1].sum() and ((amounts.iloc[-1] - above).abs() < CENT).all():
        name = next(name for name in names if above[name])
        value = checked.text(name, last)
        yield checked.finding("total-probable", last, name, value, {"rows": last})


def of_targets(targets: Checked, context: Context) -> Iterator[Finding]:
    """Targets of indicators without a sheet, and shares of more than the whole."""
    if context.indicators:
        unknown = targets.holding("indicator", targets.texts("indicator") - {*context.indicators})
        yield from targets.breaches("target-unknown", "indicator", unknown)
    shares = targets.holding("indicator", context.shares)
    for column in ("baseline", "target"):
        values = targets.frame[column]
        percent = (values * 100).map("{:.10g}".format)
        above = shares & (values > 1)
        yield from targets.breaches("share-above-one", column, above, percent=percent)


def of_turnout(events: Checked, attendances: Checked) -> Iterator[Finding]:
    """Events without an attendance, and events with more people than their stated capacity."""
    if "event_id" not in attendances.raw.headers:
        return
    own = events.first_of_key
    attended = {*attendances.texts("event_id"), *attendances.raw.refused_ids, ""}
    empty = own & ~events.holding("event_id", attended)
    yield from events.breaches("event-unattended", "event_id", empty)
    if "capacity" not in events.cells:
        return
    counted = attendances.frame["event_id"].value_counts()
    people = counted.reindex(events.frame["event_id"], fill_value=0).reset_index(drop=True)
    crowded = own & (people > events.frame["capacity"])
    yield from events.breaches("capacity", "capacity", crowded, people=people)


def of_spending(finance: Checked, context: Context | None) -> Iterator[Finding]:
    """Quarters, and lines since the start, in which more was spent than approved."""
    frame = _lines(finance, context).reset_index(names="place")
    quarters = frame[frame["spent"] > frame["approved"] * OVER_QUARTER]
    lines = frame.groupby(LINE, sort=False)
    sums = lines[AMOUNTS].sum(skipna=False).assign(place=lines["place"].last())
    over = sums[sums["spent"] > sums["approved"] * OVER_LINE]
    # A line of which a quarter is reported is not reported as a whole.
    over = over.drop(quarters.set_index(LINE).index, errors="ignore").reset_index()
    for row in pd.concat([quarters, over]).to_dict("records"):
        details = {name: f"{row[name]:.2f}" for name in AMOUNTS}
        details |= {"line": row["budget_line"], "country": row["country"]}
        details |= {"currency": context.currency if context else ""}
        value = finance.text("spent", row["place"])
        yield finance.finding("spending-over-budget", row["place"], "spent", value, details)


def of_grants(registers: Mapping[str, Checked], context: Context | None) -> Iterator[Finding]:
    """Countries whose grants come to more than their budget line, or less than it spent."""
    grants, finance, owners = (registers[name] for name in ("grants", "finance", "organisations"))
    known = owners.frame[owners.first_of_key].dropna(subset="organisation_id")
    country = grants.frame["organisation_id"].map(known.set_index("organisation_id")["country"])
    amounts = _believable(grants, "amount", context)[grants.first_of_key]
    somewhere = amounts[country.isna()].sum(skipna=False)
    lines = _lines(finance, context)
    budgets = lines[lines["budget_line"] == "grants"].groupby("country")[AMOUNTS].sum(skipna=False)
    if finance.is_incomplete or len(lines) < np.count_nonzero(finance.first_of_key):
        budgets["approved"] = np.nan
    for code, budget in budgets.iterrows():
        own = amounts[country == code]
        granted = own.sum()
        most = np.inf if grants.is_incomplete else own.sum(skipna=False) + somewhere
        over = granted > budget["approved"] + CENT
        if len(own) and (over or budget["spent"] > most + CENT):
            place, rule = own.index[-1], "grants-over-budget" if over else "grants-unspent"
            details = {name: f"{budget[name]:.2f}" for name in AMOUNTS}
            details |= {"granted": f"{granted:.2f}", "country": str(code)}
            details |= {"currency": context.currency if context else ""}
            yield grants.finding(rule, place, "amount", grants.text("amount", place), details)


def _lines(finance: Checked, context: Context | None) -> pd.DataFrame:
    """Country, budget line, approved and spent of each row with a key of its own, by place."""
    amounts = {name: _believable(finance, name, context) for name in AMOUNTS}
    return finance.frame[LINE].assign(**amounts)[finance.first_of_key].dropna(subset=LINE)


def _believable(checked: Checked, column: str, context: Context | None) -> pd.Series:
    """Amounts of a column; missing where they are above the award."""
    amounts = checked.frame[column]
    return amounts.mask(amounts > context.award) if context else amounts
