"""Quarto: tried once, in one line, and never in the way."""

import os
from pathlib import Path

import pytest

from reports.environment import quarto, venv
from tests.unit.environment.conftest import Environment, Script

WORKS = 'printf \'#!/bin/sh\\necho 1.10.19\\n\' > "${0%/*}/quarto"; chmod +x "${0%/*}/quarto"'


def prefix_with(pretend_venv: Environment, pip: str) -> str:
    """Make an environment whose pip does what it is told."""
    root = pretend_venv(pip)
    venv.make_empty(str(root))
    return str(root / ".venv")


def test_it_works(
    pretend_venv: Environment, only_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Success is one line with the version."""
    prefix = prefix_with(pretend_venv, WORKS)

    assert quarto.attempt(prefix)
    assert told(capfd) == ["==> Quarto 1.10.19 is installed: reports are rendered with it"]


def told(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines that follow the one that says what is tried."""
    first, *rest = capfd.readouterr().err.splitlines()
    assert first == "==> Trying to install Quarto (two minutes at most)"
    return rest


@pytest.mark.parametrize("pip", ["echo no way >&2; exit 1", "exit 0"], ids=["fails", "lies"])
def test_it_fails(
    pretend_venv: Environment, only_path: Path, capfd: pytest.CaptureFixture[str], pip: str
) -> None:
    """Failure is one line with the log and the way to try again."""
    prefix = prefix_with(pretend_venv, pip)

    assert not quarto.attempt(prefix)
    (line,) = told(capfd)
    assert f"see {prefix}/quarto-install.log" in line
    assert "`make quarto` tries again" in line


def test_the_log_keeps_what_pip_said(pretend_venv: Environment, only_path: Path) -> None:
    """A long traceback goes to the log."""
    prefix = prefix_with(pretend_venv, "echo ValueError: nothing to open >&2; exit 1")

    quarto.attempt(prefix)

    assert Path(prefix, quarto.LOG).read_text(encoding="utf-8") == "ValueError: nothing to open\n"


def test_it_hangs(
    pretend_venv: Environment, only_path: Path, root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """After the time allowed pip is ended with all that it started, and the set-up goes on."""
    pipe = root / "pipe"
    os.mkfifo(pipe)
    prefix = prefix_with(
        pretend_venv,
        f'exec 3> "{pipe}"; (echo begun >&3; sleep 60; echo late >&3) & sleep 60; echo late >&3',
    )
    said = ""
    for seconds in (0.3, 3, 30):  # a busy machine may not come to begin it at first
        with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)) as reader:
            assert not quarto.attempt(prefix, seconds=seconds)
            os.set_blocking(reader.fileno(), True)
            said = said or reader.read()  # until all that could still write have ended
        assert len(told(capfd)) == 1
        if said:
            break

    assert said == "begun\n"


def test_a_new_enough_one_on_path_is_enough(
    pretend_venv: Environment, only_path: Path, script: Script, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is installed when PATH has a Quarto that will do; that is said."""
    there = script(only_path / "quarto", "echo 1.9.38")
    prefix = prefix_with(pretend_venv, "exit 1")

    assert quarto.attempt(prefix)
    assert capfd.readouterr().err == (
        f"==> Quarto 1.9.38 is there ({there}): reports are rendered with it\n"
    )


@pytest.mark.parametrize("version", ["1.3.450", "not a version", ""])
def test_an_old_one_does_not_count(
    only_path: Path, script: Script, version: str, tmp_path: Path
) -> None:
    """An older Quarto, or a program of that name that is none, is as good as no Quarto."""
    script(only_path / "quarto", f"echo '{version}'")

    assert quarto.find(str(tmp_path)) == ("", "")
