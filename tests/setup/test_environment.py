"""The environment: a rule of the Makefile that makes what the lock file pins, and mends itself."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ended

PROJECT = Path(__file__).parents[2]
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
STAMP = "made-from-requirements.lock"

# A Python that makes environments with itself as their Python; it writes down what it is asked for.
PYTHON = """#!/bin/sh
case "$*" in
-c*) exit 0 ;;
tools/environment.py*) exec "{python}" -c '
import runpy, sys
sys.argv, sys.executable = sys.argv[1:], "{fake}"
runpy.run_path(sys.argv[0], run_name="__main__")' "$@" ;;
"-m venv"*) echo venv >> "{log}"
    for directory; do :; done
    rm -rf "$directory"/*; mkdir -p "$directory/bin" "$directory/lib/python3.12/site-packages"
    cp "{fake}" "$directory/bin/python" ;;
"-m pip install"*) echo pip >> "{log}"
    cp "{fake}" "$(dirname "$0")/uv" ;;
"pip sync"* | "pip install"*) echo uv >> "{log}"; {uv} ;;
esac
"""


@pytest.fixture
def root(tmp_path):
    """Give a checkout in miniature, in a directory with a space and Cyrillic letters."""
    root = tmp_path / "отчёты РРС"
    (root / "tools").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "tools/environment.py"):
        shutil.copy(PROJECT / name, root / name)
    return root


@pytest.fixture
def make(root, monkeypatch):
    """Give a function that runs make there with a Python that only pretends to install."""

    def run(*arguments, uv=":"):
        fake = root / "python"
        text = PYTHON.format(python=sys.executable, fake=fake, log=root / "log", uv=uv)
        fake.write_text(text, encoding="utf-8")
        fake.chmod(0o755)
        if (root / ".venv/bin/uv").exists():
            shutil.copy(fake, root / ".venv/bin/uv")
        return ended(["make", f"PYTHON={fake}", *(arguments or ["environment"])], root)

    for name in ("CONDA_PREFIX", "CONDA_DEFAULT_ENV", "MAKEFLAGS", "MAKELEVEL"):
        monkeypatch.delenv(name, raising=False)
    return run


def steps(root):
    """Return what was done since the last time that this was asked."""
    log = root / "log"
    done = log.read_text(encoding="utf-8").split() if log.exists() else []
    log.unlink(missing_ok=True)
    return done


def test_it_is_made_once_and_follows_the_lock_file(root, make):
    """After that make starts nothing; new pins are brought to what is there.

    A kernel that starts in another directory imports what stands in the checkout.
    """
    for expected in (["venv", "pip", "uv"], []):
        assert make().returncode == 0
        assert expected == steps(root)
    os.utime(root / "requirements.lock", (2_000_000_000, 2_000_000_000))
    make()
    site = root / ".venv/lib/python3.12/site-packages"

    assert ["pip", "uv"] == steps(root)
    assert root == (site / (site / "rrs_reports.pth").read_text().strip()).resolve()


@pytest.mark.parametrize("update", [False, True])
def test_an_interrupted_set_up_is_made_anew(root, make, *, update):
    """What a failed installation left is cleared; the message names the command that failed."""
    if update:
        make()
        os.utime(root / "requirements.lock", (2_000_000_000, 2_000_000_000))
    failed = make(uv="exit 1")
    steps(root)

    assert failed.returncode != 0
    assert re.search(r"This command failed(.|\n)*pip sync", failed.stderr)
    assert "Traceback" not in failed.stderr
    assert not (root / ".venv" / STAMP).exists()
    assert make().returncode == 0
    assert ["venv", "pip", "uv"] == steps(root)


def test_two_at_once_make_one(root, make):
    """The second set-up waits for the first and finds the environment ready."""
    make("help")
    command = ["make", f"PYTHON={root / 'python'}", "environment"]
    both = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) for _ in range(2)]
    for each in both:
        each.communicate()

    assert [0, 0] == [each.returncode for each in both]
    assert ["venv", "pip", "uv"] == steps(root)


def test_an_active_conda_environment_is_used(root, make, monkeypatch, tmp_path):
    """The one that environment.yml makes is completed, never cleared; others are passed over."""
    make()
    conda = tmp_path / "conda"
    shutil.copytree(root / ".venv", conda)
    (conda / "conda-meta").mkdir()
    (conda / STAMP).unlink()
    monkeypatch.setenv("CONDA_PREFIX", str(conda))
    steps(root)
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "base")
    make()
    assert [] == steps(root)

    monkeypatch.setenv("CONDA_DEFAULT_ENV", "rrs-reports")
    make()
    assert ["pip", "uv"] == steps(root)
    assert (conda / STAMP).exists()


def test_a_machine_without_a_fit_python_is_told_what_to_install(root, tmp_path):
    """Too old, or without its venv module: the message gives the command of each system."""
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "make"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    done = ended(["make", "report"], root, env={"PATH": str(tmp_path / "bin")})

    assert done.returncode == 2
    hints = ("3.11", "sudo apt install", "sudo dnf install", "brew install", "conda env create")
    assert [] == [hint for hint in hints if hint not in done.stderr]


def test_the_lock_file_pins_all_that_is_asked_for():
    """Each with a hash, and from no host: a mirror may stand for the usual registry.

    Whoever adds a package to pyproject.toml runs `make lock`. Quarto's package is not there: it
    downloads a program, which no hash covers, and only `make quarto` tries it.
    """
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)[1:]
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[^\w-]", each)[0].lower() for each in asked}
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")

    assert set() == names - {block.partition("==")[0] for block in blocks}
    assert [] == [block for block in blocks if "--hash=sha256:" not in block]
    assert [] == re.findall(r"\w+://|^-|^ *# +-[a-z] ", LOCK, re.MULTILINE)
    assert "quarto-cli" not in LOCK
    assert re.findall(r"\n(\w+):.*\n(?:\t.*\n)*?\t.*quarto-cli", makefile) == ["quarto"]
