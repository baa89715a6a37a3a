"""The choice of an executor: as many workers as there are cores, or as were asked for."""

from __future__ import annotations

import os

from reports.executors.base import Executor
from reports.executors.here import Here
from reports.executors.pool import Pool
from reports.progress import Progress
from reports.request import Request


def choose_executor(request: Request, progress: Progress) -> Executor:
    """The executor for a request. Nothing is started before there is something to do."""
    tasks = len(request.reports) * len(request.languages)
    workers = min(request.workers or cores(), tasks)
    return Pool(workers, progress) if workers > 1 else Here(progress)


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
