"""What the server imports before anything is forked from it: a forked process has it all at once.

Everything that a notebook of ours, its kernel or a renderer imports, and one figure drawn, so that
fonts are looked up once. Nothing here may start a thread: a fork copies only the one that forks.
"""

from __future__ import annotations

import gc
import io
import os
import pkgutil
import sys
from contextlib import suppress
from importlib import import_module

from rrs_data.report import sections

PATHS = tuple(filter(None, sys.path))
"""Where a process imports from that starts from nothing, without the directory it starts in."""

MODULES = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "nbclient.client",
    "reports.render.document",
    "reports.render.engines",
    "reports.pipeline.execute",
    "reports.pipeline.index",
    "reports.pipeline.build",
    "sqlite3",
    "tornado.platform.asyncio",
    "typst",
)


def preload() -> None:
    """Import all of it, and draw a figure, out of reach of what a terminal tells its processes."""
    with suppress(PermissionError):
        os.setsid()
    for module in pkgutil.iter_modules(sections.__path__, "rrs_data.report.sections."):
        import_module(module.name)
    for name in MODULES:
        import_module(name)
    _draw()
    gc.collect()
    gc.freeze()  # what is here for good, no forked process looks through for rubbish


def _draw() -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    figure.text(0, 0, "Ёё 0")
    figure.savefig(io.BytesIO(), format="svg")


preload()
