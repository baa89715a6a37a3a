"""Amounts: hours that fit into their days, money that fits into its budget."""

import pytest

from tests.small_raws import told

GRANTS = {"organisations": [{}], "grants": [{"amount": "1000"}]}
QUARTERS = ("2013-10-01", "2014-01-01", "2014-04-01")


def finance(*amounts: tuple[str, str], line: str = "events") -> list[dict[str, str]]:
    """Quarters of one budget line: approved and spent."""
    return [
        {"budget_line": line, "quarter_start": quarter, "approved": approved, "spent": spent}
        for quarter, (approved, spent) in zip(QUARTERS, amounts, strict=False)
    ]


@pytest.mark.parametrize(("hours", "faults"), [("72", 0), ("72.5", 1)])
def test_hours(hours: str, faults: int) -> None:
    """An event of three days has room for 72 hours."""
    events = [{"contact_hours": hours, "capacity": ""}]
    expected = ["hours-absurd events 2 contact_hours"] * faults

    assert expected == [one for one in told(events=events) if "unattended" not in one]


@pytest.mark.parametrize(
    ("amount", "rules"),
    [("-1", ["minimum"]), ("150400", []), ("150401", ["amount-high"]), ("9e9", ["type-number"])],
)
def test_amounts(amount: str, rules: list[str]) -> None:
    """An amount above the whole award is doubted; a negative one is at fault."""
    found = told(organisations=[{}], grants=[{"amount": amount}])

    assert rules == [one.partition(" ")[0] for one in found]


def test_absurd_amount() -> None:
    """More than ten times the award is no amount at all."""
    assert ["amount-absurd grants 2 amount"] == told(
        organisations=[{}], grants=[{"amount": "1504001"}]
    )


def test_quarter_over_budget() -> None:
    """A little over in one quarter is usual; a fifth over is told."""
    rows = finance(("100", "119"), ("100", "60"), ("100", "121"))

    assert ["spending-over-budget finance 4 spent"] == told(finance=rows)


def test_line_over_budget() -> None:
    """A line that is over since the start is told once, at its last quarter."""
    rows = finance(("100", "115"), ("100", "115"), ("100", "112"))

    assert ["spending-over-budget finance 4 spent"] == told(finance=rows)


def test_spent_without_a_budget() -> None:
    """Spending where nothing was approved is told."""
    assert ["spending-over-budget finance 2 spent"] == told(finance=finance(("0", "5")))


@pytest.mark.parametrize(
    ("approved", "spent", "expected"),
    [
        ("1000", "1000", []),
        ("1000", "900", []),
        ("999", "900", ["grants-over-budget grants 2 amount"]),
        ("2000", "1500", ["grants-unspent grants 2 amount"]),
    ],
)
def test_grants_add_up(approved: str, spent: str, expected: list[str]) -> None:
    """The grants of a country fit into their budget line and cover what was spent on it."""
    assert expected == told(**GRANTS, finance=finance((approved, spent), line="grants"))
