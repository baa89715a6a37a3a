"""The Python to start from."""

import importlib.util
import sys
from pathlib import Path

import pytest

from reports.environment import interpreter
from reports.environment.words import Lacking
from tests.unit.environment.conftest import Script

OLD, NEW, TOO_NEW = (3, 9), (3, 12), (3, 99)


def test_this_python_is_taken_when_it_is_new_enough(only_path: Path) -> None:
    """Nothing is looked for on PATH when the running Python will do."""
    assert interpreter.find(NEW) == sys.executable


def test_a_newer_python_on_path_is_found(only_path: Path, script: Script) -> None:
    """An old Python hands over to a newer one, passing those that do not run."""
    script(only_path / "python3", "echo 3 9")
    script(only_path / "python3.13", "echo no such version >&2; exit 127")
    wanted = script(only_path / "python3.12", "echo 3 12")

    assert interpreter.find(OLD) == str(wanted)


def test_no_python_is_new_enough(only_path: Path, script: Script) -> None:
    """The message says what is needed, what this is, and the command of this machine."""
    script(only_path / "apt-get", "exit 0")

    with pytest.raises(Lacking) as lacking:
        interpreter.find(OLD)

    text = str(lacking.value)
    assert "Python 3.11 or newer is needed. This is Python 3.9" in text
    assert "sudo apt install python3.11 python3.11-venv" in text
    assert "conda env create -f environment.yml" in text
    assert "brew" not in text


def test_a_python_later_than_the_lock_knows_is_the_last_choice(
    only_path: Path, script: Script
) -> None:
    """A Python that the lock was not tried with is used when there is no other."""
    assert interpreter.find(TOO_NEW) == sys.executable

    tried = script(only_path / "python3.14", "echo 3 14")

    assert interpreter.find(TOO_NEW) == str(tried)


@pytest.mark.parametrize(
    ("installer", "command"),
    [("apt-get", "sudo apt install a"), ("dnf", "sudo dnf install b"), ("brew", "brew install c")],
)
def test_the_hint_fits_the_machine(
    only_path: Path, script: Script, installer: str, command: str
) -> None:
    """Only the command of the installer that the machine has is shown."""
    script(only_path / installer, "exit 0")

    hint = interpreter.install_hint("a", "b", "c")

    assert hint.endswith(command)
    assert len(hint.splitlines()) == 1


def test_an_unknown_machine_gets_every_hint(only_path: Path) -> None:
    """Where no installer is known, all commands are shown."""
    assert len(interpreter.install_hint("a", "b", "c").splitlines()) == 3


def test_a_missing_venv_module_is_named(
    only_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's Python without python3-venv has venv, but no ensurepip."""
    script(only_path / "apt-get", "exit 0")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name != "ensurepip" or None)

    with pytest.raises(Lacking, match=r"no venv module[\s\S]*sudo apt install python3-venv"):
        interpreter.check_venv()


def test_windows_is_pointed_to_wsl() -> None:
    """Windows itself has neither make nor a Unix shell; WSL has."""
    with pytest.raises(Lacking, match="wsl --install"):
        interpreter.check_platform("win32")
