"""Executors: where the tasks of a run are done. One interface, whatever is behind it."""

from __future__ import annotations

from reports.pipeline.executors.base import Executor
from reports.pipeline.executors.choice import choose_executor
from reports.pipeline.executors.here import Here
from reports.pipeline.executors.pool import Pool

__all__ = ["Executor", "Here", "Pool", "choose_executor"]
