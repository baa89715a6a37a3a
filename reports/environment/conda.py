"""An active conda environment: whether it is the one that `environment.yml` makes."""

import os
import re

from reports.environment.interpreter import OLDEST
from reports.environment.packages import (
    RUNTIME,
    differing,
    install,
    lacking,
    path_file,
    read,
    site_packages,
    write_path_file,
)
from reports.environment.processes import locked
from reports.environment.words import say


def active(root: str) -> "tuple[str, str]":
    """Return (prefix, why not): the active environment if it serves, else "" and the reason.

    It serves if its Python is new enough and it has every package that `pyproject.toml` asks
    for. Both are "" where no conda environment is active.
    """
    prefix = os.environ.get("CONDA_PREFIX", "")
    if not prefix:
        return "", ""
    python = re.search(r"python(\d+)\.(\d+)\b", site_packages(prefix)[len(prefix) :])
    if not python:
        return "", "it has no Python"
    if (int(python.group(1)), int(python.group(2))) < OLDEST:
        return "", "its Python is older than {}.{}".format(*OLDEST)
    missing = lacking(prefix, os.path.join(root, RUNTIME))
    if missing:
        return "", "it lacks {}".format(shortened(missing))
    return prefix, ""


def shortened(names: "list[str]", most: int = 3) -> str:
    """Return a list of names that fits a line."""
    return ", ".join(names[:most]) + (" and others" if len(names) > most else "")


def use(prefix: str, root: str, locks: "list[str]") -> str:
    """Bring an active environment up to the lock files where it lacks; return its Python."""
    name = os.environ.get("CONDA_DEFAULT_ENV") or os.path.basename(prefix)
    say("Using the active conda environment {} ({})".format(name, prefix))
    wanted = [os.path.join(root, lock) for lock in locks]
    differ = [each for lock in wanted for each in differing(prefix, lock)]
    if differ:
        say(
            "It is not quite what the lock file pins ({}): "
            "`conda env update -f environment.yml` mends it".format(shortened(differ))
        )
    path, text = path_file(prefix, root)
    if read(path) != text or any(lacking(prefix, lock) for lock in wanted):
        with locked(os.path.join(prefix, ".rrs-reports.lock")) as number:
            missing = [lock for lock in wanted if lacking(prefix, lock)]
            if missing:
                install(prefix, missing, number)
            write_path_file(prefix, root)
    return os.path.join(prefix, "bin", "python")
