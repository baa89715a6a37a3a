"""Signals: what a run leaves when it is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reports.pipeline.interrupt import ENDING
from reports.pipeline.kernel import PREFIX
from reports.pipeline.output import open_output
from reports.pipeline.scratch import sweep
from reports.project.paths import ROOT
from tests.small_notebooks import all_parameters, code, write_notebook

SLEEP = "import os, time\nopen({pid!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
PATIENCE = 60


@dataclass
class Run:
    """A process that makes a report, stopped while its notebook runs."""

    process: subprocess.Popen[str]
    output: Path
    kernel: int

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; returns the exit code and what was printed to standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said

    def left(self) -> list[str]:
        """What is left that nobody wants: the kernel, its directory, scratch directories."""
        directories = [*self.temporary().glob("rrs-kernel-*"), *self.output.glob(".scratch-*")]
        return [path.name for path in directories] + ["kernel"] * self.kernel_lives()

    def kernel_lives(self) -> bool:
        """Whether the kernel's process is there."""
        return Path(f"/proc/{self.kernel}").exists()

    def temporary(self) -> Path:
        """Where the run keeps its kernel's directory."""
        return self.output.parent / "tmp"


def wait_for(path: Path) -> str:
    """The content of a file that a process is about to write."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.02)
    raise TimeoutError(path)


def _as_in_a_terminal() -> None:
    """Let the signals through that tests in the background were started to ignore."""
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A run whose notebook sleeps, over earlier files of the same report.

    It is ended after the test, however that went: a process left behind would be a warning in
    another test.
    """
    directory = Path(tmp_path_factory.mktemp("r"))
    pid, output = directory / "pid", directory / "out"
    (output / "KG/2014").mkdir(parents=True)
    (output / "KG/2014/rrs-KG-2014-ru.pdf").write_text("earlier")
    (directory / "tmp").mkdir()
    sleeping = write_notebook(
        directory / "a.ipynb", all_parameters(), code(SLEEP.format(pid=str(pid)))
    )
    with subprocess.Popen(
        [sys.executable, "-m", "tests.driver", str(sleeping), str(output)],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(directory / "tmp"), "TERM": "dumb"},
        preexec_fn=_as_in_a_terminal,  # noqa: PLW1509 - no other thread runs in these tests
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Run(process, output, int(wait_for(pid)))
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_stopped(run: Run, number: signal.Signals, code: int) -> None:
    """A signal ends a run with its own exit code and one sentence, and leaves nothing behind."""
    exit_code, said = run.stop(number)
    files = [path for path in run.output.rglob("*") if path.is_file()]

    assert (code, [], ["earlier"]) == (exit_code, run.left(), [path.read_text() for path in files])
    assert said.splitlines()[-1].startswith(f"Stopped by {number.name}.")
    assert "Traceback" not in said


def test_killed(run: Run) -> None:
    """After kill -9 the kernel ends by itself, and the next run sweeps up; earlier files stay."""
    run.stop(signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while run.kernel_lives() and time.monotonic() < deadline:
        time.sleep(0.05)
    open_output(run.output)
    sweep(run.temporary(), PREFIX)
    files = [path for path in run.output.rglob("*") if path.is_file()]

    assert ([], ["earlier"]) == (run.left(), [path.read_text() for path in files])


def test_ignored_signals_stay_ignored() -> None:
    """Under nohup a run outlives its terminal."""
    script = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from reports.pipeline.interrupt import watch; watch()\n"
        "signal.raise_signal(signal.SIGHUP); print('on')"
    )
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert "on\n" == result.stdout
