"""The cluster: pages are made by the workers of a Dask cluster, on this machine or on others.

A worker makes each page in a fresh process of its own, as this machine does, and hands back the
files' bytes; nothing is shared but what both can read: the code, the parameters and the registers.
Which worker does what, and what happens to the pages of one that dies, is Dask's affair.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from reports.pipeline.cache import code_digest
from reports.pipeline.page import Page, Result
from reports.pipeline.summary import Failure
from reports.pipeline.workers import cores, on_this_machine

LOCAL = "local"
PATIENCE = 30
"""Seconds that a cluster may take to answer."""

AHEAD = 2
"""How many pages are handed out for each worker, so that none waits for its next one."""

SETTINGS = {"distributed.logging.distributed": "error"}


def answer(address: str) -> str:
    """Why a cluster cannot be reached; empty where it answers."""
    distributed: Any = import_module("distributed")
    try:
        distributed.Client(address, timeout=10, set_as_default=False).close()
    except (OSError, ValueError) as error:
        return str(error)
    return ""


def on_a_cluster(
    pages: Iterable[Page], address: str, workers: int | None, begun: Callable[[Page], None]
) -> Iterator[tuple[Page, Result]]:
    """Make pages on a cluster; each comes with what became of it when it is done."""
    supply = iter(pages)
    with _client(address, workers) as client:
        arriving = import_module("distributed").as_completed(loop=client.loop)
        at_hand: dict[str, Page] = {}
        while True:
            room = AHEAD * max(1, len(client.scheduler_info()["workers"])) - len(at_hand)
            for page in islice(supply, max(0, room)):
                begun(page)
                future = client.submit(make_apart, page, pure=False)
                at_hand[future.key] = page
                arriving.add(future)
            if not at_hand:
                return
            future = next(arriving)
            error = future.exception()
            page = at_hand.pop(future.key)
            yield page, future.result() if error is None else _not_made(page, error)
            del future  # so that the cluster forgets the files


def make_apart(page: Page) -> Result:
    """On a worker: make a page in a process of its own. Raises ValueError for other code."""
    if page.job.code != code_digest():
        raise ValueError("the worker has another version of the project: install the same one")
    # Dask's workers are daemons, which may not start processes; this one ends before they do.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001
    own = replace(page, job=replace(page.job, registers=None))
    with tempfile.TemporaryDirectory(prefix="rrs-page-") as directory:
        ((_, result),) = on_this_machine([own], Path(directory), workers=1)
    return result


@contextmanager
def _client(address: str, workers: int | None) -> Iterator[Any]:
    distributed: Any = import_module("distributed")
    with import_module("dask").config.set(SETTINGS):
        if address != LOCAL:
            with distributed.Client(address, timeout=PATIENCE, set_as_default=False) as client:
                yield client
            return
        local = distributed.LocalCluster(
            workers or cores(), threads_per_worker=1, dashboard_address=None
        )
        with local, distributed.Client(local, timeout=PATIENCE, set_as_default=False) as client:
            yield client


def _not_made(page: Page, error: BaseException) -> Result:
    """What is said of a page that no worker could make."""
    message = (
        f"No worker of the cluster could make it: {type(error).__name__}: {error}\n"
        "    to mend:  see the log of the cluster's workers"
    )
    return Result(failure=Failure(str(page), message))
