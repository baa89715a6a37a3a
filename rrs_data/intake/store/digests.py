"""Digests: the SHA-256 of files, read again only when a file may have changed."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rrs_data.intake import limits
from rrs_data.intake.parallel import side_by_side

KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".json")
"""Endings of the files of a directory of registers that decide what is read from it."""

MEMORY = "digests.json"

SETTLED = 2.0
"""Seconds after which a file's times tell it from a later version of itself, as git has it."""

CODE = (
    "*.py",
    "checks/*",
    "duplicates/*",
    "findings/*",
    "forms/*",
    "intake/*",
    "privacy/*",
    "store/*",
)
"""The code and the data beside it that decide how registers are read, checked and counted."""

DESCRIPTION = "registers/datapackage.json"


def digest_of(texts: Iterable[str]) -> str:
    """One digest of several texts, each told apart from the next."""
    whole = hashlib.sha256()
    for text in texts:
        part = text.encode("utf-8", "surrogateescape")
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


@cache
def code_digest() -> str:
    """The digest of all that decides what is found in a register and counted from it."""
    package = Path(__file__).parents[2]
    files = {path for pattern in (*CODE, DESCRIPTION) for path in package.glob(pattern)}
    return digest_of(
        text
        for path in sorted(path for path in files if path.is_file())
        for text in (path.relative_to(package).as_posix(), file_digest(path))
    )


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def source_digests(source: Path, memory: Path | None) -> dict[str, str]:
    """The digests of the files that a directory of registers (or one workbook) is read from.

    ``memory`` is where digests are remembered with the files' sizes and times.
    """
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    known = _remembered(memory) if memory else {}
    before = dict(known)
    read = [path for path in files if path.suffix.lower() in KINDS]
    digests = side_by_side(lambda path: _digest(path, known), read)
    found = {path.name: digest for path, digest in zip(read, digests, strict=True)}
    if memory and known != before:
        _remember(memory, known)
    return found


def _digest(path: Path, known: dict[str, list[int | str]]) -> str:
    """The digest of a file, or what else tells it from another state of itself.

    A file that the intake refuses unread is not read here either: it may have no end.
    """
    try:
        state = path.stat()
        sign = [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]
        if not stat.S_ISREG(state.st_mode) or state.st_size > limits.FILE_BYTES:
            return f"not read: {sign}"
        place = str(path.absolute())
        remembered = known.get(place, [])
        if remembered[:-1] != sign:
            remembered = [*sign, file_digest(path)]
            if time.time() - max(state.st_mtime, state.st_ctime) > SETTLED:
                known[place] = remembered
        return str(remembered[-1])
    except (OSError, RuntimeError) as error:  # a link to nowhere or to itself, or no access
        return f"not read: {type(error).__name__}"


def _remembered(memory: Path) -> dict[str, list[int | str]]:
    try:
        found: dict[str, list[int | str]] = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _remember(memory: Path, known: dict[str, list[int | str]]) -> None:
    partial = memory.with_name(f".{memory.name}.{os.getpid()}")
    try:
        partial.write_text(json.dumps(known), encoding="utf-8")
        partial.replace(memory)
    except OSError:
        partial.unlink(missing_ok=True)
