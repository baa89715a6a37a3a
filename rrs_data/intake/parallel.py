"""Parallel work: Arrow, hashing and reading leave Python's lock, so that threads use every core."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

WORKERS = min(4, os.cpu_count() or 1)
"""More threads would only take more memory: each holds what it works on."""


def side_by_side(work: Callable[[Task], Result], tasks: Iterable[Task]) -> list[Result]:
    """What comes of each task, in the order of the tasks. The first error is raised."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, tasks))


def in_turn(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """The same one by one; a task is taken only when there is a hand free for it.

    So tasks that are large, such as the bytes of files, are never all in memory.
    """
    with ThreadPoolExecutor(WORKERS) as pool:
        begun = deque[Future[Result]]()
        for task in tasks:
            begun.append(pool.submit(work, task))
            if len(begun) == WORKERS:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
