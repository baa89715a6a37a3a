"""Faults of money: single amounts, and amounts together."""

from __future__ import annotations

from tests.broken.copy_of import Broken, Told, fault


@fault
def absurd_amounts(broken: Broken) -> list[Told]:
    """A cost ten times the whole award, a grant and a cost above it: told as such, not added up."""
    return [
        broken.put("amount-absurd", "events", "EV-028", "cost_participants", "99999999"),
        broken.put("amount-absurd", "finance", "TM 2014-01-01 personnel", "spent", "500000000"),
        broken.put("amount-high", "events", "EV-029", "cost_travel", "200000"),
        broken.put("amount-high", "grants", "GR-020", "amount", "160000"),
    ]


@fault
def spending_over_budget(broken: Broken) -> list[Told]:
    """In a quarter far more was spent than approved; a line creeps over its budget."""
    line = [
        (place, row)
        for place, row in enumerate(broken.rows["finance"])
        if (row["country"], row["budget_line"]) == ("KG", "administration")
    ]
    for _, row in line:
        row["spent"] = f"{float(row['approved']) * 1.15:.2f}"
    last = line[-1][0]
    quarter = "KZ 2014-01-01 events"
    approved = float(broken.rows["finance"][broken.place("finance", quarter)]["approved"])
    return [
        broken.put("spending-over-budget", "finance", quarter, "spent", f"{approved * 2:.2f}"),
        broken.told("spending-over-budget", "finance", last, "spent"),
    ]


@fault
def grants_over_their_budget(broken: Broken) -> Told:
    """The grants of a country come to more than its budget line: told at the last of them."""
    broken.put("", "grants", "GR-004", "amount", "9000")
    return broken.told("grants-over-budget", "grants", broken.grants_of("KZ")[-1], "amount")


@fault
def grants_that_were_left_out(broken: Broken) -> Told:
    """More was spent on the grants of a country than they come to: told at the last of them."""
    for key in ("GR-007", "GR-010", "GR-013"):
        broken.put("", "grants", key, "amount", "100.00")
    return broken.told("grants-unspent", "grants", broken.grants_of("TJ")[-1], "amount")


@fault
def quarter_by_the_day_of_a_payment(broken: Broken) -> list[Told]:
    """A second row of a quarter is dated by the day on which something was paid."""
    key = "UZ 2013-01-01 personnel"
    day = broken.again("quarter-day", "finance", key, "quarter_start", "2013-01-15")
    columns = "country, quarter_start, budget_line"
    return [day, broken.told("quarter-twice", "finance", day.row - 2, columns)]


@fault
def row_of_totals(broken: Broken) -> Told:
    """The last row adds up the others: nothing else is said of it."""
    empty = dict.fromkeys(broken.rows["targets"][0], "")
    broken.rows["targets"].append({**empty, "indicator": "Всего:", "target": "4000"})
    return broken.told("total-row", "targets", len(broken.rows["targets"]) - 1, "indicator")
