"""Workers: each page is made in a fresh process, as many side by side as there are cores.

The processes are forked from multiprocessing's own server, which has imported everything.
Decided in November 2026: concurrent.futures' pool breaks as a whole when one of its processes is
killed, and pebble's waits for ever for one that left with exit code 0, as ``os._exit(0)`` in a
cell does; a process and a pipe for each page have neither fault.

The workers of a Dask cluster do the same on their machines, and hand back the files' bytes; nothing
is shared but what both can read: the code, the parameters and the registers.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import multiprocessing.util
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from importlib import import_module
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any
from unittest import mock

from reports.pipeline import cache
from reports.pipeline.failed_cell import died
from reports.pipeline.summary import Failure
from reports.project import ROOT

if TYPE_CHECKING:  # to import it takes half a second, and the server is begun before that
    from reports.pipeline.page import Page

ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",  # no threads before a fork
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # the same bytes again
    "PYTHONUTF8": "1",
}
"""What a process that makes pages has in its environment, from its start."""

PRELOADED = (
    "IPython.core.completerlib",
    "IPython.extensions.storemagic",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "reports.pipeline.cells",
    "reports.pipeline.page",
    "reports.pipeline.workers",
    "reports.render.quarto_engine",
    "typst",
)
"""What the server imports before it forks, besides the sections: a page then begins at once.

Nothing of it may start a thread: a fork copies only the thread that forks."""

SOCKETS = "RRS_SOCKETS"  # for the server: the directory in which multiprocessing reaches it

if SOCKETS in os.environ:  # the server ends after whoever started it, also after kill -9
    atexit.register(shutil.rmtree, os.environ.pop(SOCKETS), ignore_errors=True)
    from nbformat.validator import get_validator

    from reports.render.brand import style_sheet
    from rrs_data.charts.shapes import world

    world()
    style_sheet()  # half a second, that no page then needs
    get_validator(4)  # type: ignore[no-untyped-call]  # 0.03 s, that a page would need twice

TRIES = 2
STOP_SECONDS = 5.0  # that a process may take to end before it is killed


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def warm_up() -> None:
    """Begin to import what pages need, without waiting for it."""
    if _context().get_start_method() == "forkserver":
        resource_tracker.ensure_running()  # it lets signals through again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # also of the server: it is ours
        try:
            with _environment():
                forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def on_this_machine(
    pages: Iterable[Page],
    scratch: Path,
    workers: int = 0,
    begun: Callable[[Page], None] = lambda _: None,
) -> Iterator[Page]:
    """Make pages, so many side by side as there are workers, or cores; each comes when it is done.

    The notebook is run in one process and rendered in the next, in a directory within ``scratch``.
    A page whose process dies is tried once more. Closed early, the iterator leaves no process.
    """
    most = workers or cores()
    supply = deque((page, TRIES) for page in pages)
    running: dict[Connection, tuple[BaseProcess, Page, int]] = {}
    ended: list[Page] = []
    try:
        while supply or running:
            while supply and len(running) < most:
                page, tries = supply.popleft()
                begun(page)
                answer, process = _start(page, scratch)
                running[answer] = process, page, tries
            yield from ended  # what becomes of them is done while others are made
            ended.clear()
            for answer in [each for each in wait(list(running)) if isinstance(each, Connection)]:
                process, page, tries = running.pop(answer)
                came: Page | None = None  # it died
                with answer, suppress(EOFError, OSError):
                    came = answer.recv()
                process.join()
                if came and not came.done:
                    supply.appendleft((came, TRIES))
                elif came is None and tries > 1:
                    supply.appendleft((page, tries - 1))
                else:
                    ended.append(came or _killed(page, scratch, process.exitcode))
                shutil.rmtree(scratch / page.stem, ignore_errors=True)
        yield from ended
    finally:
        left = [process for process, _, _ in running.values()]
        for process in left:
            process.terminate()
        for process in left:
            process.join(STOP_SECONDS)
            if process.exitcode is None:
                process.kill()
                process.join()


def _start(page: Page, scratch: Path) -> tuple[Connection, BaseProcess]:
    context: Any = _context()
    answer, give = context.Pipe(duplex=False)
    with _environment(), give:
        process = context.Process(target=_work, args=(page, scratch / page.stem, give))
        process.start()
    return answer, process


def _work(page: Page, home: Path, give: Connection) -> None:
    """In the process: run or render a page. It ends with whoever asked, however that one ended."""
    gc.freeze()  # what the server has imported is not looked through again and again
    gc.set_threshold(500_000)  # a page leaves fewer objects in cycles, and its process then ends
    with suppress(PermissionError):
        os.setsid()  # Ctrl-C is the main process's affair
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    from reports.pipeline.page import advance

    try:
        home.mkdir()
    except FileNotFoundError:  # the run was stopped, and has tidied up
        os._exit(1)
    with (home / "said").open("ab") as said:  # what a library says when it crashes
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    give.send(advance(page, home))
    give.close()
    sys.stdout.flush()
    os._exit(0)  # threads that a cell has left run no longer


def _killed(page: Page, scratch: Path, status: int | None) -> Page:
    """What is said of a page whose process died twice; ``status`` is negative for a signal."""
    how = f"it left with exit code {status}"
    if status is not None and status < 0:
        how = f"it was ended by {signal.Signals(-status).name}"
    if status == -signal.SIGKILL:
        how += ": the machine may have run out of memory"
    home = scratch / page.stem
    with suppress(OSError):
        said = (home / "said").read_text(encoding="utf-8", errors="replace")
        how = "\n".join([how, *said.splitlines()[-5:]])
    mend = "make memory free, or take fewer workers with WORKERS="
    failed = died(page.request.notebook_of(page.edition), home, how)
    message = failed or f"The process that made it died, twice: {how}\n    to mend:  {mend}"
    failure = Failure(str(page), str(message), getattr(failed, "position", ""))
    return replace(page, failure=failure)


def _stop(number: int, _frame: FrameType | None) -> None:
    """End this process at once, with the programs that it has started."""
    import psutil

    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()
    os._exit(128 + number)


def _stop_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        _stop(signal.SIGTERM, None)


def _context() -> BaseContext:
    """The server that forks, where forking is safe; elsewhere each process starts from nothing."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    sections = Path(ROOT, "rrs_data/report/sections").glob("[a-z]*.py")
    named = [f"rrs_data.report.sections.{path.stem}" for path in sections]
    context.set_forkserver_preload([*PRELOADED, *named])
    return context


def _environment() -> AbstractContextManager[Any]:
    """The environment of processes that are started in this block."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    wanted = ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    if multiprocessing.parent_process() is None:  # else the directory is the parent's
        wanted[SOCKETS] = multiprocessing.util.get_temp_dir()
    return mock.patch.dict(os.environ, wanted)


def on_a_cluster(pages: Iterable[Page], address: str, workers: int) -> Iterator[Page]:
    """Make pages on a cluster; each comes when it is done or has failed."""
    distributed: Any = import_module("distributed")
    quiet = import_module("dask").config.set({"distributed.logging.distributed": "error"})
    at: dict[str, Any] = {"address": address, "timeout": 30}
    if address == "local":
        at = {"n_workers": workers or cores(), "threads_per_worker": 1, "dashboard_address": None}
    with quiet, distributed.Client(**at, set_as_default=False) as client:
        code = cache.digest_of(cache.code())
        futures = {client.submit(make_apart, page, code, pure=False): page for page in pages}
        for future in distributed.as_completed(list(futures), loop=client.loop):
            page, error = futures.pop(future), future.exception()
            if error is None:
                yield future.result()
            else:
                message = f"No worker of the cluster could make it: {type(error).__name__}: {error}"
                mend = "\n    to mend:  see the log of the cluster's workers"
                yield replace(page, failure=Failure(str(page), message + mend))


def make_apart(page: Page, code: str) -> Page:
    """On a worker: make a page in a process of its own. Raises ValueError for other code."""
    if code != cache.digest_of(cache.code()):
        raise ValueError("the worker has another version of the project: install the same one")
    # Dask's workers are daemons, which may not start processes; this one ends before they do.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001
    own = replace(page, request=replace(page.request, handed_on=None))
    with tempfile.TemporaryDirectory(prefix="rrs-page-") as directory:
        (made,) = on_this_machine([own], Path(directory), workers=1)
    return made
