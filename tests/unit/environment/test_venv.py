"""The environment `.venv`: ready, not ready, left half-made."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.environment import packages, venv
from reports.environment.words import Failed
from tests.unit.environment.conftest import Environment

RUNTIME, BOTH = [packages.RUNTIME], [packages.RUNTIME, packages.DEV]
Calls = Callable[[], list[str]]


def test_it_is_ready_once_made(pretend_venv: Environment) -> None:
    """A new environment is stamped when it is whole."""
    root = str(pretend_venv("exit 0"))
    before = venv.is_ready(root, RUNTIME)

    fresh = venv.set_up(root, RUNTIME, lock=0)

    assert (before, fresh, venv.is_ready(root, RUNTIME)) == (False, True, True)
    assert not venv.is_ready(root, BOTH)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / packages.RUNTIME).write_text("babel==3.0.0\n"),
        lambda root: (root / ".venv/bin/python").unlink(),
    ],
    ids=["another lock", "the Python is gone"],
)
def test_it_is_not_ready_after_a_change(
    pretend_venv: Environment, change: Callable[[Path], object]
) -> None:
    """It is made anew when the lock file is another or its Python has been removed."""
    root = pretend_venv("exit 0")
    venv.set_up(str(root), RUNTIME, lock=0)

    change(root)

    assert not venv.is_ready(str(root), RUNTIME)


def test_it_is_not_ready_elsewhere(pretend_venv: Environment, tmp_path: Path) -> None:
    """A checkout that was moved gets a new one: scripts in the old one point to where it was."""
    root = pretend_venv("exit 0")
    venv.set_up(str(root), RUNTIME, lock=0)

    moved = shutil.move(root, tmp_path / "moved")

    assert not venv.is_ready(str(moved), RUNTIME)


def test_a_failed_one_is_made_anew(pretend_venv: Environment, calls: Calls) -> None:
    """What a failed installation left is cleared, not mended."""
    root = str(pretend_venv("exit 1"))
    with pytest.raises(Failed):
        venv.set_up(root, RUNTIME, lock=0)

    pretend_venv("exit 0")
    venv.set_up(root, RUNTIME, lock=0)

    assert calls() == ["venv", "pip", "venv", "pip"]
    assert venv.is_ready(root, RUNTIME)


def test_tools_for_tests_are_added_to_a_whole_one(pretend_venv: Environment, calls: Calls) -> None:
    """`make test` after `make report` installs only what is not there yet."""
    root = str(pretend_venv("exit 0"))
    venv.set_up(root, RUNTIME, lock=0)

    fresh = venv.set_up(root, BOTH, lock=0)

    assert calls() == ["venv", "pip", "dev"]
    assert (fresh, venv.is_ready(root, BOTH)) == (False, True)


def test_stopping_while_tools_are_added_leaves_no_stamp(pretend_venv: Environment) -> None:
    """An environment that was being changed when the set-up stopped does not pass for whole."""
    root = str(pretend_venv('case "$*" in *dev.lock*) exit 1;; esac'))
    venv.set_up(root, RUNTIME, lock=0)

    with pytest.raises(Failed):
        venv.set_up(root, BOTH, lock=0)

    assert not venv.is_ready(root, RUNTIME)
