"""The demonstration registers: the same bytes every time, and believable rows at every scale.

The recount of ``tests/back`` finds the published figures in them.
"""

import json

import pandas as pd
import pytest

from rrs_data.intake.registers import checked_registers
from tools.demo import REGISTERS, write_registers

NAMES = tuple(path.stem for path in sorted(REGISTERS.glob("*.csv")))
ONCE = ("prizes", "targets", "finance")
"""Registers that are the same at every scale."""


def read(directory, name):
    return pd.read_csv(directory / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    directory = tmp_path_factory.mktemp("fresh")
    write_registers(directory)
    return directory


def test_shipped_registers_are_generated(fresh):
    """The shipped registers are what the generator writes, byte by byte, and say so themselves."""
    assert {path.name for path in REGISTERS.iterdir()} == {path.name for path in fresh.iterdir()}
    for path in fresh.iterdir():
        assert (REGISTERS / path.name).read_bytes() == path.read_bytes(), path.name
    assert json.loads((fresh / "datapackage.json").read_text(encoding="utf-8"))["illustrative"]


def test_scale(fresh, tmp_path):
    """Scale 3 writes three times the rows, each under its own id, and no check finds a fault."""
    write_registers(tmp_path, scale=3)
    for name in NAMES:
        rows, once = read(tmp_path, name), read(fresh, name)
        key = ["event_id", "person_id"] if name == "attendances" else list(rows.columns[:1])

        assert len(rows) == len(once) * (1 if name in ONCE else 3)
        assert name in ONCE or not rows.duplicated(key).any()
    assert () == tuple(checked_registers(tmp_path).findings.errors)
