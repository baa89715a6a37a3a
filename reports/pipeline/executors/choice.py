"""The choice of an executor: a cluster, or as many workers as there are cores."""

from __future__ import annotations

from reports.pipeline.executors.base import Executor
from reports.pipeline.executors.cores import cores
from reports.pipeline.executors.here import Here
from reports.pipeline.executors.pool import Pool
from reports.pipeline.progress import Progress
from reports.pipeline.request import Request


def choose_executor(request: Request, progress: Progress) -> Executor:
    """The executor for a request. Nothing is started before there is something to do."""
    if request.cluster:
        from reports.pipeline.executors.cluster import Cluster

        return Cluster(request.cluster, progress, request.workers)
    tasks = len(request.reports) * len(request.languages)
    workers = min(request.workers or cores(), tasks)
    return Pool(workers, progress) if workers > 1 else Here(progress)
