"""Measuring a command: its wall time, and the most memory that it and all its children held."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Cost:
    """Seconds of wall time, the peak of memory in MiB (shared pages counted once), what it said."""

    seconds: float
    memory: float
    said: str = ""


def cost_of(
    command: Sequence[str], directory: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a command and measure it. Raises RuntimeError with what it said when it fails."""
    start, peak = time.perf_counter(), 0.0
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        subprocess.Popen(
            command,
            cwd=directory,
            env=os.environ | (environment or {}),
            stdout=said,
            stderr=said,
        ) as process,
    ):
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_SECONDS)
        seconds = time.perf_counter() - start
        said.seek(0)
        words = said.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {words[-3000:]}")
    return Cost(seconds, peak, words)


def _memory(root: int) -> float:
    """The memory of a process and its descendants, in MiB: each page divided by who shares it."""
    parents = _parents()
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(_proportional(pid) for pid in family) / 1024


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return found


def _proportional(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
