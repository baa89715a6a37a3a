"""Programs that the set-up runs, and the lock that keeps two set-ups apart."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator

from reports.environment.words import say

# What would send packages elsewhere, or bring other modules in.
UNWANTED = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME")


def run(
    command: "list[str]", log: str, seconds: "float | None" = None, lock: "int | None" = None
) -> bool:
    """Run a command with its output added to a log; return whether it worked.

    It gets a process group of its own: after the given seconds, or when this program is stopped,
    it ends together with all that it started. It holds the lock too, so that no other set-up
    begins beside a pip whose parent was killed.
    """
    environment = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    environment.update(PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
            pass_fds=() if lock is None else (lock,),
        )
    try:
        return process.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]", grace: float = 3) -> None:
    """End a process and all that it started: asked first, so that pip clears up, then forced."""
    for number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=grace)


@contextlib.contextmanager
def locked(path: str) -> "Iterator[int]":
    """Hold the lock file of an environment, waiting for another set-up to end; give its number."""
    import fcntl  # not at the top: Windows has none, and must come as far as the word about WSL

    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work here: waiting for it")
            fcntl.flock(number, fcntl.LOCK_EX)
        yield number
    finally:
        os.close(number)
