"""Tests that run at the same time: which begin first, and what is made once for all workers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import made_reports
from tests.conftest import LONGEST, ROOT


def test_the_longest_files_are_there() -> None:
    """A file that was renamed keeps its place."""
    assert [] == [name for name in LONGEST if not (ROOT / "tests" / name).is_file()]


def test_reports_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two workers that ask at once, one makes the reports, and the other finds them whole."""
    made: list[Path] = []

    def make(output: Path, *, everything: bool) -> None:
        made.append(output)
        output.mkdir()
        (output / "last").touch()

    monkeypatch.setattr(made_reports, "make", make)

    def ask(_number: int) -> bool:
        return (made_reports.made_once(tmp_path / "out", everything=False) / "last").exists()

    with ThreadPoolExecutor(2) as pool:
        assert [True] * 4 == list(pool.map(ask, range(4)))
    assert [tmp_path / "out"] == made
