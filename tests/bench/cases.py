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
from pathlib import Path

import pandas as pd

from reports.pipeline.register_commands import context_of
from rrs_data.intake.registers import checked_registers, load_registers

CONTEXT = context_of(Path("params"))


def plain(directory: Path) -> None:
    """Read every file as pandas does by itself."""
    frames = {path.name: pd.read_csv(path) for path in sorted(directory.glob("*.csv"))}
    assert all(len(frame) for frame in frames.values())


def check(directory: Path) -> None:
    """Take in and check every register."""
    checked = checked_registers(directory, CONTEXT)
    assert not checked.findings.errors


def framed(directory: Path) -> None:
    """The same, and make every frame."""
    registers = load_registers(directory, CONTEXT)
    assert any(len(registers[name]) for name in registers.frames)


CASES: dict[str, Callable[[Path], None]] = {
    "plain": plain,
    "check": check,
    "frames": framed,
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
