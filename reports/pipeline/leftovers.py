"""Leftovers: what may still be there when a signal has ended a run, and must not be."""

from __future__ import annotations

import sys

from reports.pipeline.scratch import remove_all


def leave_nothing() -> None:
    """End this process's kernels and remove its scratch directories."""
    if "reports.pipeline.kernel" in sys.modules:
        from reports.pipeline.kernel import stop_all

        stop_all()
    remove_all()


def leave_nothing_forked() -> None:
    """The same for the whole run: no server, nor worker, nor kernel lives on."""
    leave_nothing()
    if "reports.pipeline.server" in sys.modules:
        from reports.pipeline.server import close_server

        close_server()
    if "reports.pipeline.kernel" in sys.modules:
        from reports.pipeline.kernel import sweep_kernels

        sweep_kernels()
