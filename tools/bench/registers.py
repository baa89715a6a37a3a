"""``make bench-registers``: what registers of growing size cost, beside a plain pandas read.

Every measurement is a process of its own. ``whole report`` makes KG 2014 in English, PDF and HTML.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tools.bench.measure import cost_of

PLAIN = """
import sys, pandas
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*.csv")):
    pandas.read_csv(path)
"""
CHECKED = """
import sys
from pathlib import Path
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.registers import load_registers
from rrs_data.programme.loading import load_programme
params = Path("params")
load_registers(sys.argv[1], (load_programme(params), load_indicators(params).sheets))
"""
COUNTED = """
import sys
from rrs_data import open_report
open_report("KG", 2014, "en", registers=sys.argv[1]).achievements
"""
STEPS = {
    "plain pandas.read_csv": [sys.executable, "-c", PLAIN],
    "loaded and checked": [sys.executable, "-c", CHECKED],
    "and all achievements": [sys.executable, "-c", COUNTED],
    "whole report": [],
}

REPORT = [sys.executable, "-m", "reports", "report", "KG", "2014", "--strict=0"]
REPORT += ["--language=en", "--engine=embedded"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and write what was measured as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.registers", description=__doc__)
    parser.add_argument("--scale", default="1,100,1000", help="times the demonstration registers")
    parser.add_argument("--registers", type=Path, help="a directory of registers to take instead")
    parser.add_argument("--output", type=Path, default=Path("build"), help="for the JSON")
    asked = parser.parse_args(arguments)
    result: dict[str, object] = {"python": platform.python_version()}
    with tempfile.TemporaryDirectory(prefix="rrs-bench-") as scratch:
        sources = {str(asked.registers): asked.registers} if asked.registers else {}
        for scale in [] if sources else asked.scale.split(","):
            sources[f"x{scale}"] = generated(scale, Path(scratch, f"x{scale}"))
        for name, source in sources.items():
            rows = sum(path.read_bytes().count(b"\n") - 1 for path in source.glob("*.csv"))
            print(f"{name}: {rows:,} rows", flush=True)
            result[name] = {"rows": rows, **measure(source, Path(scratch, "out", name))}
    asked.output.mkdir(parents=True, exist_ok=True)
    path = asked.output / "bench-registers.json"
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def generated(scale: str, directory: Path) -> Path:
    """Demonstration registers, so many times as long."""
    command = [sys.executable, "-m", "tools.demo", f"--scale={scale}", f"--output={directory}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return directory


def measure(registers: Path, output: Path) -> dict[str, dict[str, float]]:
    """Measure every step, and print a line for each as soon as it is known."""
    found: dict[str, dict[str, float]] = {}
    for title, command in STEPS.items():
        whole = [*REPORT, f"--registers={registers}", f"--output={output}"]
        given = [*command, str(registers)] if command else whole
        found[title] = cost = asdict(cost_of(given))
        measured = f"{cost['seconds']:8.2f} s {cost['cpu']:8.2f} CPU s {cost['memory']:7.0f} MiB"
        print(f"  {title:24} {measured}", flush=True)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
