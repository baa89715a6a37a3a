"""The command that every make target begins with."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reports import bootstrap
from reports.environment import interpreter, quarto

PROJECT = Path(__file__).parents[3]
SCRIPT = PROJECT / "reports/bootstrap.py"
Calls = Callable[[], list[str]]

TWO_AT_ONCE = """
import os, sys, time
from reports import bootstrap
from reports.environment import venv

def make_empty(root):
    site = os.path.join(root, ".venv/lib/python3.12/site-packages")
    os.makedirs(site)
    os.makedirs(os.path.join(root, ".venv/bin"))
    python = os.path.join(root, ".venv/bin/python")
    with open(python, "w") as file:
        file.write("#!/bin/sh\\necho pip >> '%s/calls'; sleep 0.5\\n" % root)
    os.chmod(python, 0o755)

venv.make_empty = make_empty
sys.exit(bootstrap.bootstrap([], sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def _no_quarto(only_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the try short, and this machine's Quarto and conda out of it."""
    monkeypatch.setattr(quarto, "SECONDS", 1)


def test_it_prints_the_interpreter_and_nothing_else(
    pretend_venv: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """Standard output is for the recipe; when all is ready, standard error is empty."""
    root = pretend_venv("exit 0")
    bootstrap.bootstrap([], str(root))
    first = capfd.readouterr()

    code = bootstrap.bootstrap([], str(root))

    again = capfd.readouterr()
    assert code == 0
    assert first.out == again.out == f"{root}/.venv/bin/python\n"
    assert all(line.startswith("==> ") for line in first.err.splitlines())
    assert again.err == ""


def test_quarto_is_tried_once(
    pretend_venv: Callable[[str], Path], calls: Calls, capfd: pytest.CaptureFixture[str]
) -> None:
    """A failed try is one line, is not repeated by itself, and `--quarto` repeats it."""
    root = str(pretend_venv('case "$*" in *quarto-cli*) exit 1;; esac'))

    codes = [bootstrap.bootstrap(given, root) for given in ([], [], ["--dev"], ["--quarto"])]

    assert codes == [0, 0, 0, 1]
    assert calls() == ["venv", "pip", "quarto", "dev", "quarto"]
    assert capfd.readouterr().err.count("Quarto could not be installed") == 2


def test_quarto_0_skips_the_try(
    pretend_venv: Callable[[str], Path],
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """With QUARTO=0 nothing is tried, which is said."""
    monkeypatch.setenv("QUARTO", "0")

    bootstrap.bootstrap([], str(pretend_venv("exit 0")))

    assert calls() == ["venv", "pip"]
    assert "Quarto is not tried (QUARTO=0)" in capfd.readouterr().err


def test_two_set_ups_at_once_make_one_environment(root: Path) -> None:
    """The second waits for the first and finds the environment ready."""
    command = [sys.executable, "-c", TWO_AT_ONCE, str(root)]
    environment = {**os.environ, "QUARTO": "0", "PYTHONPATH": str(PROJECT)}

    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [process.communicate(timeout=60) for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert (root / "calls").read_text(encoding="utf-8") == "pip\n"
    assert told[0][0] == told[1][0]


def test_an_old_python_gets_a_message(tmp_path: Path, only_path: Path) -> None:
    """No traceback: what is needed, what this is, how to mend it, and exit code 2."""
    code = (
        "import runpy, sys; sys.version_info = (3, 8, 1, 'final', 0); "
        f"sys.argv = [{str(SCRIPT)!r}]; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False, text=True
    )

    assert done.returncode == 2
    assert done.stderr.startswith("Python 3.11 or newer is needed. This is Python 3.8 (")
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_missing_venv_module_gets_a_message(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What the machine lacks ends with exit code 2, before anything is made."""
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])
    monkeypatch.setattr(bootstrap.bootstrap, "__defaults__", (str(root),))
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *_: None)
    monkeypatch.setattr(interpreter.importlib.util, "find_spec", lambda _: None)

    code = bootstrap.main()

    assert code == 2
    assert "has no venv module" in capfd.readouterr().err
    assert not (root / ".venv").exists()


@pytest.mark.parametrize(
    "path",
    [
        SCRIPT,
        PROJECT / "reports/__init__.py",
        *sorted((PROJECT / "reports/environment").glob("*.py")),
    ],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_an_old_python_can_read_it(path: Path) -> None:
    """The set-up keeps to old syntax, and imports the standard library and itself only."""
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }

    assert modules <= sys.stdlib_module_names | {"reports"}
