"""Quarto, the engine of choice: tried once while the environment is made, never required."""

import os
import re
import shutil
import subprocess

from reports.environment.processes import run
from reports.environment.words import say

WANTED = "quarto-cli>=1.10,<1.11"
OLDEST = (1, 9)
SECONDS = 120.0
LOG = "quarto-install.log"


def find(prefix: str) -> "tuple[str, str]":
    """Return (path, version) of a Quarto that is new enough, in an environment or on PATH."""
    directories = os.path.join(prefix, "bin") + os.pathsep + os.environ.get("PATH", "")
    path = shutil.which("quarto", path=directories)
    if not path:
        return "", ""
    try:
        done = subprocess.run(
            [path, "--version"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "", ""
    match = re.match(r"(\d+)\.(\d+)", done.stdout.decode("ascii", "replace"))
    if not match or (int(match.group(1)), int(match.group(2))) < OLDEST:
        return "", ""
    return path, done.stdout.decode("ascii", "replace").strip()


def attempt(prefix: str, seconds: float = SECONDS, lock: "int | None" = None) -> bool:
    """Try to install Quarto into an environment; tell in one line how it went.

    The package downloads Quarto from elsewhere while it installs, which not every network lets
    through: so it stands apart from the locked packages, and its output goes to a log.
    """
    path, version = find(prefix)
    if path:
        say("Quarto {} is there ({}): reports are rendered with it".format(version, path))
        return True
    say("Trying to install Quarto (two minutes at most)")
    log = os.path.join(prefix, LOG)
    python = os.path.join(prefix, "bin", "python")
    # --no-deps: only the program is wanted, and the locked packages stay as they are
    worked = run(
        [python, "-m", "pip", "install", "--no-deps", WANTED], log, seconds=seconds, lock=lock
    )
    path, version = find(prefix) if worked else ("", "")
    if path:
        say("Quarto {} is installed: reports are rendered with it".format(version))
    else:
        say(
            "Quarto could not be installed (see {}): the embedded engine renders the reports; "
            "`make quarto` tries again".format(log)
        )
    return bool(path)
