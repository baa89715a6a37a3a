"""What is written for a person to open in a spreadsheet runs nothing there."""

import pytest

from rrs_data.intake.findings.listing import as_text, as_typed

CELLS = ["=1+1", "+7", "+7(", "-1", "-1-1", "@x", "\t=1", " =1", "＝1", "\r1", "-"]


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_is_a_formula(cell):
    """What a spreadsheet would take for a formula is marked as text, and read back as it was."""
    assert f"'{cell}" == as_text(cell)
    assert cell == as_typed(f"'{cell}")


@pytest.mark.parametrize("cell", ["Мост", "", "1+1", "'tis", -5, None])
def test_others_stay(cell):
    """Words and numbers are as they are; an apostrophe of the text's own stays."""
    assert cell == as_text(cell)
    assert "'tis" == as_typed("'tis")
