"""The server that kernels and workers are forked from."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.pipeline import server
from reports.pipeline.execute import execute
from reports.project.paths import ROOT
from tests.small_notebooks import code, parameters, write_notebook

NOT_FORKED = "import os, sys\nassert 'reports.pipeline.preload' not in sys.modules"
FORKED = "import os, sys\nassert 'reports.pipeline.preload' in sys.modules"


@pytest.mark.parametrize(
    ("function", "argument", "ending"), [(sys.exit, 5, 5), (signal.raise_signal, 15, -15)]
)
def test_exit_code(function: Callable[..., None], argument: int, ending: int) -> None:
    """How a forked process ended is known, as of one that was started."""
    assert ending == server.fork(function, argument).wait()


def test_kill() -> None:
    """A forked process runs until it is ended; ending it twice does no harm."""
    process = server.fork(time.sleep, 60)

    assert process.poll() is None
    process.kill()
    assert -signal.SIGKILL == process.wait()
    process.kill()


def test_forked_processes_end_with_their_parent(tmp_path: Path) -> None:
    """When whoever asked for a process is killed, the process ends, and so does the server."""
    script = tmp_path / "a.py"
    script.write_text(
        "import multiprocessing.forkserver as f, time\n"
        "from reports.pipeline.server import fork\n"
        "process = fork(time.sleep, 60)\n"
        "print(process.pid, f._forkserver._forkserver_pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout
        pids = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()

    assert dict.fromkeys(pids, True) == {pid: _ends(pid) for pid in pids}


def test_main_script_is_not_run_again(tmp_path: Path) -> None:
    """A script without a guard against being imported can run notebooks."""
    script = tmp_path / "a.py"
    script.write_text(
        "import time\nfrom reports.pipeline.server import fork\nprint(fork(time.time).wait())"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ("0\n", "") == (done.stdout, done.stderr)


def test_kernels_are_forked(tmp_path: Path) -> None:
    """A notebook's kernel has everything imported when it starts."""
    run(tmp_path, FORKED)


def test_another_python_path(tmp_path: Path) -> None:
    """A notebook that imports from elsewhere gets a kernel that was started from nothing."""
    run(tmp_path, NOT_FORKED, python_path=tmp_path)


def test_fallback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be forked, kernels are started from nothing."""
    monkeypatch.setattr(server, "problem", lambda: "tried for the test")

    run(tmp_path, NOT_FORKED)


def test_where_forking_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS there is no server, and the reason is told."""
    server.problem.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    reason = server.problem()
    server.problem.cache_clear()

    assert "forking is not safe on darwin" == reason


def test_imports_that_fail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server that could not import everything is not used."""
    script = tmp_path / "a.py"
    script.write_text(
        "from reports import server\nserver.PRELOADED = 'no_such_module'\nprint(server.problem())"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "a forked process left with exit code" in done.stdout


def run(directory: Path, source: str, python_path: Path = ROOT) -> None:
    """Run a notebook with one cell of ours."""
    notebook = write_notebook(directory / "n" / "a.ipynb", parameters(x=1), code(source))
    execute(
        notebook,
        {},
        executed=directory / "e.ipynb",
        failed=directory / "f.ipynb",
        python_path=python_path,
    )


def _ends(pid: int, seconds: float = 20) -> bool:
    """Whether a process is gone, or will be in a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
