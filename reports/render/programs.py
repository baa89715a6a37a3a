"""Other programs: where they are, and one run of them that leaves nothing running.

pandoc is the one that comes in the wheel, called in a way that no user's own files can change.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path


def installed(name: str) -> Iterator[Path]:
    """Every program of a name beside this Python, then the one on the PATH."""
    directories = [str(Path(sys.executable).parent), None]
    found = [shutil.which(name, path=directory) for directory in directories]
    yield from dict.fromkeys(Path(path) for path in found if path)


def run(
    command: Sequence[str], *, seconds: float, directory: Path | None = None, **environment: str
) -> tuple[int | None, str]:
    """Run a program: its exit code and what it said; the code is None when it took too long.

    After ``seconds``, or when we are interrupted, it ends with all that it started. Raises OSError
    when it cannot be started.
    """
    with subprocess.Popen(
        command,
        cwd=directory,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, code = process.communicate(timeout=seconds)[0], process.returncode
        except BaseException as error:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            output, code = process.communicate()[0], None
    return code, output.decode("utf-8", "replace")


class RenderError(Exception):
    """A report could not be rendered: a message for the reader, and all that the programs said."""

    def __str__(self) -> str:
        """The message with the last lines of the log."""
        message, log = self.args
        return "\n".join([message, *(f"    {line}" for line in log.strip().splitlines()[-15:])])


MEMORY = ("+RTS", "-A96m", "-O256m", "-RTS")
"""What pandoc takes before it looks for what it no longer needs: a seventh less time."""


@cache
def pandoc_path() -> str:
    """The bundled pandoc; where the wheel has none (as in conda), the one that pypandoc finds."""
    import pypandoc

    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.exists() else str(pypandoc.get_pandoc_path())


def run_pandoc(arguments: Sequence[str], text: str = "", *, directory: Path | None = None) -> str:
    """Run pandoc on a text and return what it writes. Raises RenderError with its own words."""
    answer = subprocess.run(
        [pandoc_path(), *MEMORY, *arguments],
        input=text.encode("utf-8"),
        capture_output=True,
        cwd=directory,
        check=False,
    )
    if answer.returncode:
        raise RenderError("pandoc failed; it said:", answer.stderr.decode("utf-8", "replace"))
    return answer.stdout.decode("utf-8")
