"""Other programs: run with a time limit, and ended together with all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """What a program said, and how it ended; ``code`` is None when it took too long."""

    code: int | None
    output: str


def run(
    command: Sequence[str],
    *,
    seconds: float,
    directory: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Answer:
    """Run a program; after ``seconds``, or when we are interrupted, it and its children end.

    Raises OSError when it cannot be started.
    """
    process = None
    try:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        output, _ = process.communicate(timeout=seconds)
        code: int | None = process.returncode
    except BaseException as error:
        if process is None:
            raise
        output, code = _stop(process), None
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
    return Answer(code, output.decode("utf-8", "replace"))


def _stop(process: subprocess.Popen[bytes]) -> bytes:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.communicate()[0]
