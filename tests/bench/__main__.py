"""``python -m tests.bench``: measure, print a table, write it as JSON."""

from __future__ import annotations

import argparse
import json
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reports.pipeline.workers import cores
from reports.project.edition import Edition, all_editions
from reports.project.paths import PARAMS, REGISTERS, ROOT
from rrs_data import load_programme
from tests.bench.floor import floor
from tests.bench.loop import timed_loop
from tests.bench.measure import Cost, cost_of
from tests.bench.report import CHANGED, FLOOR, KEPT, LOOP, NEW, table
from tests.bench.synthetic import synthetic

Figures = dict[str, Any]


def options() -> argparse.Namespace:
    """What is measured, and how much of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--reports", type=int, help="only so many of the shipped reports")
    parser.add_argument(
        "--sizes", default="10,100,1000", help="numbers of synthetic reports, English only"
    )
    parser.add_argument("--workers", default="1,2", help="numbers of workers for them")
    parser.add_argument("--cluster", default="2", help="workers of a local Dask cluster; 0: none")
    parser.add_argument("--engine", default="embedded", help="embedded, quarto or auto")
    parser.add_argument("--parts", default="abcde", help="which of a, b, c, d and e to measure")
    parser.add_argument("--output", type=Path, default=Path("bench.json"), help="the JSON file")
    return parser.parse_args()


def main() -> int:
    """Measure what is asked for."""
    asked = options()
    with tempfile.TemporaryDirectory(prefix="rrs-bench-") as temporary:
        figures = {
            "machine": {"cores": cores(), "python": platform.python_version()},
            "shipped": shipped(asked, Path(temporary)),
            "growth": growth(asked, Path(temporary)),
        }
    asked.output.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(table(figures))
    return 0


def shipped(asked: argparse.Namespace, directory: Path) -> Figures:
    """The shipped registers: (a) to (e). All make the same reports, in both languages."""
    registers = directory / "registers"
    shutil.copytree(REGISTERS, registers)
    reports = all_editions(load_programme(PARAMS))[: asked.reports]
    figures: Figures = {"reports": len(reports)}
    if "a" in asked.parts:
        figures[LOOP] = timed_loop(reports, registers, directory / "loop")
    ours = Ours(directory / "out", registers, asked.engine)
    for part, name in (("b", NEW), ("c", KEPT)):
        if part in asked.parts:
            figures[name] = measured(ours.make(reports))
    if "d" in asked.parts:
        change_one_row(registers)
        figures[CHANGED] = measured(ours.make(reports)) | {"made": ours.made()}
    if "e" in asked.parts:
        figures[FLOOR] = floor(reports, registers)
    return figures


class Ours:
    """Our own command, over the same output directory each time."""

    def __init__(self, output: Path, registers: Path, engine: str) -> None:
        """Make reports from these registers with this engine."""
        self.output = output
        self.options = [f"--output={output}", f"--registers={registers}", f"--engine={engine}"]
        self.told: dict[str, float] = {}

    def make(self, reports: Sequence[Edition]) -> Cost:
        """Make all reports; a few, where only a few are measured."""
        self.told = self._times()
        python, common = [sys.executable, "-m", "reports"], [*self.options, "--strict=0"]
        if len(reports) == len(all_editions(load_programme(PARAMS))):
            return cost_of([*python, "reports", *common], ROOT)
        costs = [
            cost_of([*python, "report", one.country, str(one.year), *common], ROOT)
            for one in reports
        ]
        seconds, memory = sum(one.seconds for one in costs), max(one.memory for one in costs)
        return Cost(seconds, memory, "\n".join(one.said for one in costs))

    def made(self) -> list[str]:
        """The reports that the last call made."""
        return [name for name, time in self._times().items() if self.told.get(name) != time]

    def _times(self) -> dict[str, float]:
        files = sorted(self.output.glob("*/*/achievements.json"))
        return {"/".join(file.parts[-3:-1]): file.stat().st_mtime for file in files}


def measured(cost: Cost) -> Figures:
    """A run of ours: its seconds and MiB, and where its workers' time went, in its own words."""
    where = re.search(r"^Seconds: (.+\n?.*together [0-9.]+)", cost.said, re.MULTILINE)
    found = {"seconds": cost.seconds, "memory": cost.memory}
    return found | ({"where": " ".join(where[1].split())} if where else {})


def change_one_row(registers: Path) -> None:
    """One more dollar in the last grant of Kyrgyzstan."""
    organisations = (registers / "organisations.csv").read_text(encoding="utf-8").splitlines()
    own = {line.split(",")[0] for line in organisations if ",KG," in line}
    path = registers / "grants.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = max(n for n, line in enumerate(lines) if line.split(",")[1] in own)
    start, _, amount = lines[number].rpartition(",")
    lines[number] = f"{start},{float(amount) + 1:.2f}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def growth(asked: argparse.Namespace, directory: Path) -> list[Figures]:
    """Seconds and memory for more and more reports, by workers; and on a cluster."""
    ways = [("pool", int(number)) for number in asked.workers.split(",") if number]
    ways += [("cluster", int(asked.cluster))] if int(asked.cluster) else []
    return [
        {
            "reports": int(size),
            "way": way,
            "workers": workers,
            **grown(asked, directory, int(size), way, workers),
        }
        for size in asked.sizes.split(",")
        if size
        for way, workers in ways
    ]


def grown(asked: argparse.Namespace, directory: Path, size: int, way: str, workers: int) -> Figures:
    """Make all reports of a synthetic programme of a size."""
    checkout = directory / f"synthetic-{size}"
    if not checkout.exists():
        synthetic(checkout, size)
    output = directory / f"out-{size}-{way}-{workers}"
    cluster = ["local"] if way == "cluster" else []
    command = [sys.executable, "-m", "tests.bench.synthetic", output, str(workers), *cluster]
    cost = cost_of(command, checkout, {"PYTHONPATH": str(checkout)})
    made = len(list(output.glob("*/*/achievements.json")))
    shutil.rmtree(output)
    each = cost.seconds / made
    return {**measured(cost), "made": made, "seconds per report": each}


if __name__ == "__main__":
    raise SystemExit(main())
