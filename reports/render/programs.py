"""Other programs: where they are, and one run of them that leaves nothing running."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


def installed(name: str) -> Iterator[Path]:
    """Every program of a name beside this Python, then the one on the PATH."""
    directories = [str(Path(sys.executable).parent), None]
    found = [shutil.which(name, path=directory) for directory in directories]
    yield from dict.fromkeys(Path(path) for path in found if path)


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
    with subprocess.Popen(
        command,
        cwd=directory,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
            code: int | None = process.returncode
        except subprocess.TimeoutExpired:
            _end(process)
            output, code = process.communicate()[0], None
        except BaseException:
            _end(process)
            raise
    return Answer(code, output.decode("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
