"""The benchmark of large registers: ``make bench-registers``.

Beside a plain ``pandas.read_csv`` of the same files, in the same run, it measures what it takes to
check registers and to make their frames. Every measurement is a process of its own, and all of them
take turns, so that a machine which has other things to do slows all of them down.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tests.bench.table import Row, table

RESULT = "bench-registers.json"


class Step(NamedTuple):
    """A measurement: its title, its case, and its aim in multiples of the plain read."""

    title: str
    case: str
    aim: float | None = None


STEPS = (
    Step("plain pandas.read_csv", "plain"),
    Step("check", "check", 3.0),
    Step("check, frames made", "frames"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, and write what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.registers", description=__doc__)
    parser.add_argument("--scale", type=int, default=1000, help="times the demonstration")
    parser.add_argument("--registers", type=Path, help="a directory of registers to take instead")
    parser.add_argument("--times", type=int, default=5, help="how often each is measured")
    parser.add_argument("--output", type=Path, default=Path("build"), help=f"for {RESULT}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="rrs-bench-") as scratch:
        directory = Path(scratch) / "registers"
        provide(directory, options.scale, options.registers)
        rows = measure(directory, options.times)
        about = described(directory, None if options.registers else options.scale)
    print(table(rows))
    options.output.mkdir(parents=True, exist_ok=True)
    result = {**about, "measured": [row._asdict() for row in rows]}
    path = options.output / RESULT
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"\n{path}")


def provide(directory: Path, scale: int, source: Path | None) -> None:
    """A directory of registers, copied or generated."""
    if source:
        shutil.copytree(source, directory)
        return
    command = ["-m", "tools.demo", "--scale", str(scale), "--output", str(directory)]
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)


def measure(directory: Path, times: int) -> list[Row]:
    """Measure every step so many times, all in turns."""
    found: dict[Step, list[dict[str, float]]] = {step: [] for step in STEPS}
    for _ in range(times):
        for step in STEPS:
            found[step].append(_run(step, directory))
    return [
        Row(
            step.title,
            step.aim,
            *([one[what] for one in runs] for what in ("wall", "cpu", "memory")),
        )
        for step, runs in found.items()
    ]


def _run(step: Step, directory: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.cases", step.case, str(directory)],
        check=True,
        stdout=subprocess.PIPE,
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def described(directory: Path, scale: int | None) -> dict[str, object]:
    """What was measured, and on which machine."""
    files = sorted(directory.glob("*.csv"))
    return {
        "scale": scale,
        "bytes": {path.name: path.stat().st_size for path in files},
        "rows": {path.name: path.read_bytes().count(b"\n") - 1 for path in files},
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "pandas", "pyarrow")},
    }


if __name__ == "__main__":
    main()
