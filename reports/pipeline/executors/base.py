"""What an executor is: it does tasks and gives back what became of each."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Protocol

from reports.pipeline.task import Batch, Result, Task

Done = Generator[tuple[Task, Result], None, None]
"""Tasks with their results, in the order in which they are done."""


class Executor(Protocol):
    """Does tasks in one place or many."""

    @property
    def workers(self) -> int:
        """How many batches are done side by side."""

    def run(self, batches: Iterable[Batch]) -> Done:
        """Do all batches. They are asked for a few at a time, so that as many lie half made.

        No task raises: what failed is in its result, the death of a worker too. When the
        generator is closed early, its workers are ended first.
        """
