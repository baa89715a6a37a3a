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

LIMITS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=20000", "-verbosity=0")
"""Seconds that one input may take before it hangs, MiB for all, bytes of one."""


def main():
    """Fuzz, and say what was found. Returns 1 when something was."""
    if sys.argv[1:2] == ["inside"]:
        return inside(*sys.argv[2:])
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
    broken = [name for name in given.targets if not fuzz(name, share)]
    return int(bool(broken))


def fuzz(name, seconds):
    """Fuzz a target; whether its promises held."""
    from tests.fuzz.targets import seeds

    own = CASES / name
    own.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rrs-fuzz-") as scratch:
        for number, seed in enumerate(seeds(name)):
            (Path(scratch) / f"seed-{number}").write_bytes(seed)
        given = [scratch, str(own), f"-max_total_time={seconds}", f"-artifact_prefix={own}/"]
        command = [sys.executable, "-m", "tests.fuzz", "inside", name, *given, *LIMITS]
        ran = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    print(f"{name}: {'a promise is broken, see' if ran.returncode else 'held;'} {own}")
    if ran.returncode:
        print(ran.stderr[-4000:])
    return ran.returncode == 0


def inside(name, *options):
    """Fuzz one target in this process, until the time is over or a promise is broken."""
    import atheris

    with atheris.instrument_imports(include=["rrs_data"]):  # it goes where it has not been
        from tests.fuzz.targets import TARGETS
    atheris.Setup([name, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
