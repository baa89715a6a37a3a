"""The provisioner: a kernel forked from the server in place of one that starts from nothing.

It names itself to jupyter_client through our own kernel manager; JupyterLab and any other use of
Jupyter on this machine never meet it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from reports.server import dress, fork

LAUNCHER = "ipykernel_launcher"


class ForkedProvisioner(LocalProvisioner):
    """Forks a kernel from the server; all else is as with a local process."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that ``cmd`` would start. Raises NoServer."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        directory = Path(kwargs.get("cwd") or Path.cwd())
        environment = {**kwargs["env"]}
        log = kwargs["stdout"].name
        process = fork(run_kernel, arguments, environment, str(directory), str(log))
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = directory
        return self.connection_info


def run_kernel(arguments: list[str], environment: dict[str, str], directory: str, log: str) -> None:
    """Be the kernel, in a process that was just forked."""
    dress(environment, Path(directory), Path(log))
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(arguments)
