"""The environment: a rule of the Makefile that makes what the lock file pins, and mends itself."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT, ended

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
STAMP = "made-from-requirements.lock"
LATER = (2_000_000_000, 2_000_000_000)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A checkout in miniature, in a directory with a space and Cyrillic letters."""
    root = tmp_path / "отчёты РРС"
    (root / "tools").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "tools/environment.py"):
        shutil.copy(ROOT / name, root / name)
    for name in ("CONDA_PREFIX", "CONDA_DEFAULT_ENV", "MAKEFLAGS", "MAKELEVEL"):
        monkeypatch.delenv(name, raising=False)
    return root


@pytest.fixture
def make(root):
    """Runs make there with a Python that only pretends to install: what became, and the steps."""
    fake, steps = Path(__file__).with_name("python.sh"), root / "steps"
    known = {"REAL_PYTHON": sys.executable, "FAKE_PYTHON": str(fake), "STEPS": str(steps)}

    def run(uv_ends_with="0", times=1):
        steps.write_text("")
        command, env = ["make", f"PYTHON={fake}", "environment"], {**os.environ, **known}
        env["UV_ENDS_WITH"] = uv_ends_with
        begun = [
            subprocess.Popen(command, cwd=root, env=env, stderr=subprocess.PIPE, text=True)
            for _ in range(times)
        ]
        said = "".join(each.communicate()[1] for each in begun)
        return max(each.returncode for each in begun), said, steps.read_text().split()

    return run


def test_it_is_made_once_and_follows_the_lock_file(root, make):
    """After that make starts nothing; new pins come to what is there, which sees the checkout."""
    made, again = make(), make()
    os.utime(root / "requirements.lock", LATER)
    site = root / ".venv/lib/python3.12/site-packages"

    assert [(0, ["venv", "pip", "uv"]), (0, [])] == [made[::2], again[::2]]
    assert ["pip", "uv"] == make()[2]
    assert root == (site / (site / "rrs_reports.pth").read_text().strip()).resolve()


@pytest.mark.parametrize("update", [False, True])
def test_an_interrupted_set_up_is_made_anew(root, make, *, update):
    """What a failed installation left is cleared; the message names the command that failed."""
    if update:
        make()
        os.utime(root / "requirements.lock", LATER)
    code, said, _ = make(uv_ends_with="1")

    assert code != 0
    assert re.search(r"This command failed(.|\n)*pip sync", said)
    assert "Traceback" not in said
    assert not (root / ".venv" / STAMP).exists()
    assert (0, ["venv", "pip", "uv"]) == make()[::2]


def test_two_at_once_make_one(make):
    """The second set-up waits for the first and finds the environment ready."""
    assert (0, ["venv", "pip", "uv"]) == make(times=2)[::2]


def test_an_active_conda_environment_is_used(root, make, monkeypatch, tmp_path):
    """The one that environment.yml makes is completed, never cleared; others are passed over."""
    make()
    conda = tmp_path / "conda"
    shutil.copytree(root / ".venv", conda)
    (conda / "conda-meta").mkdir()
    (conda / STAMP).unlink()
    monkeypatch.setenv("CONDA_PREFIX", str(conda))
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "base")
    assert [] == make()[2]

    monkeypatch.setenv("CONDA_DEFAULT_ENV", "rrs-reports")
    assert ["pip", "uv"] == make()[2]
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
    """Each with a hash, from no host; Quarto's package, which no hash covers, is tried apart."""
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)[1:]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[^\w-]", each)[0].lower() for each in asked}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert set() == names - {block.partition("==")[0] for block in blocks}
    assert [] == [block for block in blocks if "--hash=sha256:" not in block]
    assert [] == re.findall(r"\w+://|^-|^ *# +-[a-z] ", LOCK, re.MULTILINE)
    assert "quarto-cli" not in LOCK
    assert re.findall(r"\n(\w+):.*\n(?:\t.*\n)*?\t.*quarto-cli", makefile) == ["quarto"]
