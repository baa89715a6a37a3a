"""Measuring a command: its wall and CPU seconds, and the most memory that its processes held."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reports.project import ROOT

LOOK_SECONDS = 0.2
SUBREAPER = 36
"""prctl's PR_SET_CHILD_SUBREAPER: who outlives its parent becomes our child, and is counted."""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time and of CPU, the peak of memory in MiB, and what the command said.

    Memory is that of the command with its descendants, each shared page counted once.
    """

    seconds: float
    cpu: float
    memory: float
    said: str = ""


def cost_of(command: Sequence[str], directory: Path = ROOT) -> Cost:
    """Run a command and measure it. Raises RuntimeError with what it said when it fails."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1)
    start, before, peak = time.perf_counter(), _cpu(), 0.0
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=directory, stdout=said, stderr=said)
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_SECONDS)
        seconds = time.perf_counter() - start
        with suppress(ChildProcessError):
            while True:
                os.wait()
        said.seek(0)
        words = said.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {words[-3000:]}")
    return Cost(seconds, _cpu() - before, peak, words)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(root: int) -> float:
    """The memory of a process and its descendants, in MiB: each page divided by who shares it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(map(_proportional, family)) / 1024


def _proportional(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
