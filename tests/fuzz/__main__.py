"""``python -m tests.fuzz --seconds N``: fuzz every target for its share of the time.

What breaks a promise is kept below ``tests/fuzz/cases`` and told; ``test_cases.py`` then tries it
at each run. Targets may be named: ``python -m tests.fuzz workbook``.
"""

import argparse
import importlib.util
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

CASES = Path(__file__).with_name("cases")

PARTS = ("forms", "privacy", "words", "spelling", "checks")
"""What is looked into, with the reading itself: the fuzzer goes where it has not been."""

LONGEST = 10
"""Seconds that one input may take: one that takes longer hangs."""

MEMORY = 2048
"""MiB that fuzzing may take."""


def main():
    """Fuzz, and say what was found. Returns 1 when something was."""
    if sys.argv[1:2] == ["inside"]:
        return inside(sys.argv[2])
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="for all targets together")
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    given = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        machine = (sys.platform, platform.machine())
        print(f"Not fuzzed: atheris is not installed on {' '.join(machine)}.")
        # An error where it can be had.
        return int(machine == ("linux", "x86_64") and sys.version_info < (3, 14))
    share = max(1, given.seconds // len(given.targets))
    failed = [name for name in given.targets if not fuzz(name, share)]
    return int(bool(failed))


def fuzz(name, seconds):
    """Fuzz a target; whether its promises held."""
    from tests.fuzz.targets import seeds

    (CASES / name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rrs-fuzz-") as scratch:
        for number, seed in enumerate(seeds(name)):
            (Path(scratch) / f"seed-{number}").write_bytes(seed)
        command = [
            *(sys.executable, "-m", "tests.fuzz", "inside", name, scratch, str(CASES / name)),
            *(f"-max_total_time={seconds}", f"-timeout={LONGEST}", f"-rss_limit_mb={MEMORY}"),
            *(f"-artifact_prefix={CASES / name}/", "-max_len=20000", "-verbosity=0"),
        ]
        ran = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    print(f"{name}: {'a promise is broken, see' if ran.returncode else 'held;'} {CASES / name}")
    if ran.returncode:
        print(ran.stderr[-4000:])
    return ran.returncode == 0


def inside(name):
    """Fuzz one target in this process, until the time is over or a promise is broken."""
    import atheris

    modules = ["rrs_data.intake", *(f"rrs_data.intake.{part}" for part in PARTS)]
    with atheris.instrument_imports(include=modules):
        from tests.fuzz.targets import TARGETS
    atheris.Setup(sys.argv[2:], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
