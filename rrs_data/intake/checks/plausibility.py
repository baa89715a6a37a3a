"""Plausibility: dates, hours, turnout, amounts, targets and baselines that can be.

Nothing is reported that may only follow from another fault: an amount that is not known or was
reported as absurd, a grant whose country is not known, or a row that was refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rrs_data.intake.checks.register import Checked, Details, earlier_rows, worth_of
from rrs_data.intake.findings import Finding
from rrs_data.intake.schema import CURRENCY, MONEY
from rrs_data.intake.words import SHARE, currency_of, remarks
from rrs_data.programme.programme import FINAL, HALVES, QUARTERS, REGION, Currency, Programme

IN_ORDER = (("start", "end"), ("awarded", "start"), ("achievement_date", "award_date"))
"""Columns of which the second must not lie before the first, in whichever register has both."""

DIVISIBLE = ("percent", "money")
"""Units of which there may be a part; people and other counts are whole."""

FAR = 2  # years outside the programme from which a date that decides nothing is doubtful
QUARTER = "quarter_start"  # the column of a quarter's first day
ABSURD = 10  # times the award that no amount comes to: the published award may be a part
CENT = 0.005  # half a cent: what rounding may make of a sum
TINY = 1e-6  # what binary fractions may make of a sum


Context = tuple[Programme, Mapping[str, Any]]
"""What registers are held against: the programme, and the sheets of its indicators by their codes.
Of a sheet the ``unit`` counts, and how periods add up (``adds``)."""


def of_rows(checked: Checked, context: Context | None) -> Iterator[Finding]:
    """What is wrong with a register's own rows: dates, hours, texts, amounts and targets."""
    frame, (programme, indicators) = checked.frame, context or (None, {})
    for first, second in IN_ORDER:
        if {first, second} <= set(frame):
            start, wrong = frame[first].dt.date, frame[second] < frame[first]
            yield from checked.breaches("dates-order", second, wrong, start=start)
    if {"contact_hours", "start", "end"} <= set(frame):
        most = (24 * ((frame["end"] - frame["start"]).dt.days + 1)).astype("Int64")
        absurd = (most > 0) & (frame["contact_hours"] > most)
        yield from checked.breaches("hours-absurd", "contact_hours", absurd, most=most)
    yield from _texts(checked)
    if QUARTER in frame:
        yield from _quarters(checked, programme.first_month if programme else 1)
    yield from _amounts(checked, programme)
    if programme:
        yield from _outside(checked, programme)
        yield from _of_currencies(checked, programme.currency)
        if checked.register.name == "targets":
            yield from _of_targets(checked, programme, indicators)
    yield from _probable_total(checked)


def of_sums(sound: Mapping[str, Checked], context: Context | None) -> Iterator[Finding]:
    """What rows come to, in registers without an error: else it may only follow from one."""
    if {"events", "attendances"} <= set(sound):
        yield from _of_turnout(sound["events"], sound["attendances"])
    if context and "targets" in sound:
        yield from _odd_targets(sound["targets"], *context)
    if context and {"grants", "organisations", "finance"} <= set(sound):
        yield from _of_grants(sound, context[0].currency.code)


def _texts(checked: Checked) -> Iterator[Finding]:
    """Required texts that are there in no language, and those that some languages lack."""
    frame = checked.frame
    for own, _, required in checked.register.texts:
        nowhere = frame[[*own]].isna().all(axis=1)
        if required:
            yield from checked.breaches("required", own[0], nowhere)
        for column in own:
            lacking = np.flatnonzero(frame[column].isna() & ~nowhere)
            # What is at fault is empty too, and is reported as what it is.
            if len(lacking) and checked.at_fault.get(column) == {}:
                place = int(lacking[0])
                yield checked.finding("untranslated", place, column, times=len(lacking))


def _outside(checked: Checked, programme: Programme) -> Iterator[Finding]:
    """Dates outside the programme: errors where they decide about a row's period."""
    first, last = pd.Timestamp(programme.start), pd.Timestamp(programme.end)
    details = {"first": programme.start, "last": programme.end, "years": FAR}
    for name in [column.name for column in checked.register.columns if column.type == "date"]:
        decides, days = name == checked.register.date, checked.frame[name]
        beyond = pd.Timedelta(days=0 if decides else FAR * 366)
        where = (days < first - beyond) | (days > last + beyond)
        rule = "date-outside" if decides else "date-far"
        yield from checked.breaches(rule, name, where, **details)


def _amounts(checked: Checked, programme: Programme | None) -> Iterator[Finding]:
    """Amounts above the whole award, and those of a sign that their row's kind does not have."""
    for column in checked.register.columns:
        name, amounts = column.name, checked.frame[column.name]
        for kind, kinds in column.negative.items():
            taken_off = kind in checked.frame and checked.frame[kind].isin(kinds)
            details = {"kind": checked.raw.headers.get(kind, kind), "kinds": ", ".join(kinds)}
            negative, positive = (amounts < 0) & ~taken_off, (amounts > 0) & taken_off
            yield from checked.breaches("amount-negative", name, negative, **details)
            yield from checked.breaches("amount-positive", name, positive, **details)
        if programme and column.unit == MONEY:
            award, code = programme.award.amount, programme.currency.code
            details = {"award": f"{award:.0f}", "currency": code, "times": str(ABSURD)}
            far, high = amounts.abs() > ABSURD * award, amounts.abs() > award
            yield from checked.breaches("amount-absurd", name, far, **details)
            yield from checked.breaches("amount-high", name, high & ~far, **details)


def _of_currencies(checked: Checked, currency: Currency) -> Iterator[Finding]:
    """Amounts whose own words name another currency than the row's, and currencies without rate."""
    frame, register, headers = checked.frame, checked.register, checked.raw.headers
    row = pd.Series(currency.code, frame.index)
    row = frame.get(CURRENCY, row).fillna(currency.code)
    if CURRENCY in frame and register.date in frame:
        days = frame[register.date]
        lacking = worth_of(frame, register, currency).isna() & days.notna()
        known = [f"{one.currency} from {one.since}: {one.rate:g}" for one in currency.rates]
        details = {"day": days.dt.date, "rates": ", ".join(known) or "—", "own": currency.code}
        yield from checked.breaches("currency-rate", CURRENCY, lacking, **details)
    money = [one.name for one in register.columns if one.unit in (MONEY, SHARE)]
    for name in filter(headers.get, money):  # the cell says in which currency it is, or the header
        cells = checked.raw.cells[name].to_pandas()
        header = currency_of(" ".join(remarks(headers[name])))
        said = cells.map({text: text and (currency_of(text) or header) for text in cells.unique()})
        other = [bool(meant) and own not in meant for meant, own in zip(said, row, strict=True)]
        details = {"written": cells, "meant": said.map(", ".join), "own": row}
        yield from checked.breaches("currency-other", name, np.array(other, dtype=bool), **details)


def _quarters(checked: Checked, begins: int) -> Iterator[Finding]:
    """Quarters that begin on another day than the first, and the same quarter again by its days."""
    days = checked.frame[QUARTER]
    months = days.dt.year * 12 + days.dt.month - begins
    other_day = days.notna() & ((days.dt.day != 1) | (months % 3 != 0))
    yield from checked.breaches("quarter-day", QUARTER, other_day)
    keys = checked.keys.assign(**{QUARTER: months // 3})
    again = earlier_rows(keys)
    by_day = days[again.index].to_numpy() != days[again].to_numpy()
    yield from checked.repeats("quarter-twice", again[by_day])


def _probable_total(checked: Checked) -> Iterator[Finding]:
    """The last row, where each of its amounts is the sum of all amounts above it."""
    money = [column.name for column in checked.register.columns if column.unit == MONEY]
    amounts, last = checked.frame[money].dropna(axis=1, how="all"), len(checked.frame) - 1
    above = amounts.iloc[:-1].sum()
    if last > 1 and amounts.iloc[-1].sum() and ((amounts.iloc[-1] - above).abs() < CENT).all():
        name = next(str(name) for name in amounts if above[str(name)])
        yield checked.finding("total-probable", last, name, rows=last)


def _of_grants(registers: Mapping[str, Checked], currency: str) -> Iterator[Finding]:
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
        sums |= {"country": str(code), "currency": currency}
        yield grants.finding(row["rule"], row["last"], "amount", **sums)


def _of_turnout(events: Checked, attendances: Checked) -> Iterator[Finding]:
    """Events without an attendance, and events with more people than their stated capacity."""
    empty = ~events.frame["event_id"].isin(attendances.frame["event_id"])
    yield from events.breaches("event-unattended", "event_id", empty)
    if "capacity" in events.frame:
        counted = attendances.frame["event_id"].value_counts()
        people = counted.reindex(events.frame["event_id"], fill_value=0).reset_index(drop=True)
        crowded = people > events.frame["capacity"]
        yield from events.breaches("capacity", "capacity", crowded, people=people)


def _of_targets(
    targets: Checked, programme: Programme, indicators: Mapping[str, Any]
) -> Iterator[Finding]:
    """Targets and baselines that cannot be: of another unit or sign, or in no report."""
    frame = targets.frame
    if indicators:
        unknown = frame["indicator"].notna() & ~frame["indicator"].isin([*indicators])
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
    places = (REGION, *programme.countries)
    years = {one: [*map(str, programme.years_of(one)), FINAL] for one in places}
    own = frame["country"].fillna(REGION).map(lambda one: years.get(one, []))
    outside = [year not in known for year, known in zip(frame["year"], own, strict=True)]
    where = frame["year"].notna() & np.array(outside, dtype=bool)
    yield from targets.breaches("year-outside", "year", where, years=own.map(", ".join))


def _odd_targets(
    targets: Checked, programme: Programme, indicators: Mapping[str, Any]
) -> Iterator[Finding]:
    """Targets that are odd compared with those of other countries and periods."""
    frame = targets.frame.dropna(subset=["target"]).fillna({"country": REGION, "period": ""})
    frame = frame[frame["indicator"].isin([*indicators])]
    periods = (frame["year"] + "-" + frame.get("period", "")).str.removesuffix("-")
    known = {
        of: dict(zip(periods[own.index], own["target"], strict=True))
        for of, own in frame.groupby(["indicator", "country"])
    }
    cells = [frame[name] for name in ("indicator", "country", "year")]
    planned = {*zip(*cells[1:], strict=True)}
    for place, period, code, country, _ in zip(frame.index, periods, *cells, strict=True):
        own, sheet = known[code, country], indicators[code]
        years = [one for one in map(str, programme.years_of(country)) if (country, one) in planned]
        for rule, details in _oddities(own, period, sheet, years):
            yield targets.finding(rule, place, "target", **details)
        if country == REGION and sheet.unit != "percent":
            others = programme.countries
            most, name = max((known.get((code, one), {}).get(period, 0), one) for one in others)
            if most > own[period]:
                other = f"{most:.10g}"
                yield targets.finding("target-region", place, "target", country=name, other=other)


def _oddities(
    own: Mapping[str, float], period: str, sheet: Any, years: list[str]
) -> Iterator[tuple[str, Details]]:
    """What is odd in the target of ``2014``, ``2014-Q2`` or ``final`` compared with others."""
    before = max((own[year] for year in years if year < period and year in own), default=0)
    # What is counted since the start never becomes less.
    if sheet.adds == "last" and sheet.unit != "percent" and before > own[period]:
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
        if sheet.adds == "sum" and apart:
            yield "target-parts", {"sum": f"{sum(values):.10g}"}
