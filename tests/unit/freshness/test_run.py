"""Runs in which nothing has changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reports.pipeline.freshness.run import Run
from reports.pipeline.outcome import Outcome
from reports.pipeline.request import Wish
from reports.project.edition import Edition
from reports.project.paths import ROOT

Change = Callable[[Path], object]


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    """A wish whose reports were made and remembered."""
    for name in ("registers/events.csv", "params/programme.yml", "out/KG/2014/a.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "out/index.html").write_text("index")
    made = Wish(
        engine="embedded",
        registers=str(tmp_path / "registers"),
        params=str(tmp_path / "params"),
        output=str(tmp_path / "out"),
    )
    outcome = Outcome(Edition("KG", 2014), (tmp_path / "out/KG/2014/a.pdf",), (), ())
    Run.of(made).remember([outcome])
    return made


def test_nothing_changed(wish: Wish) -> None:
    """The names of the reports are known, and nothing need be made."""
    assert ["KG 2014"] == Run.of(wish).unchanged()


CHANGES: dict[str, Change] = {
    "a register": lambda path: (path / "registers/events.csv").write_text("other"),
    "a new register": lambda path: (path / "registers/new.csv").touch(),
    "another name": lambda path: (path / "registers/events.csv").rename(path / "registers/e.csv"),
    "a parameter": lambda path: (path / "params/programme.yml").write_text("other"),
    "a report": lambda path: (path / "out/KG/2014/a.pdf").write_text("tampered"),
    "no report": lambda path: (path / "out/KG/2014/a.pdf").unlink(),
    "no index": lambda path: (path / "out/index.html").unlink(),
    "a broken memory": lambda path: (path / "out/.made/run.json").write_text("{"),
    "another memory": lambda path: (path / "out/.made/run.json").write_text("[]"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_something_changed(wish: Wish, tmp_path: Path, change: Change) -> None:
    """Any change of what goes in or came out is found."""
    change(tmp_path)

    assert [] == Run.of(wish).unchanged()


@pytest.mark.parametrize("option", ["format", "language", "strict", "donor_mark"])
def test_something_else_is_asked_for(wish: Wish, option: str) -> None:
    """Another wish is another run."""
    assert [] == Run.of(replace(wish, **{option: "1"})).unchanged()


def test_times_do_not_count(wish: Wish, tmp_path: Path) -> None:
    """A file that was written again with the same bytes is the same."""
    (tmp_path / "params/programme.yml").write_text("params/programme.yml")

    assert ["KG 2014"] == Run.of(wish).unchanged()


def test_nothing_slow_is_imported() -> None:
    """To find that nothing has changed takes no data frames, notebooks or engines."""
    script = (
        "import sys; from reports.pipeline.cli import parser\n"
        "from reports.pipeline.request import Wish\n"
        "from reports.pipeline.freshness.run import Run; Run.of(Wish()).unchanged()\n"
        "print(sorted({'pandas', 'nbformat', 'rrs_data', 'rich', 'yaml'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert "[]\n" == done.stdout
