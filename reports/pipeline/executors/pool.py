"""The pool: batches are done side by side by worker processes of this machine.

Workers are forked from the server, where there is one. A worker that is told to stop, or whose
main process is gone, ends its kernel and removes its scratch directories first.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import FrameType

from reports.pipeline import server
from reports.pipeline.executors.base import Done
from reports.pipeline.interrupt import Interrupted, held, interrupt
from reports.pipeline.leftovers import leave_nothing
from reports.pipeline.outcome import Failure
from reports.pipeline.progress import Progress, Unseen
from reports.pipeline.task import Batch, Result, Task, name_of, perform

AHEAD = 2
"""How many batches are handed out for each worker, so that none waits for its next one."""

STOP_SECONDS = 30.0
"""How long workers may take to clean up before they are killed."""

KILLED = (
    "The process that made it was killed, and killed again when it was tried alone: the machine "
    "may have run out of memory.\n"
    "    to mend:  make memory free, or take fewer workers with WORKERS="
)


Results = tuple[Result, ...]
"""What became of a batch, task by task."""


@dataclass
class Work:
    """What a worker is doing."""

    at_hand: Batch | None = None


_work = Work()


@dataclass(frozen=True)
class Pool:
    """An executor with worker processes."""

    workers: int
    progress: Progress

    def run(self, batches: Iterable[Batch]) -> Done:
        """Do the batches side by side; see :class:`reports.pipeline.executors.base.Executor`.

        When a worker is killed, the tasks at hand are done again, each alone: the one that kills
        its worker again has failed.
        """
        supply = iter(batches)
        lost: list[Batch] | None = []
        while lost is not None:
            for task in chain.from_iterable(lost):
                yield task, self._alone(task)
            lost = yield from self._side_by_side(supply)

    def _side_by_side(
        self, supply: Iterator[Batch]
    ) -> Generator[tuple[Task, Result], None, list[Batch] | None]:
        """Do batches until there are none (None), or a worker dies: those that it took along."""
        with _workers(self.workers) as pool:
            at_hand: dict[Future[Results], Batch] = {}
            while True:
                for batch in islice(supply, AHEAD * self.workers - len(at_hand)):
                    self.progress.begin(name_of(batch))
                    at_hand[_submit(pool, batch)] = batch
                if not at_hand:
                    return None
                done, _ = wait(at_hand, return_when=FIRST_COMPLETED)
                if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                    return list(at_hand.values())
                for future in done:
                    yield from zip(at_hand.pop(future), self._seen(future.result()), strict=True)

    def _alone(self, task: Task) -> Result:
        again = replace(task, directory=task.directory / "again")
        again.directory.mkdir(exist_ok=True)
        with _workers(1) as pool:
            try:
                (result,) = self._seen(_submit(pool, (again,)).result())
            except BrokenProcessPool:
                return Result(failures=(Failure(str(task), KILLED),))
            return result

    def _seen(self, results: Results) -> Results:
        for result in results:
            for step in result.steps:
                self.progress.add(step)
        return results


@contextmanager
def _workers(number: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of workers that is gone after this block, whatever happens in it."""
    before = set(active_children())
    environment = dict(os.environ)
    pool = ProcessPoolExecutor(
        number, mp_context=_context(), initializer=_begin, initargs=(environment,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        _end([process for process in active_children() if process not in before])


def _submit(pool: ProcessPoolExecutor, batch: Batch) -> Future[Results]:
    """Hand a batch to a pool, which may start a worker for it: it is known, or not there."""
    with held():
        return pool.submit(_perform, batch)


def _context() -> BaseContext:
    return get_context("spawn" if server.problem() else "forkserver")


def _end(workers: list[BaseProcess]) -> None:
    """Tell workers to stop, and kill those that do not."""
    for worker in workers:
        with suppress(ProcessLookupError):
            worker.terminate()
    for worker in workers:
        worker.join(STOP_SECONDS)
        if worker.exitcode is None:
            worker.kill()
            worker.join()


def _begin(environment: dict[str, str]) -> None:
    """A worker begins, with our environment instead of the server's.

    Ctrl-C and the end of the terminal are the main process's affair.
    """
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    with suppress(PermissionError):
        os.setsid()
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_stop_with_parent, daemon=True).start()


def _stop(number: int, frame: FrameType | None) -> None:
    """Told to stop: unwind the task at hand; with none there is nothing to clean up."""
    if _work.at_hand is None:
        os._exit(128 + number)
    interrupt(number, frame)


def _stop_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _perform(batch: Batch) -> Results:
    """Do a batch in a worker: SIGTERM unwinds it, and then ends the worker."""
    try:
        _work.at_hand = batch
        results = perform(batch, Progress(Unseen()))
        _work.at_hand = None  # nothing between this and the end of the block can raise
    except Interrupted as interrupted:
        leave_nothing()
        sys.stderr.flush()
        os._exit(interrupted.exit_code)
    return results
