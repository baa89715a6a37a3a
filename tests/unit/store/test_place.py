"""The place of the store: made whole or not at all, and never larger than it may be."""

import os
from pathlib import Path

import pytest

from rrs_data.intake.store.place import put, tidy


def entry(root: Path, name: str, size: int, age: int) -> Path:
    """An entry of a size that was last used so many seconds ago."""
    directory = root / "code" / "sets" / name
    directory.mkdir(parents=True)
    (directory / "cells.arrow").write_bytes(b"x" * size)
    os.utime(directory, (10**9 - age, 10**9 - age))
    return directory


def test_whole(tmp_path: Path) -> None:
    """An entry appears with all its files; one that is there stays as it is."""
    for text in ("first", "second"):
        put(tmp_path / "a" / "b", lambda made, text=text: (made / "x").write_text(text))

    assert "first" == (tmp_path / "a" / "b" / "x").read_text()
    assert ["b"] == [path.name for path in (tmp_path / "a").iterdir()]


def test_not_at_all(tmp_path: Path) -> None:
    """When writing fails nothing is left, and the error is the caller's."""

    def fail(made: Path) -> None:
        (made / "x").write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put(tmp_path / "a" / "b", fail)

    assert [] == list((tmp_path / "a").iterdir())


def test_oldest_go_first(tmp_path: Path) -> None:
    """What was not used for longest is removed until the rest fits."""
    old, recent, newest = (
        entry(tmp_path, name, 100, age) for name, age in (("old", 30), ("recent", 20), ("new", 10))
    )
    tidy(tmp_path, most=250)

    assert [False, True, True] == [one.exists() for one in (old, recent, newest)]
