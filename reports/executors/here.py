"""Here: tasks are done in this process, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.executors.base import Done
from reports.progress import Progress
from reports.task import Batch, perform


@dataclass(frozen=True)
class Here:
    """The simplest executor; its steps are shown while they are done."""

    progress: Progress
    workers: int = 1

    def run(self, batches: Iterable[Batch]) -> Done:
        """Do the batches in their order; see :class:`reports.executors.base.Executor`."""
        for batch in batches:
            yield from zip(batch, perform(batch, self.progress), strict=True)
