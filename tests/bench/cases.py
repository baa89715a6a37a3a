"""Cases: what is measured, each in a process of its own that prints what it took.

``python -m tests.bench.cases CASE DIRECTORY`` prints seconds, seconds of CPU and MiB as JSON.
Imports and parameters come before the clock starts; memory is that of the whole process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from rrs_data.intake.checks.context import context_of
from rrs_data.intake.registers import checked_registers, load_registers
from rrs_data.intake.scope import Scope

CONTEXT = context_of(Path("params"))
UNTIL = date(2014, 9, 30)
"""The last day of the fiscal year 2014."""


def plain(directory: Path) -> None:
    """Read every file as pandas does by itself."""
    frames = {path.name: pd.read_csv(path) for path in sorted(directory.glob("*.csv"))}
    assert all(len(frame) for frame in frames.values())


def check(directory: Path) -> None:
    """Take in and check every register, as far as the store does not have it."""
    checked = checked_registers(directory, CONTEXT)
    assert not checked.findings.errors


def opened(country: str) -> Callable[[Path], None]:
    """Open the rows of one report, without a frame being made."""

    def case(directory: Path) -> None:
        registers = load_registers(directory, CONTEXT, Scope(country, UNTIL))
        assert registers.scope

    return case


def framed(country: str) -> Callable[[Path], None]:
    """Open the rows of one report and make all frames."""

    def case(directory: Path) -> None:
        registers = load_registers(directory, CONTEXT, Scope(country, UNTIL))
        assert any(len(registers[name]) for name in registers.frames)

    return case


CASES: dict[str, Callable[[Path], None]] = {
    "plain": plain,
    "check": check,
    "open-KG": opened("KG"),
    "frames-KG": framed("KG"),
    "open-TM": opened("TM"),
    "frames-TM": framed("TM"),
}


def measured(case: Callable[[Path], None], directory: Path) -> dict[str, float]:
    """Run a case: wall and CPU seconds, and the most memory that the process took (MiB)."""
    wall, cpu = time.perf_counter(), time.process_time()
    case(directory)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # Linux counts in KiB, macOS in bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return {"wall": wall, "cpu": cpu, "memory": most}


if __name__ == "__main__":
    print(json.dumps(measured(CASES[sys.argv[1]], Path(sys.argv[2]))))
