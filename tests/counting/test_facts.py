"""Facts: what a report counts of itself, and how that is told."""

from __future__ import annotations

import pytest

from rrs_data import Report
from rrs_data.indicators.keys import INVENTORY
from rrs_data.report.explanations import explain
from rrs_data.report.sections import reference_sheets


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("rows.read", "Events – 60"),
        ("rows[register=events].read", "Events; rows read"),
        ("reconciled[agrees=true]", "RRS-5 (Tajikistan)"),
        ("indicators[promised=true][status=met]", "with a target; on target"),
        ("indicators[result=regional]", "RRS-1, RRS-2"),
    ],
)
def test_a_fact_is_explained(shipped: Report, key: str, said: str) -> None:
    """The explanation names what was counted: registers, indicators, published figures."""
    (explanation,) = explain(shipped, shipped.key(key))

    assert said in "\n".join(text for _, text in explanation.fields)


def test_facts_stand_in_the_annex(shipped: Report) -> None:
    """What a report shows of itself is explained below the registers, each with its lines."""
    for base in INVENTORY:
        shipped.figure(base if base != "rows" else "rows.read")
    parts = reference_sheets.of_registers(shipped)
    text = "\n".join(part.bundle()[0]["text/markdown"] for part in parts)

    assert [] == [base for base in INVENTORY if f"{{#explain-{base}}}" not in text]
    assert "**Rows read.** 4,187: Organizations – 160" in text.replace("\\", "")
    assert "**All.** 0" in text.replace("\\", "")
