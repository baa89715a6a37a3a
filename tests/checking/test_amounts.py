"""Amounts: in which currency and of which kind they are, and what they come to."""

from dataclasses import replace
from datetime import date

import pytest

from rrs_data.intake.registers import checked_registers
from rrs_data.programme.programme import Currency, Rate
from tests.small_registers import write_registers

RATES = (
    Rate("EUR", date(2014, 1, 1), 1.37, "https://example.org/rates"),
    Rate("EUR", date(2014, 4, 1), 1.1, "https://example.org/rates"),
)


@pytest.fixture
def checked(tmp_path, context):
    """The checked registers of an organization's grants, of which some are in euros."""
    programme, sheets = context
    context = replace(programme, currency=Currency("USD", RATES)), sheets

    def check(*rows, header="amount"):
        directory = write_registers(tmp_path, organisations=[{}], grants=rows)
        text = (directory / "grants.csv").read_text("utf-8").replace("amount", header, 1)
        (directory / "grants.csv").write_text(text, encoding="utf-8")
        return checked_registers(directory, context)

    return check


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"amount": "$1,250.50"}, ""),
        ({"amount": "1 250,50 долл. США"}, ""),
        ({"amount": "€ 1250"}, "currency-other amount"),
        ({"amount": "1 000 сом"}, "currency-other amount"),
        ({"amount": "€ 1250", "currency": "EUR"}, ""),
        ({"amount": "$1250", "currency": "EUR"}, "currency-other amount"),
        ({"amount": "1250 тенге", "currency": "EUR"}, "currency-other amount"),
        ({"amount": "65%"}, "type-number amount"),
        ({"currency": "KGS"}, "currency-rate currency"),
        ({"currency": "EUR", "awarded": "2013-12-31"}, "currency-rate currency"),
        ({"currency": "сом"}, "currency-rate currency"),
        ({"currency": "USD"}, ""),
        # The award is 150,400 dollars: it is held against what the amount is worth.
        ({"amount": "120000", "currency": "EUR"}, "amount-high amount"),
        ({"amount": "-5"}, "amount-negative amount"),
        ({"amount": "-5", "kind": "deobligation"}, ""),
        ({"amount": "5", "kind": "refund"}, "amount-positive amount"),
    ],
)
def test_an_amount_is_in_the_currency_of_its_row(row, found, checked):
    """What a cell says of its currency is never left out; another one needs a rate on that day."""
    assert found == " ".join(f"{one.rule} {one.column}" for one in checked(row).findings)


def test_amounts_are_converted_at_the_rate_of_their_day(checked):
    """To the cent; what was written is kept, and a refund is taken off like any other amount."""
    frame = checked(
        {"amount": "100.01", "currency": "EUR"},
        {"amount": "100.01", "currency": "EUR", "awarded": "2014-04-01", "start": "2014-04-01"},
        {"amount": "100.01"},
        {"amount": "-50", "currency": "EUR", "kind": "refund"},
    ).frames["grants"]

    assert [137.01, 110.01, 100.01, -68.5] == frame["amount"].tolist()
    assert [100.01, 100.01, 100.01, -50] == frame["amount.recorded"].tolist()


def test_the_header_may_name_the_currency(checked):
    """What it names is the currency of every cell that names none."""
    rows = {"amount": "5"}, {"amount": "€ 5", "currency": "EUR"}
    findings = checked(*rows, header="Сумма (евро)").findings

    assert [("currency-other", 2)] == [(one.rule, one.row) for one in findings]
