"""The packages of an environment: what the lock files ask for, what is there, and installing."""

import glob
import os
import re

from reports.environment.processes import run
from reports.environment.words import Failed, say

RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"

NOT_INSTALLED = """\
The packages could not be installed:
    {errors}
All that pip said: {log}
Give the same command again when that is mended (most often it is the network)."""


def read(path: str) -> str:
    """Return the text of a file, "" if it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def direct(lock: str) -> "dict[str, set[str]]":
    """Return {name: versions} of what `pyproject.toml` itself asks for, as a lock file has it."""
    wanted: "dict[str, set[str]]" = {}
    for block in re.split(r"\n(?=[a-z0-9])", read(lock)):
        pin = re.match(r"([a-z0-9-]+)==([^\s;]+)", block)
        if pin and "(pyproject.toml" in block:
            wanted.setdefault(pin.group(1), set()).add(pin.group(2))
    return wanted


def site_packages(prefix: str) -> str:
    """Return the directory of an environment's packages, "" if it has none."""
    name = os.path.basename(os.path.realpath(os.path.join(prefix, "bin", "python")))
    library = os.path.join(prefix, "lib")
    found = sorted(glob.glob(os.path.join(glob.escape(library), "python3.*", "site-packages")))
    exact = os.path.join(library, name, "site-packages")
    return exact if exact in found else "".join(found[:1])


def installed(prefix: str) -> "dict[str, str]":
    """Return {name: version} of the packages in an environment, by what their directories say."""
    site = site_packages(prefix)
    entries = os.listdir(site) if site else []
    pairs = [entry[: -len(".dist-info")] for entry in entries if entry.endswith(".dist-info")]
    split = [pair.split("-", 1) for pair in pairs if "-" in pair]
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in split}


def lacking(prefix: str, lock: str) -> "list[str]":
    """Return the names that a lock file asks for directly and an environment does not have."""
    return sorted(set(direct(lock)) - set(installed(prefix)))


def differing(prefix: str, lock: str) -> "list[str]":
    """Return the names that an environment has in another version than a lock file pins."""
    have, wanted = installed(prefix), direct(lock)
    return sorted(name for name in wanted if name in have and have[name] not in wanted[name])


def install(prefix: str, locks: "list[str]", lock: "int | None" = None) -> None:
    """Install what lock files pin, each package checked against its hashes; raises Failed."""
    names = " and ".join(os.path.basename(path) for path in locks)
    say("Installing the packages of {} (this takes a minute or two)".format(names))
    log = os.path.join(prefix, "install.log")
    command = [os.path.join(prefix, "bin", "python"), "-m", "pip", "install"]
    command += ["--no-deps", "--require-hashes"]
    command += [part for path in locks for part in ("-r", path)]
    if not run(command, log, lock=lock):
        errors = [line for line in read(log).splitlines() if line.startswith("ERROR: ")]
        short = "\n    ".join(errors[-3:]) or "pip ended without a word of why"
        raise Failed(NOT_INSTALLED.format(errors=short, log=log))


def path_file(prefix: str, root: str) -> "tuple[str, str]":
    """Return (path, text) of the file that adds the checkout to an environment's imports.

    The text is relative to the environment: plain letters, wherever the checkout stands.
    """
    site = site_packages(prefix)
    relative = os.path.relpath(os.path.realpath(root), os.path.realpath(site))
    return os.path.join(site, "rrs_reports.pth"), relative + "\n"


def write_path_file(prefix: str, root: str) -> None:
    """Let `rrs_data` and `reports` be imported from any directory: kernels start elsewhere."""
    path, text = path_file(prefix, root)
    if read(path) != text:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
