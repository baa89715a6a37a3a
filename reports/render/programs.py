"""Other programs: where they are, and one run of them that leaves nothing running.

pandoc is the one that comes in the wheel, called in a way that no user's own files can change.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
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


class PandocError(Exception):
    """pandoc refused its input; the message is what it said."""


@cache
def pandoc_path() -> str:
    """The bundled pandoc; where the wheel has none (as in conda), the one that pypandoc finds."""
    import pypandoc

    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.exists() else str(pypandoc.get_pandoc_path())


@cache
def pandoc_version() -> str:
    """Its version, such as ``3.9``."""
    return run_pandoc(["--version"]).split(maxsplit=2)[1]


@cache
def default_file(name: str) -> bytes:
    """One of the files that pandoc brings, such as ``reference.docx``."""
    command = [pandoc_path(), f"--print-default-data-file={name}"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def run_pandoc(arguments: Sequence[str], text: str = "", *, directory: Path | None = None) -> str:
    """Run pandoc on a text and return what it writes.

    Raises PandocError with pandoc's own words when it fails.
    """
    answer = subprocess.run(
        [pandoc_path(), *arguments],
        input=text.encode("utf-8"),
        capture_output=True,
        cwd=directory,
        check=False,
    )
    if answer.returncode:
        raise PandocError(answer.stderr.decode("utf-8", "replace").strip())
    return answer.stdout.decode("utf-8")
