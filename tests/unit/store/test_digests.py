"""Digests: a changed file is never taken for its earlier self."""

import hashlib
import os
from pathlib import Path

from rrs_data.intake.store import digests
from rrs_data.intake.store.digests import digest_of, source_digests

LONG_AGO = 10**18


def test_as_other_tools_have_it(tmp_path: Path) -> None:
    """A file's digest is its SHA-256; files that are no registers do not count."""
    (tmp_path / "events.csv").write_bytes(b"a")
    (tmp_path / "notes.pdf").write_bytes(b"b")

    expected = {"events.csv": hashlib.sha256(b"a").hexdigest()}
    assert expected == source_digests(tmp_path, None)


def test_read_once(tmp_path: Path, monkeypatch: object) -> None:
    """A file with the same size and times is not read again; one with other times is."""
    source, memory = tmp_path / "registers", tmp_path / "digests.json"
    source.mkdir()
    file = source / "events.csv"
    file.write_bytes(b"a")
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    monkeypatch.setattr(digests, "SETTLED", -1.0)  # type: ignore[attr-defined]
    first = source_digests(source, memory)
    monkeypatch.setattr(digests, "file_digest", lambda _: "read again")  # type: ignore[attr-defined]

    assert first == source_digests(source, memory)
    file.write_bytes(b"b")
    assert {"events.csv": "read again"} == source_digests(source, memory)


def test_fresh_files_are_not_trusted(tmp_path: Path) -> None:
    """A file that was written just now may change once more within the same tick of the clock."""
    source, memory = tmp_path / "registers", tmp_path / "digests.json"
    source.mkdir()
    (source / "events.csv").write_bytes(b"a")
    source_digests(source, memory)

    assert not memory.exists()


def test_texts_are_told_apart() -> None:
    """Where one text ends and the next begins makes a difference."""
    assert digest_of(["ab", "c"]) != digest_of(["a", "bc"])
    assert digest_of(["ab", "c"]) == digest_of(iter(["ab", "c"]))
