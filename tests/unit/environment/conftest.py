"""A checkout in miniature, and interpreters that only pretend."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.environment import packages, venv

LOCK = """\
babel==2.18.0 \\
    --hash=sha256:00
    # via
    #   jupyterlab-server
    #   rrs-reports (pyproject.toml)
cycler==0.12.1 \\
    --hash=sha256:01
    # via matplotlib
pypandoc-binary==1.17 \\
    --hash=sha256:02
    # via rrs-reports (pyproject.toml)
"""
DEV_LOCK = """\
pytest==9.2.0 \\
    --hash=sha256:03
    # via rrs-reports (pyproject.toml:dev)
"""

Script = Callable[[Path, str], Path]
Environment = Callable[[str], Path]


def write_script(path: Path, text: str) -> Path:
    """Write a program of a few shell lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def script() -> Script:
    """Give the function that writes a program of a few shell lines."""
    return write_script


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a checkout with two lock files, in a directory with a space and Cyrillic letters."""
    place = tmp_path / "отчёты РРС"
    place.mkdir()
    (place / packages.RUNTIME).write_text(LOCK, encoding="utf-8")
    (place / packages.DEV).write_text(DEV_LOCK, encoding="utf-8")
    return place


@pytest.fixture
def pretend_venv(root: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Give a function that sets what `pip` does; environments are then made in no time.

    Every call of the environment's Python is a line in the file `calls` of the checkout.
    """

    def pretend(pip: str = "exit 0") -> Path:
        def make_empty(_: str) -> None:
            prefix = root / ".venv"
            with (root / "calls").open("a", encoding="utf-8") as calls:
                calls.write("venv\n")
            for mark in prefix.glob("made-from-*"):
                mark.unlink()
            (prefix / "lib/python3.12/site-packages").mkdir(parents=True, exist_ok=True)
            write_script(prefix / "bin/python", f'echo "$@" >> "{root}/calls"\n{pip}\n')

        monkeypatch.setattr(venv, "make_empty", make_empty)
        return root

    return pretend


@pytest.fixture
def calls(root: Path) -> Callable[[], list[str]]:
    """Give a function that lists what was called so far, in a word each."""

    def so_far() -> list[str]:
        path = root / "calls"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        words = {"quarto-cli": "quarto", "dev.lock": "dev", "-m pip": "pip"}
        return [
            next((word for sign, word in words.items() if sign in line), line) for line in lines
        ]

    return so_far


@pytest.fixture
def only_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a directory that is all of PATH but the shell's own tools, which it has links to."""
    directory = tmp_path / "bin"
    directory.mkdir()
    for tool in ("sh", "sleep", "echo", "cat", "mkdir", "chmod"):
        found = next(
            Path(place, tool) for place in ("/bin", "/usr/bin") if Path(place, tool).exists()
        )
        (directory / tool).symlink_to(found)
    monkeypatch.setenv("PATH", os.fspath(directory))
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.delenv("QUARTO", raising=False)
    return directory
