"""Outputs at an address."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from reports.pipeline.mirror import is_address, mirror_of, send
from reports.pipeline.outcome import Outcome
from reports.project.edition import Edition


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A directory with a report and the list of all."""
    (tmp_path / "KG/2014").mkdir(parents=True)
    (tmp_path / "KG/2014/a.pdf").write_text("made")
    (tmp_path / "index.html").write_text("index")
    return tmp_path


def outcome(mirror: Path, *, kept: bool = False) -> Outcome:
    """The report's outcome."""
    return Outcome(Edition("KG", 2014), (mirror / "KG/2014/a.pdf",), (), (), kept=kept)


@pytest.mark.parametrize(
    ("given", "expected"),
    [("s3://bucket/x", True), ("memory://x", True), ("out", False), ("/a://b", False)],
)
def test_addresses(given: str, expected: bool) -> None:
    """An address has a scheme; anything else is a directory."""
    assert expected == is_address(given)


def test_each_address_has_its_own_mirror() -> None:
    """What is made for one address is not taken for another's."""
    assert mirror_of("s3://a") != mirror_of("s3://b")


def test_made_and_missing_files_are_sent(mirror: Path) -> None:
    """What was made is sent, and what was kept only if it is not there."""
    store = fsspec.filesystem("memory")
    failures = send("memory://reports/x", mirror, [outcome(mirror)])
    store.pipe_file("/reports/x/KG/2014/a.pdf", b"MADE")
    send("memory://reports/x", mirror, [outcome(mirror, kept=True)])
    there = store.cat_file("/reports/x/KG/2014/a.pdf")
    store.rm_file("/reports/x/KG/2014/a.pdf")
    send("memory://reports/x", mirror, [outcome(mirror, kept=True)])

    assert ((), b"MADE") == (failures, there)
    assert b"made" == store.cat_file("/reports/x/KG/2014/a.pdf")
    assert b"index" == store.cat_file("/reports/x/index.html")


def test_failure_is_told(mirror: Path) -> None:
    """An address that takes no files is a failure, and says where the reports lie meanwhile."""
    (failure,) = send("nosuchscheme://x", mirror, [outcome(mirror)])

    assert ("nosuchscheme" in failure.message, str(mirror) in failure.message) == (True, True)
