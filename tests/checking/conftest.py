"""How the tests of the checks look at small registers."""

import pytest

from rrs_data.intake.registers import checked_registers
from tests.small_registers import write_registers


@pytest.fixture
def found(tmp_path, context):
    """What is found in registers of these rows; that rows of a test look alike is no fault."""

    def find(context=context, **rows):
        directory = write_registers(tmp_path / "registers", **rows)
        findings = checked_registers(directory, context).findings
        return [one for one in findings if one.rule != "duplicate-probable"]

    return find


@pytest.fixture
def told(found):
    """The same in words: rule, register, row and column of each."""

    def tell(**given):
        return [f"{one.rule} {one.register} {one.row} {one.column}" for one in found(**given)]

    return tell
