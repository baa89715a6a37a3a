"""Rows: what only shows when the cells of a row, or several rows, are compared."""

from pathlib import Path

import pytest
import yaml

from tests.small_raws import check_rows, told

ORGANISATION = {"organisations": [{}]}


def finance(*amounts, line="events"):
    """Quarters of one budget line: approved and spent."""
    quarters = ("2013-10-01", "2014-01-01", "2014-04-01")
    return {
        "finance": [
            {"budget_line": line, "quarter_start": quarter, "approved": approved, "spent": spent}
            for quarter, (approved, spent) in zip(quarters, amounts, strict=False)
        ]
    }


def days(*rows):
    """Services that start and end on these days."""
    return {**ORGANISATION, "services": [{"start": start, "end": end} for start, end in rows]}


CASES = yaml.safe_load(Path(__file__).with_name("rows.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_rows(case):
    """What is found in these rows is this, and nothing else."""
    rows = {name: own for name, own in CASES[case].items() if name != "found"}

    assert CASES[case]["found"] == told(**rows)


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
def test_id_written_in_another_way(written, rule):
    """An id in Cyrillic letters or without its zeros is reported with the id that is meant."""
    people = [{"organisation_id": written}]
    (found,) = check_rows(organisations=[{}, {"organisation_id": "ORG-100"}], people=people)

    assert (rule, 2) == (found.rule, found.row)
    assert (rule != "reference") == ("ORG-001" in found.expected())


def test_capitals_look_alike_where_small_letters_do_not():
    """The Cyrillic В is a B, though its small letter is none."""
    people = [{"person_id": "P-BBBBB3"}]
    came = [{"event_id": "EV-001", "person_id": "Р-ВBBBB3"}]
    (found,) = check_rows(**ORGANISATION, events=[{}], people=people, attendances=came)

    assert ("reference-letters", "person_id") == (found.rule, found.column)
    assert "P-BBBBB3" in found.expected()


def test_without_a_programme():
    """Without the programme's parameters no date lies outside, and no indicator is unknown."""
    targets = [{"indicator": "RRS-99"}]

    assert [] == told(context=None, **days(("1999-01-01", "2041-01-01")), targets=targets)


@pytest.mark.parametrize(
    ("approved", "spent", "expected"),
    [
        ("1000", "1000", []),
        ("1000", "900", []),
        ("999", "900", ["grants-over-budget grants 2 amount"]),
        ("2000", "1500", ["grants-unspent grants 2 amount"]),
    ],
)
def test_grants_add_up(approved, spent, expected):
    """The grants of a country fit into their budget line and cover what was spent on it."""
    grants = {**ORGANISATION, "grants": [{"amount": "1000"}]}

    assert expected == told(**grants, **finance((approved, spent), line="grants"))
