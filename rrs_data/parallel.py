"""Parallel work: Arrow, hashing and reading leave Python's lock, so that threads use every core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

WORKERS = min(4, os.cpu_count() or 1)
"""More threads would only take more memory: each holds what it works on."""


def side_by_side(work: Callable[[Task], Result], tasks: Iterable[Task]) -> list[Result]:
    """What comes of each task, in the order of the tasks. The first error is raised."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, tasks))
