"""Finance: budget and spending per country, quarter and budget line, in cents.

Spending on events and grants is the sum of the rows of those registers; the rest is generated.
"""

from __future__ import annotations

from datetime import date

from tools.demo.draw import Draw
from tools.demo.rows import COUNTRIES, Finance, Records

PUBLISHED_FUNDING = 150_400_00
"""Cents: the funding published on the donor's page for Kyrgyzstan, approved over three years."""

LINES = ("personnel", "events", "services", "grants", "administration")
QUARTERS = tuple(
    date(2012 + (9 + 3 * number) // 12, (9 + 3 * number) % 12 + 1, 1) for number in range(12)
)
FIRST_QUARTER = {"AF": 4, "PK": 4}
"""Afghanistan and Pakistan join with the second year."""

RATES = {"organisational_development": 420, "mentoring": 260, "consultation": 90, "information": 40}
"""USD for a service."""

FORESEEN = {"events": (0.88, 0.16), "services": (0.88, 0.17), "grants": (0.97, 0.06)}
"""Budgets follow costs so far, and the rest is spread evenly: a busy quarter goes over."""

PERSONNEL = {"KG": 0, "KZ": 8400, "TJ": 6900, "TM": 500, "UZ": 900, "AF": 600, "PK": 600}
ADMINISTRATION = {"KG": 0, "KZ": 2300, "TJ": 1800, "TM": 150, "UZ": 250, "AF": 150, "PK": 150}
"""USD approved for a quarter; Kyrgyzstan's follow from the published funding."""

COST_SHARE = 0.08
"""What hosts and participants bear of events, beside each dollar approved."""

REFUNDED, REFUND = ("KG", date(2014, 1, 1), "events"), 120_00
"""Where an unused advance of travel costs came back, and how many cents."""

PERSONNEL_SHARE = 0.74
"""Of what Kyrgyzstan has left for personnel and administration."""

Cells = dict[tuple[str, int, str], int]
"""Cents by country, number of the quarter and budget line."""


def make_finance(records: Records, draw: Draw) -> list[Finance]:
    """All rows by country, quarter and budget line."""
    spent = _spending(records, draw)
    approved = _running_budgets() | _planned_budgets(spent)
    _keep_to_published(approved)
    rows = [
        Finance(
            country,
            QUARTERS[quarter],
            line,
            approved[cell],
            spent.get(cell, 0) if line in FORESEEN else _used(approved[cell], draw),
            obligated=_of_year(approved, cell),
            forecast=approved[cell],
            cost_share=_tidy(approved[cell] * COST_SHARE) if line == "events" else 0,
        )
        for country in COUNTRIES
        for quarter in range(FIRST_QUARTER.get(country, 0), len(QUARTERS))
        for line in LINES
        for cell in [(country, quarter, line)]
    ]
    return [part for row in rows for part in _with_refund(row)]


def _of_year(approved: Cells, cell: tuple[str, int, str]) -> int:
    """What is committed in a quarter: in the first of a year the budget of the whole year."""
    country, quarter, line = cell
    if quarter % 4:
        return 0
    return sum(approved.get((country, each, line), 0) for each in range(quarter, quarter + 4))


def _with_refund(row: Finance) -> list[Finance]:
    """A row; where an advance was paid back, it held more, and a row of its own takes that off."""
    if (row.country, row.quarter_start, row.budget_line) != REFUNDED:
        return [row]
    empty = row._replace(approved=0, obligated=0, forecast=0, cost_share=0)
    return [
        row._replace(spent=row.spent + REFUND),
        empty._replace(spent=-REFUND, kind="refund"),
    ]


def quarter_of(day: date) -> int:
    """The number of a day's quarter: the first begins with the programme."""
    return (day.year - 2012) * 4 + (day.month - 1) // 3 - 3


def _spending(records: Records, draw: Draw) -> Cells:
    """What events, services and grants cost, where and when they belong."""
    home = {row.organisation_id: row.country for row in records.organisations}
    spent: Cells = {}

    def add(country: str, day: date, line: str, cents: int) -> None:
        cell = (country, quarter_of(day), line)
        spent[cell] = spent.get(cell, 0) + cents

    for event in records.events:
        add(event.host_country, event.end, "events", event.cost)
    for service in records.services:
        cents = RATES[service.kind] * draw.whole(90, 110)
        add(home[service.organisation_id], service.start, "services", cents)
    for grant in records.grants:
        add(home[grant.organisation_id], grant.awarded, "grants", grant.amount)
    return spent


def _running_budgets() -> Cells:
    """Approved for personnel and administration: the same every quarter."""
    return {
        (country, quarter, line): budget[country] * 100
        for line, budget in (("personnel", PERSONNEL), ("administration", ADMINISTRATION))
        for country in COUNTRIES
        for quarter in range(FIRST_QUARTER.get(country, 0), len(QUARTERS))
    }


def _planned_budgets(spent: Cells) -> Cells:
    """Approved for events, services and grants: near what was spent, but evener."""
    budgets: Cells = {}
    for country in COUNTRIES:
        quarters = range(FIRST_QUARTER.get(country, 0), len(QUARTERS))
        for line, (known, even) in FORESEEN.items():
            costs = [spent.get((country, quarter, line), 0) for quarter in quarters]
            mean = sum(costs) / len(costs)
            for quarter, cost in zip(quarters, costs, strict=True):
                budgets[country, quarter, line] = _tidy(known * cost + even * mean)
    return budgets


def _keep_to_published(approved: Cells) -> None:
    """Give Kyrgyzstan's personnel and administration what is left of the published funding."""
    mine = [cell for cell in approved if cell[0] == "KG"]
    left = PUBLISHED_FUNDING - sum(approved[cell] for cell in mine)
    for quarter in range(len(QUARTERS)):
        approved["KG", quarter, "personnel"] = _tidy(left * PERSONNEL_SHARE / len(QUARTERS))
        approved["KG", quarter, "administration"] = _tidy(
            left * (1 - PERSONNEL_SHARE) / len(QUARTERS)
        )
    last = ("KG", len(QUARTERS) - 1, "administration")
    approved[last] += PUBLISHED_FUNDING - sum(approved[cell] for cell in mine)


def _tidy(cents: float) -> int:
    """Cents rounded to 10 dollars: a budget is a round sum."""
    return round(cents / 1000) * 1000


def _used(approved: int, draw: Draw) -> int:
    """What was spent of a running budget: mostly a little less, now and then a little more."""
    return approved * draw.whole(930, 1015) // 1000
