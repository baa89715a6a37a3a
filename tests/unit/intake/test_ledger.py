import pytest

from rrs_data.intake import limits
from rrs_data.intake.ledger import Ledger
from rrs_data.intake.place import Place
from tests.small_files import told


def test_findings_beyond_the_limit_are_counted_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how many there are and the row of the last, for each rule and column apart."""
    monkeypatch.setattr(limits, "LISTED", 2)
    ledger = Ledger(Place("events", "events.csv"))
    for row in range(2, 8):
        ledger.add("row-length", row=row, details={"cells": 1, "header": 2})
    ledger.add("sheet-hidden")

    assert [
        ("row-length", 2),
        ("row-length", 3),
        ("more-of-the-same", 3),
        ("sheet-hidden", 0),
    ] == told(ledger.findings())
    assert {"times": 4, "rule": "row-length", "last": 7} == ledger.findings()[2].details


def test_what_is_only_doubtful_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The finding that counts warnings is a warning."""
    monkeypatch.setattr(limits, "LISTED", 1)
    ledger = Ledger(Place("events", "events.xlsx"))
    for row in (2, 3):
        ledger.add("cells-merged", row=row, value="A1:B2")

    assert "more-of-the-same-warning" == ledger.findings()[-1].rule
