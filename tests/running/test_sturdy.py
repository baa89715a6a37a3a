"""A run as a process: what it says, and what it has to bear."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from reports.project import ROOT
from tests.small_notebooks import (
    COVER,
    all_parameters,
    code,
    markdown,
    record_cell,
    write_notebook,
)


def begin(
    directory: Path, environment: Mapping[str, str] = os.environ, stderr: int = subprocess.STDOUT
) -> subprocess.Popen[str]:
    """Begin a run with a small notebook in a directory."""
    notebook = directory / "nb/a.ipynb"
    if not notebook.exists():
        write_notebook(notebook, all_parameters(), COVER, record_cell("1"))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.driver", str(notebook), str(directory / "out")],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
    )


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of a run, and the tracebacks and warnings in what it said."""
    said, _ = run.communicate(timeout=120)
    bad = [line for line in said.splitlines() if "Traceback" in line or "Warning" in line]
    return run.returncode, "\n".join(bad)


def left(output: Path) -> list[str]:
    """What nobody wants to find in an output directory."""
    return [path.name for path in output.glob(".scratch*")]


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Two runs over the same reports both succeed, and the files are those of one of them."""
    runs = [begin(tmp_path), begin(tmp_path)]

    assert [(0, ""), (0, "")] == [ended(run) for run in runs]
    assert 10 == len(list((tmp_path / "out/KG/2014").glob("[!.]*")))
    assert [] == left(tmp_path / "out")


def test_poor_environment(tmp_path: Path) -> None:
    """No home, no locale: the report is made in a directory with blanks and Cyrillic letters."""
    directory = tmp_path / "отчёт и пробел"
    directory.mkdir()
    poor = {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent/cache", "LC_ALL": "C"}

    assert (0, "") == ended(begin(directory, os.environ | poor))
    assert [] == left(directory / "out")


def test_a_failing_run(tmp_path: Path) -> None:
    """Exit code 1: what failed is on standard error, what was made is on standard output."""
    failing = code("if language == 'ru': raise ValueError('нет данных')")
    cells = [all_parameters(), markdown("# Отчёт"), failing, COVER, record_cell("1")]
    write_notebook(tmp_path / "nb/a.ipynb", *cells)
    run = begin(tmp_path, os.environ | {"LC_ALL": "C", "NO_COLOR": "1"}, stderr=subprocess.PIPE)
    out, err = run.communicate(timeout=120)
    failed, made = tmp_path / "out/_failed/KG/2014/rrs-KG-2014-ru.ipynb", "rrs-KG-2014-en.pdf"
    told = ["KG 2014 ru was not made.", "nb/a.ipynb", "3 of 5", "Отчёт", "ValueError: нет данных"]

    assert 1 == run.returncode
    assert [] == [text for text in [*told, str(failed)] if text not in err]
    assert (True, False) == (made in out, "-ru." in out)
    assert "s  KG 2014 en: run the notebook\n" in err
    assert [] == [text for text in ("Traceback", "\x1b") if text in err + out]
