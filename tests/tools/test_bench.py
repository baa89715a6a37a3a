"""The benchmarks measure what they say, with the code as it is."""

import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from reports.project import REGISTERS
from tools.bench.__main__ import change_one_row
from tools.bench.registers import STEPS


def test_one_row_is_changed(tmp_path):
    """The benchmark of a changed row changes one amount, by a dollar, and nothing else."""
    before = pd.read_csv(REGISTERS / "grants.csv")
    directory = Path(shutil.copytree(REGISTERS, tmp_path / "registers"))

    change_one_row(directory)

    after = pd.read_csv(directory / "grants.csv")
    changed = before.compare(after)
    assert [len(before) - 1] == [*changed.index]
    assert 1 == changed["amount"]["other"].item() - changed["amount"]["self"].item()


@pytest.mark.parametrize("step", [name for name, command in STEPS.items() if command])
def test_each_step_on_large_registers_runs(step):
    """What is measured on registers of growing size runs on the shipped ones."""
    command = [*STEPS[step], str(REGISTERS)]
    said = subprocess.run(command, check=False, capture_output=True, text=True)

    assert (0, "") == (said.returncode, said.stderr)
