"""The provisioner: a kernel forked from the server in place of one that starts from nothing.

Our own kernel manager names it to jupyter_client; JupyterLab and any other use of Jupyter on this
machine never meet it. What jupyter_client waits for by the clock is waited for by its signs here:
of half a second that a kernel took to start and to end, most was such waiting.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from reports.pipeline.interrupt import held
from reports.pipeline.server import dress, fork

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
LAUNCHER = "ipykernel_launcher"


SOON = 0.005
"""Seconds between two looks at something that comes in a moment."""


class ForkedProvisioner(LocalProvisioner):
    """Forks a kernel from the server; all else is as with a local process."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that ``cmd`` would start. Raises NoServer."""
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        directory = Path(kwargs.get("cwd") or Path.cwd())
        environment = {**kwargs["env"]}
        log = kwargs["stdout"].name
        with held():  # whoever cleans up knows of each kernel that there is
            process = fork(run_kernel, arguments, environment, str(directory), str(log))
            self.process = process  # type: ignore[assignment]
            self.pid = self.pgid = process.pid
            self.parent.remember(process)  # type: ignore[union-attr]
        self.cwd = directory
        await self._bound()
        return self.connection_info

    async def _bound(self) -> None:
        """Wait for the kernel's sockets: one that connects too early tries again only later."""
        names: dict[str, Any] = {**self.connection_info}
        sockets = [Path(f"{names['ip']}-{names[port]}") for port in PORTS]
        while await self.poll() is None and not all(  # noqa: ASYNC110 - nor from a file
            socket.exists() for socket in sockets
        ):
            await asyncio.sleep(SOON)


class PromptClient(AsyncKernelClient):
    """A client that knows at once when its kernel is ready."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - theirs
        """Ask the kernel for its name until it has answered and is idle again."""
        if timeout is None or timeout < 1:
            timeout = 1.0
        for _ in range(int(timeout)):
            if await self._answered(self.kernel_info()):
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answered(self, request: str) -> bool:
        """Whether the answer came, and the word on the other channel that it was all."""
        try:
            reply = await self.get_shell_msg(timeout=1)
            while reply["parent_header"].get("msg_id") != request:
                reply = await self.get_shell_msg(timeout=1)
            self._handle_kernel_info_reply(reply)
            while True:
                told = await self.get_iopub_msg(timeout=0.2)
                ours = told["parent_header"].get("msg_id") == request
                if ours and told["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


def run_kernel(arguments: list[str], environment: dict[str, str], directory: str, log: str) -> None:
    """Be the kernel, in a process that was just forked."""
    dress(environment, Path(directory), Path(log))
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(arguments)
