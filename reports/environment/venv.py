"""The environment `.venv`: made from the lock files, stamped when whole, made anew when not."""

import hashlib
import os
import subprocess
import sys
import time

from reports.environment import interpreter, packages
from reports.environment.words import Failed, say


def prefix_of(root: str) -> str:
    """Return where the environment of a checkout stands."""
    return os.path.join(root, ".venv")


def lock_of(root: str) -> str:
    """Return the file that a set-up holds: outside the environment, which may be cleared."""
    return os.path.join(root, ".venv.lock")


def stamp(root: str, lock: str) -> "tuple[str, str]":
    """Return (path, text) of what marks the environment as whole for a lock file.

    The text goes with the lock file's content and with the place: an environment that was moved
    has scripts that point to where it was.
    """
    with open(os.path.join(root, lock), "rb") as file:
        content = file.read() + os.fsencode(root)
    path = os.path.join(prefix_of(root), "made-from-" + lock)
    return path, hashlib.sha256(content).hexdigest() + "\n"


def is_ready(root: str, locks: "list[str]") -> bool:
    """Return whether the environment holds all that the lock files ask for."""
    stamps = [stamp(root, lock) for lock in locks]
    python = os.path.join(prefix_of(root), "bin", "python")
    return os.path.exists(python) and all(packages.read(path) == text for path, text in stamps)


def make_empty(root: str) -> None:
    """Make the environment without packages, anew if there is one; raises Lacking or Failed."""
    interpreter.check_venv()
    say("Making the environment .venv (Python {}.{}.{})".format(*sys.version_info[:3]))
    # From the Python below, should this one stand in an environment, perhaps the very same.
    python = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run(
        [python, "-m", "venv", "--clear", prefix_of(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").strip()
        raise Failed("The environment could not be made:\n{}".format(said))


def set_up(root: str, locks: "list[str]", lock: int) -> bool:
    """Bring the environment to what the lock files ask for; return whether it was made anew.

    One without its stamp was left half-made: it is made anew, never mended. While the tools for
    tests are added to a whole one, it has no stamps. Raises Lacking or Failed.
    """
    began = time.time()
    fresh = not is_ready(root, [packages.RUNTIME])
    if fresh:
        make_empty(root)
    for name in (packages.RUNTIME, packages.DEV):
        if os.path.exists(stamp(root, name)[0]):
            os.remove(stamp(root, name)[0])
    wanted = locks if fresh else locks[1:]
    packages.install(prefix_of(root), [os.path.join(root, name) for name in wanted], lock)
    packages.write_path_file(prefix_of(root), root)
    for path, text in [stamp(root, name) for name in locks]:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    say("The environment is ready ({:.0f} s)".format(time.time() - began))
    return fresh
