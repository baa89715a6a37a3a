"""Executors: where the tasks of a run are done. One interface, whatever is behind it."""

from __future__ import annotations

from reports.executors.base import Executor
from reports.executors.choice import choose_executor
from reports.executors.here import Here
from reports.executors.pool import Pool

__all__ = ["Executor", "Here", "Pool", "choose_executor"]
