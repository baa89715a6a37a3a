"""The cluster: batches are done by the workers of a Dask cluster, here or on other machines.

A worker gets a batch and gives back the files; nothing is shared but what both can read: the code,
the parameters and the registers. Which worker does what, and what happens to the tasks of one that
dies, is Dask's affair.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.executors.base import Done
from reports.pipeline.executors.cores import cores
from reports.pipeline.freshness.digests import digest_of
from reports.pipeline.freshness.ingredients import code
from reports.pipeline.outcome import Failure
from reports.pipeline.output import FAILED
from reports.pipeline.progress import Progress, Unseen
from reports.pipeline.task import Batch, Result, Task, name_of, perform

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
PATIENCE = 30
"""Seconds that a cluster may take to answer."""

AHEAD = 2
"""How many batches are handed out for each worker, so that none waits for its next one."""

SETTINGS = {"distributed.worker.daemon": False, "distributed.logging.distributed": "error"}
"""For a local cluster: daemons may not start processes, and kernels are processes."""

_one_at_a_time = threading.Lock()
"""A worker may have several threads; running a notebook changes the directory of the process."""


@dataclass(frozen=True)
class Delivery:
    """A result with its files: ``made`` in the scratch directory, ``kept`` of what failed."""

    result: Result
    made: Mapping[str, bytes] = field(default_factory=dict)
    kept: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Cluster:
    """An executor that hands batches to a Dask cluster: an address, or ``local`` for one here."""

    address: str
    progress: Progress
    asked: int | None = None

    @property
    def workers(self) -> int:
        """One report is made by one worker: how many there are may change."""
        return self.asked or (cores() if self.address == LOCAL else 1)

    def run(self, batches: Iterable[Batch]) -> Done:
        """Do the batches on the cluster; see :class:`reports.pipeline.executors.base.Executor`."""
        supply, version = iter(batches), digest_of(dict(code()))
        with self._client() as client:
            at_hand: dict[Any, Batch] = {}
            arriving = import_module("distributed").as_completed(loop=client.loop)
            while True:
                room = AHEAD * max(1, len(client.scheduler_info()["workers"])) - len(at_hand)
                for batch in islice(supply, max(0, room)):
                    self.progress.begin(name_of(batch))
                    future = client.submit(perform_elsewhere, batch, version, pure=False)
                    at_hand[future.key] = batch
                    arriving.add(future)
                if not at_hand:
                    return
                future = next(arriving)
                batch = at_hand.pop(future.key)
                yield from self._taken(batch, future)
                del future  # so that the cluster forgets the files

    def _taken(self, batch: Batch, future: Any) -> Iterator[tuple[Task, Result]]:
        """The results of a batch, their files unpacked here."""
        error = future.exception()
        if error is not None:
            told = _told(error)
            yield from ((task, Result(failures=(Failure(str(task), told),))) for task in batch)
            return
        for task, delivery in zip(batch, future.result(), strict=True):
            result = unpack(task, delivery)
            for step in result.steps:
                self.progress.add(step)
            yield task, result

    @contextmanager
    def _client(self) -> Iterator[Client]:
        with import_module("dask").config.set(SETTINGS), ExitStack() as stack:
            distributed = import_module("distributed")
            place: Any = self.address
            if self.address == LOCAL:
                local = distributed.LocalCluster(
                    self.workers, threads_per_worker=1, dashboard_address=None
                )
                place = stack.enter_context(local)
            client = distributed.Client(place, timeout=PATIENCE, set_as_default=False)
            yield stack.enter_context(client)


def perform_elsewhere(batch: Batch, version: str) -> tuple[Delivery, ...]:
    """Do a batch on a worker, in a temporary directory there. Raises ValueError for other code."""
    if version != digest_of(dict(code())):
        raise ValueError("the worker has another version of the project: install the same one")
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="rrs-task-") as temporary:
        own = tuple(_here(task, Path(temporary, str(place))) for place, task in enumerate(batch))
        results = perform(own, Progress(Unseen()))
        return tuple(map(_delivery, batch, own, results))


def _here(task: Task, directory: Path) -> Task:
    """A task whose scratch directory and outputs lie below a directory of this machine."""
    scratch = directory / "scratch"
    scratch.mkdir(parents=True)
    request = replace(task.job.request, output=directory / "out")
    return replace(task, job=replace(task.job, request=request), directory=scratch)


def _delivery(asked: Task, own: Task, result: Result) -> Delivery:
    """A result as it is meant where it was asked for, with its files."""
    scratch, output = own.directory, own.job.request.output
    made = {str(f.relative_to(scratch)): f.read_bytes() for p in result.parts for f in p.files}
    failed = [file for file in (output / FAILED).rglob("*") if file.is_file()]
    kept = {str(file.relative_to(output)): file.read_bytes() for file in failed}
    places = {scratch: asked.directory, output: asked.job.request.output}
    return Delivery(moved(result, places), made, kept)


def moved(result: Result, places: Mapping[Path, Path]) -> Result:
    """A result whose paths lie in other directories."""
    return replace(
        result,
        parts=tuple(
            replace(part, files=tuple(_moved(file, places) for file in part.files))
            for part in result.parts
        ),
        failures=tuple(
            replace(
                failure,
                message=_reworded(failure.message, places),
                kept=failure.kept and _moved(failure.kept, places),
            )
            for failure in result.failures
        ),
    )


def unpack(task: Task, delivery: Delivery) -> Result:
    """Write a delivery's files to where its result says that they are."""
    for directory, files in (
        (task.directory, delivery.made),
        (task.job.request.output, delivery.kept),
    ):
        for name, content in files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return delivery.result


def _moved(path: Path, places: Mapping[Path, Path]) -> Path:
    for before, after in places.items():
        if path.is_relative_to(before):
            return after / path.relative_to(before)
    return path


def _reworded(text: str, places: Mapping[Path, Path]) -> str:
    for before, after in places.items():
        text = text.replace(str(before), str(after))
    return text


def _told(error: BaseException) -> str:
    """What is said of a task that no worker could do."""
    return (
        f"No worker of the cluster could make it: {type(error).__name__}: {error}\n"
        "    to mend:  see the log of the cluster's workers"
    )
