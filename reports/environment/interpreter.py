"""The Python that the environment is made with: found, or named as missing."""

import importlib.util
import shutil
import subprocess
import sys

from reports.environment.words import Lacking

OLDEST = (3, 11)
NEWEST = (3, 14)  # the newest that the lock files were tried with: preferred to later ones
NAMES = ["python3"] + ["python3.{}".format(minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]

TOO_OLD = """\
Python {oldest} or newer is needed. This is Python {this} ({path}), and PATH has no newer one.
Install one and give the same command again:
{hint}
or, where the system's packages are older than that, with conda:
    conda env create -f environment.yml && conda activate rrs-reports"""

NO_VENV = """\
This Python ({path}) has no venv module, so it cannot make an environment.
Install it and give the same command again:
{hint}"""

WINDOWS = """\
The reports are made with make and a Unix shell, which Windows has inside WSL:
    wsl --install
Then, in its window, give the same command again."""


def install_hint(apt: str, dnf: str, brew: str) -> str:
    """Return the command of this machine's installer for the package it names so."""
    ways = [
        ("apt-get", "Debian, Ubuntu:", "sudo apt install " + apt),
        ("dnf", "Fedora:", "sudo dnf install " + dnf),
        ("brew", "macOS:", "brew install " + brew),
    ]
    here = [way for way in ways if shutil.which(way[0])][:1]
    return "\n".join("    {:<16} {}".format(way[1], way[2]) for way in here or ways)


def version_of(python: str) -> "tuple[int, ...]":
    """Return (major, minor) of an interpreter, () if it does not run."""
    command = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=False
        )
        return tuple(int(part) for part in done.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ()


def find(this: "tuple[int, ...]" = sys.version_info[:2]) -> str:
    """Return the interpreter to start from: this one, or a better one on PATH.

    Raises Lacking when there is none from 3.11 on.
    """
    if OLDEST <= this <= NEWEST:
        return sys.executable
    for python in filter(None, map(shutil.which, NAMES)):
        if OLDEST <= version_of(python) <= NEWEST:
            return python
    if this > NEWEST:
        return sys.executable
    raise Lacking(
        TOO_OLD.format(
            oldest="{}.{}".format(*OLDEST),
            this="{}.{}".format(*this),
            path=sys.executable,
            hint=install_hint("python3.11 python3.11-venv", "python3.12", "python"),
        )
    )


def check_platform(platform: str = sys.platform) -> None:
    """Raise Lacking on Windows itself, where there is neither make nor a Unix shell."""
    if platform == "win32":
        raise Lacking(WINDOWS)


def check_venv() -> None:
    """Raise Lacking if this Python cannot make an environment.

    Debian and Ubuntu pack the venv module apart: there `ensurepip` is what is not found.
    """
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        hint = install_hint("python3-venv", "python3", "python")
        raise Lacking(NO_VENV.format(path=sys.executable, hint=hint))
