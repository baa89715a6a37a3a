"""Rows: edges of what is said of cells, rows and amounts; each rule is planted in tests/broken."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from rrs_data.intake.checks.cell_rules import LONGEST
from rrs_data.intake.limits import LISTED
from rrs_data.intake.registers import checked_registers
from rrs_data.programme.programme import Currency, Rate
from tests.small_registers import write_registers, write_workbook

CASES, CELLS, AMOUNTS = (
    yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("rows", "cells", "amounts")
)
TITLES = [
    *("NA", "null", "=1+1", "<script>", "a|b", "Ош\nЧуй", "no\u00a0br", "я " * (LONGEST // 2)),
    *("☎ ① 😀", "е́ й̆", "گزارش سالانه", "ქართული", "می\u200cخواهم", "می\u200dخواهم"),
]


@pytest.fixture
def found(tmp_path, context):
    """What is found in registers of these rows; that rows of a test look alike is no fault."""

    def find(context=context, **rows):
        directory = write_registers(tmp_path / "registers", **rows)
        findings = checked_registers(directory, context).findings
        return [one for one in findings if one.rule != "duplicate-probable"]

    return find


@pytest.mark.parametrize("case", CASES)
def test_rows(case, found):
    """What is found in these rows is this, and nothing else."""
    rows = {name: own for name, own in CASES[case].items() if name != "found"}

    assert CASES[case]["found"] == [
        f"{one.rule} {one.register} {one.row} {one.column}" for one in found(**rows)
    ]


def test_titles_that_are_no_fault(found):
    """What looks like a program's value, and any script and sign of the fonts, stays as it is."""
    rows = [{"title_ru": title, "title_en": title} for title in TITLES]

    assert [] == [one for one in found(events=rows) if one.rule != "event-unattended"]


@pytest.mark.parametrize(("place", "text", "rule", "said"), CELLS)
def test_one_rule_for_a_cell(place, text, rule, said, found):
    """A text that breaks several rules breaks the first, which tells what it found."""
    register, column = place.split(".")
    rows = {"organisations": [{}], register: [{column: text}]}
    (one,) = (each for each in found(**rows) if each.column == column)

    assert rule == one.rule
    assert said in one.found() + one.expected() + one.mend()


def test_where_a_finding_stands(tmp_path):
    """A finding has the file, the sheet, the row's number there and the header as it stands."""
    path = write_workbook(tmp_path / "a.xlsx", "ru", people=[{"organisation_id": ""}, {"sex": "X"}])
    (one,) = (each for each in checked_registers(path).findings if each.value == "X")

    assert (str(path), "Люди", 3, "Пол *") == (one.file, one.sheet, one.row, one.column)


def test_many_of_the_same(found):
    """Of very many faults of one kind in a column the first are listed and the rest counted."""
    rows = [{"sex": f"X{number}"} for number in range(LISTED + 5)]
    *_, last = listed = found(organisations=[{}], people=rows)

    assert (LISTED + 1, "more-of-the-same") == (len(listed), last.rule)
    assert {"times": 5, "rule": "allowed", "last": LISTED + 6} == last.details


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("ОRG-001", "reference-letters"),
        ("ORG-1", "reference-near"),
        ("1", "reference-near"),
        ("org 001", "reference-near"),
        ("ORG-999", "reference"),
        ("ORG-10", "reference"),
    ],
)
def test_id_written_in_another_way(written, rule, found):
    """An id in Cyrillic letters or without its zeros is reported with the id that is meant."""
    people = [{"organisation_id": written}]
    (one,) = found(organisations=[{}, {"organisation_id": "ORG-100"}], people=people)

    assert (rule, 2) == (one.rule, one.row)
    assert (rule != "reference") == ("ORG-001" in one.expected())


def test_capitals_look_alike_where_small_letters_do_not(found):
    """The Cyrillic В is a B, though its small letter is none."""
    came = [{"event_id": "EV-001", "person_id": "Р-ВBBBB3"}]
    people = [{"person_id": "P-BBBBB3"}]
    (one,) = found(organisations=[{}], events=[{}], people=people, attendances=came)

    assert ("reference-letters", "person_id") == (one.rule, one.column)
    assert "P-BBBBB3" in one.expected()


def test_without_a_programme(found):
    """Without the programme's parameters no date lies outside, and no indicator is unknown."""
    services = [{"start": "1999-01-01", "end": "2041-01-01"}]
    rows = {"organisations": [{}], "services": services, "targets": [{"indicator": "RRS-99"}]}

    assert [] == found(context=None, **rows)


RATES = (
    Rate("EUR", date(2014, 1, 1), 1.37, "https://example.org/rates"),
    Rate("EUR", date(2014, 4, 1), 1.1, "https://example.org/rates"),
)


@pytest.fixture
def granted(tmp_path, context):
    """The checked registers of an organization's grants, of which some are in euros."""
    programme, sheets = context
    context = replace(programme, currency=Currency("USD", RATES)), sheets

    def check(*rows, header="amount"):
        directory = write_registers(tmp_path, organisations=[{}], grants=rows)
        text = (directory / "grants.csv").read_text("utf-8").replace("amount", header, 1)
        (directory / "grants.csv").write_text(text, encoding="utf-8")
        return checked_registers(directory, context)

    return check


@pytest.mark.parametrize("case", AMOUNTS, ids=lambda case: str(case["grant"]))
def test_an_amount_is_in_the_currency_of_its_row(case, granted):
    """What a cell says of its currency is never left out; another one needs a rate on that day."""
    findings = granted(case["grant"]).findings

    assert case["found"] == " ".join(f"{one.rule} {one.column}" for one in findings)


def test_amounts_are_converted_at_the_rate_of_their_day(granted):
    """To the cent; what was written is kept, and a refund is taken off like any other amount."""
    frame = granted(
        {"amount": "100.01", "currency": "EUR"},
        {"amount": "100.01", "currency": "EUR", "awarded": "2014-04-01", "start": "2014-04-01"},
        {"amount": "100.01"},
        {"amount": "-50", "currency": "EUR", "kind": "refund"},
    ).frames["grants"]

    assert [137.01, 110.01, 100.01, -68.5] == frame["amount"].tolist()
    assert [100.01, 100.01, 100.01, -50] == frame["amount.recorded"].tolist()


def test_the_header_may_name_the_currency(granted):
    """What it names is the currency of every cell that names none."""
    rows = {"amount": "5"}, {"amount": "€ 5", "currency": "EUR"}
    findings = granted(*rows, header="Сумма (евро)").findings

    assert [("currency-other", 2)] == [(one.rule, one.row) for one in findings]
