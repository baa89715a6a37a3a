"""Make the Python environment of the project: exactly what `requirements.lock` pins.

    python3 tools/environment.py STAMP

A rule of the Makefile calls it when the environment lacks its stamp, or the lock file is newer.
The stamp is written last, and an environment without one is made anew: so a set-up that was
interrupted mends itself. An active conda environment is never emptied, only completed.
"""

import fcntl
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"

FAILED = """\
The environment could not be made. This command failed, for the reason above:
    {command}
Give the same command again when that is mended (most often it is the network)."""

ASTRAY = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME")
"""Variables that would send packages elsewhere, or bring other modules in."""


def is_newer(stamp: Path, source: Path) -> bool:
    """Return whether a stamp is there and was written after its source."""
    return stamp.exists() and source.exists() and stamp.stat().st_mtime >= source.stat().st_mtime


def make(stamp: Path, lock: int) -> None:
    """Make the environment, or bring a finished one to a changed lock file."""
    prefix = stamp.parent
    if prefix.is_symlink():  # to another checkout's environment, which is not ours to change
        prefix.unlink()
    python, uv, pinned = prefix / "bin/python", prefix / "bin/uv", prefix / "uv-requirements.txt"
    environment = {name: value for name, value in os.environ.items() if name not in ASTRAY}

    def run(*command: str | Path) -> str:
        # The command goes on holding the lock, should this process be killed before it ends.
        return subprocess.check_output(command, env=environment, pass_fds=[lock], text=True)

    conda = (prefix / "conda-meta").exists()
    if not conda and not is_newer(stamp, python):
        run(sys.executable, "-m", "venv", "--clear", prefix)
    stamp.unlink(missing_ok=True)
    pinned.write_text(re.findall(r"^uv==(?:.*\\\n)*.*\n", LOCK.read_text(), re.MULTILINE)[0])
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", pinned)
    mirror = re.findall(r"\.index-url='(.*)'", run(python, "-m", "pip", "config", "list"))
    environment.update(("UV_DEFAULT_INDEX", each) for each in mirror)
    task = ["install", "--no-deps"] if conda else ["sync"]
    hashed = ["--quiet", "--system-certs", "--no-build", "--require-hashes", "--python", python]
    run(uv, "pip", *task, *hashed, LOCK)
    site = next(prefix.glob("lib/python3.*/site-packages"))
    (site / "rrs_reports.pth").write_text(os.path.relpath(ROOT, site.resolve()) + "\n")
    stamp.touch()


def main(stamp: Path) -> str | None:
    """Make the environment ready; return what to say when that fails."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with LOCK.open("rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two set-ups at once, the second finds all done
        if all(is_newer(stamp, each) for each in (LOCK, stamp.parent / "bin/python")):
            return None
        sys.stderr.write(f"==> Installing the packages of {LOCK.name} into {stamp.parent}\n")
        try:
            make(stamp, lock.fileno())
        except subprocess.CalledProcessError as error:
            return FAILED.format(command=" ".join(map(str, error.cmd)))
    return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
