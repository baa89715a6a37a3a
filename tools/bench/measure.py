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

import psutil

from reports.project import ROOT

LOOKING = 0.02
"""The share of one core that looking at memory takes: more would slow down what uses all cores."""

SUBREAPER = 36
"""prctl's PR_SET_CHILD_SUBREAPER: who outlives its parent becomes our child, and is counted."""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time and of CPU, and the peak of memory in MiB.

    Memory is that of the command with its descendants, each shared page counted once.
    """

    seconds: float = 0
    cpu: float = 0
    memory: float = 0

    def __add__(self, other: Cost) -> Cost:
        """Both, one after the other."""
        memory = max(self.memory, other.memory)
        return Cost(self.seconds + other.seconds, self.cpu + other.cpu, memory)


def cost_of(command: Sequence[str], directory: Path = ROOT) -> Cost:
    """Run a command and measure it. Raises RuntimeError with what it said when it fails."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1)
    start, before, peak = time.perf_counter(), _cpu(), 0.0
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = psutil.Popen(command, cwd=directory, stdout=said, stderr=said)
        while process.poll() is None:
            looked = time.perf_counter()
            peak = max(peak, sum(map(_memory, [process, *_below(process)])))
            with suppress(subprocess.TimeoutExpired, psutil.TimeoutExpired):
                process.wait((time.perf_counter() - looked) / LOOKING)
        seconds = time.perf_counter() - start
        with suppress(ChildProcessError):
            while True:
                os.wait()
        said.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}: {said.read()[-3000:]}")
    return Cost(seconds, _cpu() - before, peak)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _below(process: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return process.children(recursive=True)
    return []


def _memory(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        found = process.memory_full_info()
        return float(getattr(found, "pss", found.uss)) / 2**20
    return 0
