"""A run as a process: what it bears, what it says, and what it leaves when it is stopped."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from reports.__main__ import ENDING
from reports.project import ROOT
from tests.small_notebooks import COVER, all_parameters, code, markdown, record_cell, write_notebook

SLEEP = "import os, time\nopen({pid!r}, 'w').write(str(os.getpid()))\ntime.sleep({seconds})"
PATIENCE = 300


@dataclass
class Run:
    """A process that makes a report; ``page`` is the process that runs its notebook."""

    process: subprocess.Popen[str]
    output: Path
    page: int = 0

    def stop(self, number):
        """Send a signal; returns the exit code and what was printed to standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said

    def left(self):
        """What is left that nobody wants: processes of the run, and its scratch directories."""
        deadline = time.monotonic() + PATIENCE
        while (found := processes(self.output)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return [*found, *(path.name for path in self.output.glob(".scratch*"))]


def processes(output):
    """The processes that were started for an output directory, whatever became of their parent."""
    marked, found = f"RRS_TEST={output}".encode(), []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if marked in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def wait_for(path):
    """The content of a file that a process is about to write."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.02)
    raise TimeoutError(path)


def _as_in_a_terminal():
    """Let the signals through that tests in the background were started to ignore."""
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)


def begin(notebook, output, *languages, **more):
    """Begin a run, in Russian unless other languages are named, with more in its environment."""
    asked = languages or ("ru",)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.driver", str(notebook), str(output), *asked],
        cwd=ROOT,
        env=os.environ | {"TERM": "dumb", "RRS_TEST": str(output)} | more,
        preexec_fn=_as_in_a_terminal,  # noqa: PLW1509 - no other thread runs in these tests
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def small(directory, *more):
    """A notebook that shows a report, after more cells."""
    cells = [all_parameters(), *more, COVER, record_cell("1")]
    return write_notebook(directory / "nb", *cells)


@pytest.fixture
def run(tmp_path):
    """A run whose notebook sleeps, over an earlier file of the same report."""
    pid, output = tmp_path / "pid", tmp_path / "out"
    (output / "KG/2014").mkdir(parents=True)
    (output / "KG/2014/rrs-KG-2014-ru.pdf").write_text("earlier")
    source = SLEEP.format(pid=str(pid), seconds=60)
    process = begin(small(tmp_path, code(source)), output)
    try:
        yield Run(process, output, int(wait_for(pid)))
    finally:
        process.kill()
        process.communicate()


def files(output):
    """The content of all files in an output directory."""
    return [path.read_text() for path in output.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped(run, number, code):
    """A signal ends a run with its own exit code and one sentence, and leaves nothing behind."""
    exit_code, said = run.stop(number)

    assert (code, [], ["earlier"]) == (exit_code, run.left(), files(run.output))
    assert said.splitlines()[-1].startswith(f"Stopped by {number.name}.")
    assert "Traceback" not in said


def test_killed_and_begun_again(run, tmp_path):
    """After kill -9 all processes of a run end by themselves; the next run clears up and mends.

    Nothing is half made, and no process or file is left, at whatever moment the next is stopped.
    """
    run.stop(signal.SIGKILL)
    assert ([".scratch"], ["earlier"]) == (run.left(), files(run.output / "KG"))
    temporary = tempfile.mkdtemp(prefix="rrs-")  # short: sockets in it have short names
    chance = random.Random(11)  # noqa: S311 - moments, no secrets
    sleeps = code(SLEEP.format(pid=str(tmp_path / "pid"), seconds=0.2))
    for last in (False, True):
        process = begin(small(tmp_path, sleeps), run.output, TMPDIR=temporary)
        if not last:
            time.sleep(chance.uniform(0.5, 4))
            process.send_signal(chance.choice([signal.SIGKILL, signal.SIGTERM]))
        process.communicate(timeout=PATIENCE)

    made = run.output / "KG/2014"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=made, check=True)
    assert (0, []) == (process.returncode, Run(process, run.output).left())
    assert "earlier" not in (made / "rrs-KG-2014-ru.pdf").read_text()
    Path(temporary).rmdir()  # nothing is in it


def test_two_runs_at_once(tmp_path):
    """Two runs over the same reports both succeed, and the files are those of one of them."""
    notebook, output = small(tmp_path), tmp_path / "out"
    runs = [begin(notebook, output) for _ in range(2)]
    said = ["".join(run.communicate(timeout=PATIENCE)) for run in runs]

    assert [0, 0] == [run.returncode for run in runs]
    assert [] == [text for text in said if "Traceback" in text or "Warning" in text]
    assert 7 == len(list((output / "KG/2014").glob("[!.]*")))
    assert [] == Run(runs[0], output).left()


def test_poor_environment(tmp_path):
    """No home, no locale: the report is made in a directory with blanks and Cyrillic letters.

    Exit code 1: what failed is on standard error, what was made is on standard output.
    """
    directory = tmp_path / "отчёт и пробел"
    failing = code("if language == 'ru': raise ValueError('нет данных')")
    notebook, output = small(directory, markdown("# Отчёт"), failing), directory / "out"
    poor = {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent/cache", "LC_ALL": "C"}
    run = begin(notebook, output, "ru", "en", **poor)
    out, err = run.communicate(timeout=PATIENCE)
    failed = str(output / "_failed/KG/2014/rrs-KG-2014-ru.ipynb")
    told = [
        "KG 2014 ru was not made.",
        "annual_report.ipynb",
        "3 of 5",
        "Отчёт",
        "ValueError: нет данных",
    ]

    assert 1 == run.returncode
    assert [] == [text for text in [*told, failed] if text not in err]
    assert (True, False) == ("rrs-KG-2014-en.pdf" in out, "-ru." in out)
    assert "s  KG 2014 en: run the notebook\n" in err
    assert [] == [text for text in ("Traceback", "Warning", "\x1b") if text in err + out]
    assert [] == Run(run, output).left()
