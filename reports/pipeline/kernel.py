"""Kernels: each notebook gets one of its own, of this very interpreter, that leaves nothing behind.

A kernel is forked from the server (``server``), or, where there is none, started from
nothing. It talks over IPC sockets in a private directory (TCP ports race when kernels start side
by side), keeps IPython's own files there too, so that a user's start-up files and configuration do
not change a report, and writes what it says outside cells into a log there.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Type, Unicode
from traitlets.config import Config

from reports.pipeline.interrupt import held
from reports.pipeline.provisioner import SOON, ForkedProvisioner, PromptClient
from reports.pipeline.scratch import scratch_directory, sweep
from reports.pipeline.server import FIXED, NoServer, ending
from reports.project.paths import ROOT

PREFIX = "rrs-kernel"
LONGEST = 60
"""Socket paths may have about 100 characters, so the temporary directory at most this many."""

_processes: dict[str, Process] = {}


class Process(Protocol):
    """What is known of a kernel's process, forked or started."""

    pid: int

    def poll(self) -> int | None:
        """The exit code; None while it runs."""

    def kill(self) -> None:
        """End it."""

    def wait(self) -> int | None:
        """The exit code, once it has ended."""


class ReportKernelManager(AsyncKernelManager):
    """Starts ``sys.executable`` as the kernel, whatever kernels the user has installed."""

    directory = Unicode(config=True, help="The kernel's private directory.")
    python_path = Unicode(config=True, help="The directory from which the notebook imports.")

    client_factory = Type(PromptClient, klass=AsyncKernelClient)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel of this interpreter; a ``python3`` in the user's home cannot win."""
        return KernelSpec(**get_kernel_dict())

    async def _async_pre_start_kernel(self, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        """A kernel that imports from where the server did is forked from it."""
        if self.provisioner is None and Path(self.python_path) == ROOT:
            self.provisioner = ForkedProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**kw)

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        """Start the kernel with its own environment and log, and remember its process."""
        env = kw.pop("env") | kernel_environment(Path(self.directory), self.python_path)
        with kernel_log(Path(self.directory)).open("wb") as log:
            given = {**kw, "env": env, "stdout": log, "stderr": log}
            try:
                await super()._async_launch_kernel(kernel_cmd, **given)
            except NoServer:
                await self._start_from_nothing(kernel_cmd, given)

    def remember(self, process: Process) -> None:
        """This is the kernel's process: it is ended when its directory goes."""
        _processes[self.directory] = process

    async def _async_wait(self, pollinterval: float = SOON) -> None:
        """Wait for the kernel's end, and look for it more often than ten times a second."""
        await super()._async_wait(pollinterval=pollinterval)

    async def _start_from_nothing(self, kernel_cmd: list[str], given: dict[str, Any]) -> None:
        """An ordinary kernel, in place of one that could not be forked."""
        provisioner = LocalProvisioner(
            kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
        )
        provisioner.connection_info = self.provisioner.connection_info  # type: ignore[union-attr]
        self.provisioner = provisioner
        with held():
            await super()._async_launch_kernel(kernel_cmd, **given)
            if provisioner.process is not None:
                self.remember(provisioner.process)


@contextmanager
def private_kernel(python_path: Path) -> Iterator[Config]:
    """The configuration of a :class:`ReportKernelManager` whose kernel ends with this block."""
    sweep_kernels()
    with scratch_directory(_temporary_directory(), PREFIX, mode=0o700) as directory:
        settings = {
            "directory": str(directory),
            "python_path": str(python_path),
            "transport": "ipc",
            "connection_file": str(directory / "kernel.json"),
        }
        try:
            yield Config(ReportKernelManager=settings)
        finally:
            with held():
                _stop(_processes.pop(str(directory), None))


def stop_all() -> None:
    """End what a signal left of this process's kernels, by coming between two steps."""
    while _processes:
        _, process = _processes.popitem()
        _stop(process)


def sweep_kernels() -> None:
    """Remove the directories of kernels whose processes were killed."""
    sweep(_temporary_directory(), PREFIX)


def kernel_environment(directory: Path, python_path: str) -> dict[str, str]:
    """What a kernel's environment has besides ours: equal bytes at each run, UTF-8 everywhere."""
    paths = [python_path, os.environ.get("PYTHONPATH", "")]
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        **FIXED,
        "IPYTHONDIR": str(directory / "ipython"),
    }


def kernel_log(directory: Path) -> Path:
    """Where a kernel's own words go, such as the last ones of a crashed library."""
    return directory / "kernel.log"


def how_it_ended(config: Config) -> str:
    """How the kernel ended, in words, with the end of its log."""
    directory = config.ReportKernelManager.directory
    process = _processes.get(directory)
    words = ending(process.poll() if process else None)
    log = kernel_log(Path(directory))
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return "\n".join([words, *lines[-5:]])


def _stop(process: Process | None) -> None:
    """Kill what is left of a kernel and its children; they are a process group of their own."""
    if process is not None and process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _temporary_directory() -> Path:
    chosen = Path(tempfile.gettempdir()).absolute()
    return chosen if len(str(chosen)) <= LONGEST else Path("/tmp")  # noqa: S108 (mode 0700 below)
