"""Checksums: ``SHA256SUMS``, so that whoever has a report's files can see that they are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

SUMS = "SHA256SUMS"


def sha256_of(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksums(directory: Path) -> Path:
    """Write the checksums of all files of a directory, as ``sha256sum --check`` reads them."""
    sums = directory / SUMS
    files = sorted(path for path in directory.iterdir() if path.is_file() and path != sums)
    lines = [f"{sha256_of(path)}  {path.name}\n" for path in files if path.name[0] != "."]
    sums.write_text("".join(lines), encoding="utf-8")
    return sums


def read_checksums(directory: Path) -> Mapping[str, str]:
    """The checksums that a directory was given, by file name. Raises OSError, ValueError."""
    lines = (directory / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
