"""Doubts: what is only doubted stays, and never hides a fault."""

import pyarrow as pa

from rrs_data.intake.checks.cells import check_column, check_text
from rrs_data.intake.schema import Column

TITLE = Column("title", "string", {})
ROLE = Column("role", "string", {}, constraints={"enum": ["speaker"]})


def test_doubted_text_stays() -> None:
    """A title that only may be a person's name is told, and still is the title."""
    checked = check_column(pa.chunked_array([["Фонд «Айгуль Асанова»"]]), TITLE)

    assert {0: ("personal-name-like", {})} == checked.breaches
    assert ["Фонд «Айгуль Асанова»"] == checked.cells.rows().to_pylist()


def test_doubt_hides_no_fault() -> None:
    """Where only some values are allowed, another one is a fault, whatever else it may be."""
    _, breach = check_text("Фонд «Айгуль Асанова»", ROLE)

    assert "allowed" == (breach or ("",))[0]
