"""A run as a process: what it bears, what it says, and what it leaves when it is stopped."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from reports.__main__ import ENDING
from reports.project import ROOT
from tests.driver import small_request
from tests.small_notebooks import code, markdown

PATIENCE = 300
SLEEP = "import os, time\nopen('../pid', 'w').write(str(os.getpid()))\ntime.sleep(60)"


def left(output):
    """What is left that nobody wants: processes of a run, and its scratch directories."""
    deadline = time.monotonic() + PATIENCE
    while (found := processes(output)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [*found, *(path.name for path in output.glob(".scratch*"))]


def processes(output):
    """The processes that were started for an output directory, whatever became of their parent."""
    marked, found = f"RRS_TEST={output}".encode(), []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if marked in path.read_bytes():
                found.append(path.parent.name)
    return found


def _is_importing(numbers):
    """Whether one of these processes has got as far as NumPy."""
    maps = [Path(f"/proc/{number}/maps") for number in numbers]
    return any("numpy" in path.read_text() for path in maps if path.exists())


def _as_in_a_terminal():
    """Let the signals through that tests in the background were started to ignore."""
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)


def begin(directory, *cells, languages=("ru",), **more):
    """Begin a run of a small notebook in ``out``, in Russian unless languages are named."""
    request = small_request(directory, *cells)
    notebook = str(request.notebooks / "annual_report.ipynb")
    return subprocess.Popen(
        [sys.executable, "-m", "tests.driver", notebook, str(request.output), *languages],
        cwd=ROOT,
        env=os.environ | {"TERM": "dumb", "RRS_TEST": str(request.output)} | more,
        preexec_fn=_as_in_a_terminal,  # noqa: PLW1509 - no other thread runs in these tests
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.fixture
def output(tmp_path):
    """An output directory with an earlier file of the report."""
    earlier = tmp_path / "out/KG/2014/rrs-KG-2014-ru.pdf"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier")
    return tmp_path / "out"


def stopped(output, number):
    """A run that was sent a signal while its notebook slept: its exit code, and what it said."""
    run = begin(output.parent, code(SLEEP))
    deadline = time.monotonic() + PATIENCE
    while not (output.parent / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    run.send_signal(number)
    _, said = run.communicate(timeout=PATIENCE)
    return run.returncode, said


def files(output):
    """The content of all files in an output directory."""
    return [path.read_text() for path in output.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped(output, number, code):
    """A signal ends a run with its own exit code and one sentence, and leaves nothing behind."""
    exit_code, said = stopped(output, number)

    assert (code, [], ["earlier"]) == (exit_code, left(output), files(output))
    assert said.splitlines()[-1].startswith(f"Stopped by {number.name}.")
    assert "Traceback" not in said


def test_stopped_while_it_begins(output):
    """Ctrl-C reaches all that the terminal started, and one sentence is said."""
    command = [sys.executable, "-m", "reports", "report", "KG", "2014", f"--output={output}"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"RRS_TEST": str(output)},
        preexec_fn=_as_in_a_terminal,  # noqa: PLW1509 - no other thread runs in these tests
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as run:
        deadline = time.monotonic() + PATIENCE
        while not _is_importing(set(processes(output)) - {str(run.pid)}):
            assert time.monotonic() < deadline
        os.killpg(run.pid, signal.SIGINT)
        said = run.communicate()[0]

    assert (130, []) == (run.returncode, left(output))
    assert "Stopped by SIGINT" in said
    assert "Traceback" not in said


def test_killed_and_begun_again_twice_at_once(output):
    """After kill -9 nothing is left running or half made; the next two runs, at once, mend it."""
    stopped(output, signal.SIGKILL)
    assert ([".scratch"], ["earlier"]) == (left(output), files(output / "KG"))
    temporary = tempfile.mkdtemp(prefix="rrs-")  # short: sockets in it have short names
    next_runs = [begin(output.parent, TMPDIR=temporary) for _ in range(2)]
    said = ["".join(one.communicate(timeout=PATIENCE)) for one in next_runs]
    made = output / "KG/2014"

    assert [0, 0] == [one.returncode for one in next_runs]
    assert [] == [text for text in said if "Traceback" in text or "Warning" in text]
    assert [] == left(output)
    assert 7 == len(list(made.glob("[!.]*")))
    assert "earlier" not in (made / "rrs-KG-2014-ru.pdf").read_text()
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=made, check=True)
    Path(temporary).rmdir()  # nothing is in it


def test_poor_environment(tmp_path):
    """No home, no locale, blanks and Cyrillic letters: made; what failed is on standard error."""
    failing = code("if language == 'ru': raise ValueError('нет данных')")
    poor = {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent/cache", "LC_ALL": "C"}
    cells = [markdown("# Отчёт"), failing]
    run = begin(tmp_path / "отчёт и пробел", *cells, languages=("ru", "en"), **poor)
    out, err = run.communicate(timeout=PATIENCE)
    output = tmp_path / "отчёт и пробел/out"
    told = [
        *("KG 2014 ru was not made.", "annual_report.ipynb", "3 of 5"),
        *("Отчёт", "ValueError: нет данных", "s  KG 2014 en: run the notebook\n"),
        str(output / "_failed/KG/2014/rrs-KG-2014-ru.ipynb"),
    ]

    assert 1 == run.returncode
    assert [] == [text for text in told if text not in err]
    assert (True, False) == ("rrs-KG-2014-en.pdf" in out, "-ru." in out)
    assert [] == [text for text in ("Traceback", "Warning", "\x1b") if text in err + out]
    assert [] == left(output)
