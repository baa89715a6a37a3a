"""Doubts: what is only doubted stays, and never hides a fault."""

import pyarrow as pa

from rrs_data.intake.checks.cells import judge, judge_text
from rrs_data.intake.schema import Column

TITLE = Column("title", "string", {})
ROLE = Column("role", "string", {}, constraints={"enum": ["speaker"]})


def test_doubted_text_stays() -> None:
    """A title that only may be a person's name is told, and still is the title."""
    judged = judge(pa.chunked_array([["Фонд «Айгуль Асанова»"]]), TITLE)

    assert {0: ("personal-name-like", {})} == judged.breaches
    assert ["Фонд «Айгуль Асанова»"] == judged.cells.rows().to_pylist()


def test_doubt_hides_no_fault() -> None:
    """Where only some values are allowed, another one is a fault, whatever else it may be."""
    _, breach = judge_text("Фонд «Айгуль Асанова»", ROLE)

    assert "allowed" == (breach or ("",))[0]
