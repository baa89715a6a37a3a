"""The demonstration registers: the same bytes every time, and what is measured with them.

The recount of ``tests/back`` finds the published figures in them.
"""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from rrs_data.intake.registers import checked_registers
from tests.conftest import ended
from tools.bench.__main__ import change_one_row
from tools.bench.registers import STEPS
from tools.demo import REGISTERS, write_registers

ONCE = ("prizes", "targets", "finance")
"""Registers that are the same at every scale."""


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
    for name in (path.stem for path in REGISTERS.glob("*.csv")):
        rows, once = (pd.read_csv(where / f"{name}.csv", dtype=str) for where in (tmp_path, fresh))
        key = ["event_id", "person_id"] if name == "attendances" else list(rows.columns[:1])

        assert len(rows) == len(once) * (1 if name in ONCE else 3)
        assert name in ONCE or not rows.duplicated(key).any()
    assert () == tuple(checked_registers(tmp_path).findings.errors)


def test_one_row_is_changed(tmp_path):
    """The benchmark of a changed row changes one amount, by a dollar, and nothing else."""
    before = pd.read_csv(REGISTERS / "grants.csv")
    change_one_row(Path(shutil.copytree(REGISTERS, tmp_path / "registers")))
    changed = before.compare(pd.read_csv(tmp_path / "registers" / "grants.csv"))

    assert [len(before) - 1] == [*changed.index]
    assert 1 == changed["amount"]["other"].item() - changed["amount"]["self"].item()


@pytest.mark.parametrize("step", [name for name, command in STEPS.items() if command])
def test_each_step_on_large_registers_runs(step):
    """What is measured on registers of growing size runs on the shipped ones."""
    said = ended([*STEPS[step], str(REGISTERS)])

    assert (0, "") == (said.returncode, said.stderr)
