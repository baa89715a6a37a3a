"""Scratch directories: private to one process, gone when it is gone, swept up when it was killed.

A scratch directory is locked (``flock``) for as long as its process lives. The kernel frees the
lock of a process however it dies, so a directory that can be locked is a leftover. That holds
where process ids do not: after they are reused, and between containers that share a directory.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.pipeline.interrupt import held

_mine: dict[Path, int] = {}
"""This process's directories, with their locks."""


@contextmanager
def scratch_directory(parent: Path, prefix: str, *, mode: int = 0o777) -> Iterator[Path]:
    """A new directory ``<parent>/<prefix>-<process id>-<random>``, removed at the end.

    ``mode`` is lowered by the umask as usual. Raises OSError when it cannot be made.
    """
    path = None
    try:
        with held():
            path, lock = _make(parent, prefix, mode)
            _mine[path] = lock
        yield path
    finally:
        with held():
            if path is not None:
                _remove(path)


def remove_all() -> None:
    """Remove what a signal left of this process's directories, by coming between two steps."""
    for path in list(_mine):
        _remove(path)


def _remove(path: Path) -> None:
    lock = _mine.pop(path, None)
    if lock is not None:
        shutil.rmtree(path, ignore_errors=True)
        os.close(lock)


def sweep(parent: Path, prefix: str) -> list[Path]:
    """Remove the scratch directories whose processes are dead; returns the removed ones."""
    removed = []
    for path in sorted(parent.glob(f"{prefix}-*-*")):
        lock = _lock(path, wait=False)
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)
            removed.append(path)
    return removed


def _make(parent: Path, prefix: str, mode: int) -> tuple[Path, int]:
    """A locked directory that is still there: a sweep may have come between making and locking."""
    while True:
        path = parent / f"{prefix}-{os.getpid()}-{secrets.token_hex(4)}"
        path.mkdir(mode=mode)
        lock = _lock(path, wait=True)
        if lock is not None and path.exists():
            return path, lock
        if lock is not None:
            os.close(lock)


def _lock(path: Path, *, wait: bool) -> int | None:
    """The open, locked directory; None when it is another's, or gone."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        return None
    return handle
