"""``make bench``: how fast reports are made, beside the loop that a person would write.

Measures all reports of the shipped registers, in both languages, and prints a table.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from reports.pipeline.workers import cores
from reports.project import ANNUAL_REPORT, PARAMS, REGISTERS, all_editions
from rrs_data import load_programme
from tools.bench.floor import floor
from tools.bench.loop import loop
from tools.bench.measure import Cost, cost_of

LOOP, NEW, KEPT = "a loop", "b from nothing", "c nothing changed"
CHANGED, FLOOR = "d one row changed", "e floor"
Costs = Mapping[str, Mapping[str, float]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, print the table, and write what was measured as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--reports", type=int, help="only so many of the shipped reports")
    parser.add_argument("--parts", default="abcde", help="which of a to e to measure")
    parser.add_argument("--engine", default="embedded", help="embedded, quarto or auto")
    parser.add_argument("--output", type=Path, default=Path("build"), help="for bench.json")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="rrs-bench-") as scratch:
        costs = measure(asked, Path(scratch))
    print(f"{cores()} cores, Python {platform.python_version()}")
    print("\n".join([*lines(costs), *aims(costs, cores())]))
    asked.output.mkdir(parents=True, exist_ok=True)
    (asked.output / "bench.json").write_text(json.dumps(costs, indent=1), encoding="utf-8")
    return 0


def measure(asked: argparse.Namespace, scratch: Path) -> dict[str, dict[str, float]]:
    """The costs of (a) to (e). All make the same reports, in both languages."""
    registers = Path(shutil.copytree(REGISTERS, scratch / "registers"))
    reports = all_editions(load_programme(PARAMS), [ANNUAL_REPORT])[: asked.reports]
    costs: dict[str, dict[str, float]] = {}
    if "a" in asked.parts:
        parts = loop(reports, registers, scratch / "loop")
        whole = asdict(sum(parts.values(), Cost()))
        costs[LOOP] = whole | {name: one.seconds for name, one in parts.items()}
    options = [f"--output={scratch / 'out'}", f"--registers={registers}", "--strict=0"]
    options += [f"--engine={asked.engine}", f"--notebook={ANNUAL_REPORT}"]
    ours = [["reports"]]
    if asked.reports:
        ours = [["report", one.country, str(one.year)] for one in reports]
    commands = [[sys.executable, "-m", "reports", *each, *options] for each in ours]
    for letter, name in (("b", NEW), ("c", KEPT), ("d", CHANGED)):
        if letter in asked.parts:
            if letter == "d":
                change_one_row(registers)
            costs[name] = asdict(sum(map(cost_of, commands), Cost()))
    if "e" in asked.parts:
        given = {"registers": str(registers), "engine": asked.engine, "strict": "0"}
        given["notebook"] = ANNUAL_REPORT
        parts = floor(given, scratch / "floor", asked.reports)
        costs[FLOOR] = {"seconds": sum(parts.values()), **parts}
    return costs


def change_one_row(registers: Path) -> None:
    """One more dollar in the last grant."""
    path = registers / "grants.csv"
    grants = pd.read_csv(path, dtype=str, keep_default_na=False)
    amount = float(grants["amount"].iloc[-1]) + 1
    grants.loc[grants.index[-1], "amount"] = f"{amount:.2f}"
    grants.to_csv(path, index=False)


def lines(costs: Costs) -> Iterator[str]:
    """A line for each measurement, with its parts."""
    for name, cost in costs.items():
        own = ("seconds", "cpu", "memory")
        parts = ", ".join(f"{part} {cost[part]:.1f}" for part in cost if part not in own)
        cpu = f"{cost['cpu']:8.1f} CPU s" if "cpu" in cost else " " * 14
        memory = f"{cost['memory']:7.0f} MiB" if "memory" in cost else " " * 11
        yield f"{name:20} {cost['seconds']:8.2f} s {cpu} {memory}  {parts}".rstrip()


def aims(costs: Costs, workers: int) -> Iterator[str]:
    """The ratios that matter, and whether they are met."""
    new = costs.get(NEW, {}).get("seconds")
    found = []
    if new and LOOP in costs:
        ratio = costs[LOOP]["seconds"] / new
        found.append(("loop / ours", ratio, "at least 6", ratio >= 6))
    if new and FLOOR in costs:
        ratio = new / (costs[FLOOR]["seconds"] / workers)
        found.append(("ours / (floor / workers)", ratio, "at most 1.4", ratio <= 1.4))
    if KEPT in costs:
        seconds = costs[KEPT]["seconds"]
        found.append(("seconds with nothing changed", seconds, "below 1", seconds < 1))
    for name, value, aim, met in found:
        yield f"{name}: {value:.2f}, aim {aim}: {'met' if met else 'missed'}"


if __name__ == "__main__":
    raise SystemExit(main())
