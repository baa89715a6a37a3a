"""Checksums: a directory's files and their SHA-256."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from reports.archive.checksums import SUMS, read_checksums, sha256_of, write_checksums
from tests.conftest import program


def test_the_common_program_reads_them(tmp_path: Path) -> None:
    """`sha256sum --check` finds the files whole, and a changed one broken."""
    (tmp_path / "b.csv").write_bytes(b"2")
    (tmp_path / "a ё.pdf").write_bytes(b"1")
    write_checksums(tmp_path)
    command = [program("sha256sum"), "--check", "--strict", SUMS]

    assert 0 == subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode
    (tmp_path / "b.csv").write_bytes(b"3")
    assert 1 == subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode


def test_they_are_read_back(tmp_path: Path) -> None:
    """What was written is read again, in the order of the names."""
    (tmp_path / "b.csv").write_bytes(b"2")
    (tmp_path / "a.csv").write_bytes(b"1")
    write_checksums(tmp_path)

    assert ["a.csv", "b.csv"] == list(read_checksums(tmp_path))
    assert hashlib.sha256(b"2").hexdigest() == sha256_of(tmp_path / "b.csv")
    assert sha256_of(tmp_path / "b.csv") == read_checksums(tmp_path)["b.csv"]
