"""The place of the store: a private directory in the user's cache."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "RRS_CACHE"
"""Names another directory; ``0`` does without a store."""

MOST = 4 << 30
"""Bytes that the store may hold; what was not used for longest goes first."""


def cache_directory() -> Path | None:
    """The directory of the store, made if need be; None where there is none to be had."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen == "0":
        return None
    try:
        directory = Path(chosen) if chosen else user_cache_path("rrs-reports", appauthor=False)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            return directory
    except (OSError, RuntimeError):  # read-only, or a user without a home
        return None


def put(directory: Path, write: Callable[[Path], None]) -> None:
    """Make a directory with its files whole, or not at all; one that is there already stays."""
    with suppress(OSError):
        directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=directory.parent))
        try:
            write(scratch)
            scratch.rename(directory)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def used(directory: Path) -> None:
    """Note that an entry was used now."""
    with suppress(OSError):
        os.utime(directory)


def tidy(root: Path, most: int = MOST) -> None:
    """Remove the entries that were not used for longest until the rest takes ``most`` bytes."""
    entries = [entry for entry in root.glob("*/*/*") if entry.is_dir()]
    with suppress(OSError):
        left = most
        for entry in sorted(entries, key=lambda one: one.stat().st_mtime, reverse=True):
            left -= sum(file.stat().st_size for file in entry.rglob("*"))
            if left < 0:
                shutil.rmtree(entry, ignore_errors=True)
