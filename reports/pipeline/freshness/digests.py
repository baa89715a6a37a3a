"""Digests: SHA-256 of files and of plain values, and what differs between two sets of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Digests = Mapping[str, str]
"""Digests by the name of the thing."""

PASSED_OVER = ("__pycache__", "_output", "demo")
"""Directories of the packages that no report is made from."""


def digest_of(value: Any) -> str:
    """The digest of plain values: whatever JSON holds."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_file(path: Path) -> str:
    """The digest of a file's bytes; of one that cannot be read, no digest that bytes have."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"not readable: {error.strerror}"


def digests_of(files: Iterable[Path], root: Path) -> Digests:
    """The digests of files by their paths from ``root``."""
    return {file.relative_to(root).as_posix(): digest_of_file(file) for file in files}


def files_below(directory: Path, passed_over: Iterable[str] = PASSED_OVER) -> Iterator[Path]:
    """All files below a directory in order, apart from hidden ones and those passed over."""
    for path in sorted(directory.iterdir()) if directory.is_dir() else []:
        if path.name.startswith(".") or path.name in passed_over:
            continue
        if path.is_dir():
            yield from files_below(path, passed_over)
        else:
            yield path


def changed(before: Digests, after: Digests) -> list[str]:
    """What is not the same, by name, with a word on what came and what is gone."""
    names = sorted(before.keys() | after.keys())
    return [
        name
        + ("" if name in before and name in after else " (new)" if name in after else " (gone)")
        for name in names
        if before.get(name) != after.get(name)
    ]
