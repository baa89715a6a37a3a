"""The server: one process that has imported everything, from which kernels and workers are forked.

It is multiprocessing's own forkserver with ``preload`` preloaded. Whoever is forked from
it starts in a few milliseconds, shares the memory of what is imported, and ends when the process
that asked for it ends, however that happens. The server itself ends with the last of them.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from reports.pipeline.interrupt import held
from reports.project.paths import ROOT

PRELOADED = "reports.pipeline.preload"
START_SECONDS = 60.0
"""How long the server may take to import everything, on a cold machine."""

END_SECONDS = 10.0
"""How long the server and all that was forked from it may take to end."""

FIXED = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""What an interpreter reads when it starts: equal bytes at each run, UTF-8 everywhere."""

SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
"""No threads before a fork; no window either."""


class NoServer(Exception):
    """There is no server here; the message says why."""


class ForkedProcess:
    """A process forked from the server, with the methods of :class:`subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        """Stand for a process that was started. It must lead a group of its own."""
        self._process = process
        self.pid: int = process.pid or 0

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, once it has ended."""
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to the process alone."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def fork(target: Callable[..., None], *arguments: object) -> ForkedProcess:
    """Fork a process from the server that calls ``target``, a module's function, and ends.

    The arguments are pickled. Raises NoServer.
    """
    if reason := problem():
        raise NoServer(reason)
    context = _context()
    process = context.Process(target=_led, args=(target, arguments))
    try:
        with held(), _without_main():
            process.start()
    except (OSError, EOFError, AssertionError) as error:  # daemons may not start processes
        raise NoServer(f"a process could not be forked: {error}") from error
    return ForkedProcess(process)


def open_server() -> None:
    """Begin to start the server, without waiting for it. Raises NoServer where there can be none.

    What is asked of it in the meantime waits.
    """
    context = _context()
    from multiprocessing import forkserver

    context.set_forkserver_preload([PRELOADED])
    with held(), _environment(), _without_main():
        try:
            forkserver.ensure_running()
        except OSError as error:
            raise NoServer(f"it could not be started: {error}") from error


def close_server() -> None:
    """End the server and wait until it is gone, with all that was forked from it.

    A server that has forked nothing yet, or whose processes take too long, is killed.
    """
    from multiprocessing import forkserver

    running: Any = forkserver._forkserver  # noqa: SLF001
    pid = running._forkserver_pid  # noqa: SLF001
    if pid is None:
        return
    in_the_end = threading.Timer(END_SECONDS if problem.cache_info().currsize else 0, _kill, [pid])
    in_the_end.start()
    with suppress(OSError):  # it was gone already
        running._stop()  # noqa: SLF001 - waits for the server, which waits for all that it forked
    in_the_end.cancel()
    in_the_end.join()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@cache
def problem() -> str:
    """Why nothing can be forked here; empty where it can: a first fork was tried."""
    try:
        open_server()
        trial = _context().Process(target=_try)
        with _without_main():
            trial.start()
        trial.join(START_SECONDS)
    except (NoServer, OSError, EOFError, AssertionError) as error:  # no process under a daemon
        return str(error)
    if trial.exitcode == 0:
        return ""
    if trial.exitcode is None:
        trial.kill()
        return f"it did not answer within {START_SECONDS:g} seconds"
    return f"a forked process left with exit code {trial.exitcode}"


def ending(status: int | None) -> str:
    """How a process ended, in words; ``status`` is what its ``poll`` gives."""
    if status is None:
        return "it could not be started, or does not answer"
    if status == -signal.SIGKILL:
        return "it was killed (SIGKILL): the machine may have run out of memory"
    if status < 0:
        return f"it was ended by {signal.Signals(-status).name}"
    return f"it left with exit code {status}"


def dress(environment: Mapping[str, str], directory: Path, log: Path) -> None:
    """Make a forked process what a started one would be: environment, directory, log, imports."""
    from reports.pipeline.preload import PATHS

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(directory)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(handle, stream.fileno())
    os.close(handle)
    sys.path[:] = PATHS


def _led(target: Callable[..., None], arguments: tuple[object, ...]) -> None:
    """Lead a process group, end with whoever asked for this process, and do what was asked."""
    with suppress(PermissionError):
        os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    target(*arguments)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.killpg(0, signal.SIGKILL)


def _context() -> ForkServerContext:
    """The forkserver of this system. Raises NoServer where a fork is not safe or not there."""
    if sys.platform != "linux":
        raise NoServer(f"forking is not safe on {sys.platform}")
    return get_context("forkserver")


def _try() -> None:
    """What the first fork does: everything must have been imported before it."""
    sys.exit(0 if PRELOADED in sys.modules else 3)


@contextmanager
def _without_main() -> Iterator[None]:
    """A fork calls a function of a module: it must not run the caller's main script again."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _environment() -> Iterator[None]:
    """The environment for the server's own start; ours is as before afterwards."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    wanted = {**FIXED, **SINGLE, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
