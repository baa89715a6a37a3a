"""Programs that are run, and the lock."""

import fcntl
import os
import subprocess
import threading
from pathlib import Path

import pytest

from reports.environment import processes
from tests.unit.environment.conftest import Script


def test_what_would_lead_pip_astray_is_taken_away(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person's own settings for pip and Python do not send packages elsewhere."""
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    program = script(tmp_path / "program", 'echo "[$PIP_USER][$PYTHONPATH][$PIP_NO_INPUT]"')

    worked = processes.run([str(program)], str(tmp_path / "log"))

    assert worked
    assert (tmp_path / "log").read_text() == "[][][1]\n"


def test_a_second_set_up_waits_and_says_so(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two set-ups are never at work in one place at the same time."""
    path, order = str(tmp_path / "lock"), []

    def second() -> None:
        with processes.locked(path):
            order.append("second")

    with processes.locked(path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]
    assert capfd.readouterr().err == "==> Another set-up is at work here: waiting for it\n"


def test_the_lock_is_held_as_long_as_pip_lives(tmp_path: Path, script: Script) -> None:
    """A set-up that is killed leaves the lock to the pip that it started."""
    program = script(tmp_path / "program", "sleep 60")
    with processes.locked(str(tmp_path / "lock")) as number:
        child = subprocess.Popen([str(program)], pass_fds=(number,), start_new_session=True)
    try:
        with (tmp_path / "lock").open("r+") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.killpg(child.pid, 9)
        child.wait()
