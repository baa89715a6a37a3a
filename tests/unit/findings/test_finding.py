"""Findings: what is told of each, and what they come to together."""

import json

import pytest

from rrs_data.intake.findings import Finding, Findings
from rrs_data.intake.findings.finding import SHOWN_CHARACTERS
from rrs_data.programme.faults import FaultsError

CELL = Finding("type-date", "events", "events.csv", 3, "start", "soon")
DOUBT = Finding("event-unattended", "events", "events.csv", 4, "event_id", "EV-003")


def test_words() -> None:
    """A finding says where it stands, what was found, what is expected and how to mend it."""
    expected = (
        "events.csv, row 3, column start\n"
        "    found:    'soon'\n"
        "    expected: a date such as 2014-09-30 or 30.09.2014\n"
        "    to mend:  correct the cell"
    )

    assert expected == str(CELL.as_fault())


def test_russian() -> None:
    """The same in Russian, with the sheet of a workbook."""
    finding = Finding("required", "events", "книга.xlsx", 3, "Первый день", "", "Мероприятия")

    assert "книга.xlsx, лист Мероприятия, строка 3, столбец Первый день" == finding.where("ru")
    assert "пустая ячейка" == finding.found("ru")
    assert "заполните ячейку" == finding.mend("ru")


def test_details() -> None:
    """The details of a finding fill the rule's texts."""
    details = {"least": 0}
    finding = Finding("minimum", "grants", "grants.csv", 2, "amount", "-1", details=details)

    assert "0 or more" == finding.expected()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("x" * SHOWN_CHARACTERS, "x" * SHOWN_CHARACTERS),
        ("x" * 5000, "x" * (SHOWN_CHARACTERS - 1) + "…"),
        ("a\u202eb\n", "a\\u202eb\\u000a"),
    ],
)
def test_shown_value(value: str, told: str) -> None:
    """A long value is cut, and what cannot be seen is written out."""
    finding = Finding("type-date", "events", "events.csv", 3, "start", value)

    assert f"'{told}'" == finding.found()
    assert told == finding.as_record()["value"]


def test_record_is_plain() -> None:
    """A finding is plain values for machines, with its rule's code and severity."""
    record = json.loads(json.dumps(CELL.as_record("ru")))

    assert ("error", "type-date", 3, "start") == tuple(
        record[name] for name in ("severity", "rule", "row", "column")
    )
    assert "не дата" == record["title"]


def test_errors_and_warnings() -> None:
    """Errors stop a report, warnings do not."""
    both = Findings([CELL, DOUBT])

    assert ((CELL,), (DOUBT,)) == (both.errors, both.warnings)
    with pytest.raises(FaultsError) as caught:
        both.raise_errors()
    assert [CELL] == [fault.finding for fault in caught.value.faults]
    Findings([DOUBT]).raise_errors()


def test_once() -> None:
    """The same finding is kept once."""
    assert [CELL] == list(Findings([CELL, CELL]))


def test_rows_with_errors() -> None:
    """A row with several errors is one row; those that are only counted count too."""
    more = Finding(
        "more-of-the-same", "events", "events.csv", 9, "start", details={"times": 7, "last": 20}
    )
    twice = Finding("required", "events", "events.csv", 3, "title_en")

    assert {"events": 1 + 1 + 7} == Findings([CELL, twice, DOUBT, more]).rows_with_errors()
