"""Here: tasks are done in this process, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.pipeline.executors.base import Done
from reports.pipeline.progress import Progress
from reports.pipeline.task import Batch, perform


@dataclass(frozen=True)
class Here:
    """The simplest executor; its steps are shown while they are done."""

    progress: Progress
    workers: int = 1

    def run(self, batches: Iterable[Batch]) -> Done:
        """Do the batches in their order; see :class:`reports.pipeline.executors.base.Executor`."""
        for batch in batches:
            yield from zip(batch, perform(batch, self.progress), strict=True)
