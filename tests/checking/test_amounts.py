"""Amounts: in which currency and of which kind they are, and what they come to."""

from dataclasses import replace
from datetime import date

import pytest

from rrs_data.intake.registers import check_set
from rrs_data.programme.programme import Currency, Rate
from tests.small_raws import CONTEXT, raw_of, told
from tests.small_registers import SCHEMA

RATES = (
    Rate("EUR", date(2014, 1, 1), 1.37, "https://example.org/rates"),
    Rate("EUR", date(2014, 4, 1), 1.1, "https://example.org/rates"),
)
EUROS = (replace(CONTEXT[0], currency=Currency("USD", RATES)), CONTEXT[1])

REFUND = {"kind": "refund", "approved": "0"}


def grants(*rows):
    """Grants of one organization."""
    return {"organisations": [{}], "grants": list(rows)}


def frame(register, **rows):
    """The checked rows of a register, in the reporting currency."""
    raws = {name: raw_of(name, own) for name, own in rows.items()}
    return check_set(raws, SCHEMA, EUROS)[0][register].frame


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"amount": "$1,250.50"}, ""),
        ({"amount": "1 250,50 долл. США"}, ""),
        ({"amount": "€ 1250"}, "currency-other grants 2 amount"),
        ({"amount": "1 000 сом"}, "currency-other grants 2 amount"),
        ({"amount": "€ 1250", "currency": "EUR"}, ""),
        ({"amount": "$1250", "currency": "EUR"}, "currency-other grants 2 amount"),
        ({"amount": "1250 тенге", "currency": "EUR"}, "currency-other grants 2 amount"),
        ({"amount": "65%"}, "type-number grants 2 amount"),
        ({"currency": "KGS"}, "currency-rate grants 2 currency"),
        ({"currency": "EUR", "awarded": "2013-12-31"}, "currency-rate grants 2 currency"),
        ({"currency": "сом"}, "currency-rate grants 2 currency"),
        ({"currency": "USD"}, ""),
        # The award is 150,400 dollars: it is held against what the amount is worth.
        ({"amount": "120000", "currency": "EUR"}, "amount-high grants 2 amount"),
        ({"amount": "-5"}, "amount-negative grants 2 amount"),
        ({"amount": "-5", "kind": "deobligation"}, ""),
        ({"amount": "5", "kind": "refund"}, "amount-positive grants 2 amount"),
    ],
)
def test_an_amount_is_in_the_currency_of_its_row(row, found):
    """What a cell says of its currency is never left out; another one needs a rate on that day."""
    assert ([found] if found else []) == told(EUROS, **grants(row))


def test_amounts_are_converted_at_the_rate_of_their_day():
    """To the cent; what was written is kept, and a refund is taken off like any other amount."""
    rows = [
        {"amount": "100.01", "currency": "EUR"},
        {"amount": "100.01", "currency": "EUR", "awarded": "2014-04-01", "start": "2014-04-01"},
        {"amount": "100.01"},
        {"amount": "-50", "currency": "EUR", "kind": "refund"},
    ]
    found = frame("grants", **grants(*rows))

    assert [137.01, 110.01, 100.01, -68.5] == found["amount"].tolist()
    assert [100.01, 100.01, 100.01, -50] == found["amount.recorded"].tolist()


def test_a_refund_has_a_row_of_its_own_in_its_quarter():
    """It is no second row of the quarter, and lowers what was spent of the budget."""
    quarter = {"approved": "100", "spent": "130"}
    rows = [quarter, {**REFUND, "spent": "-20"}, {**REFUND, "spent": "-1"}]

    assert [] == told(finance=rows[:2])
    assert ["key-twice"] == [one.split()[0] for one in told(finance=rows)]


def test_the_header_may_name_the_currency():
    """What it names is the currency of every cell that names none."""
    raw = raw_of("grants", [{"amount": "5"}, {"amount": "€ 5", "currency": "EUR"}])
    raws = {"grants": replace(raw, headers={**raw.headers, "amount": "Сумма (евро)"})}
    found = check_set(raws, SCHEMA, EUROS)[1]

    assert [("currency-other", 2)] == [(one.rule, one.row) for one in found]
