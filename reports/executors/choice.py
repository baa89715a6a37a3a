"""The choice of an executor: a cluster, or as many workers as there are cores."""

from __future__ import annotations

from reports.executors.base import Executor
from reports.executors.cores import cores
from reports.executors.here import Here
from reports.executors.pool import Pool
from reports.progress import Progress
from reports.request import Request


def choose_executor(request: Request, progress: Progress) -> Executor:
    """The executor for a request. Nothing is started before there is something to do."""
    if request.cluster:
        from reports.executors.cluster import Cluster

        return Cluster(request.cluster, progress, request.workers)
    tasks = len(request.reports) * len(request.languages)
    workers = min(request.workers or cores(), tasks)
    return Pool(workers, progress) if workers > 1 else Here(progress)
