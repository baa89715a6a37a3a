"""Find or make the Python environment of the project, and print its interpreter.

    python3 reports/bootstrap.py [--dev] [--quarto]

Standard output gets one line, the interpreter to use; progress goes to standard error, and when
all is ready there is none. The environment is `.venv`, made from `requirements.lock`; an active
conda environment that was made from `environment.yml` is used instead. While `.venv` is made,
Quarto is tried once (not with QUARTO=0).

Exit codes: 0 ready; 1 a step failed; 2 the machine lacks something, named with its remedy.

This file and `reports/environment/` keep to the standard library and to syntax that Python 3.6
reads: an old Python must come as far as the message that says it is too old.
"""

import argparse
import os
import signal
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
if not __package__:  # as a script; and not reports/, which must not hide the standard library
    sys.path[0] = ROOT

from reports.environment import conda, interpreter, packages, quarto, venv
from reports.environment.processes import locked
from reports.environment.words import Failed, Lacking, say


def use_venv(root: str, locks: "list[str]", why_not_conda: str) -> bool:
    """Make `.venv` ready unless it is; return whether it was made anew."""
    if venv.is_ready(root, locks):
        return False
    if why_not_conda:
        say("The active conda environment is not used: {}".format(why_not_conda))
    with locked(venv.lock_of(root)) as lock:
        return not venv.is_ready(root, locks) and venv.set_up(root, locks, lock)


def try_quarto(root: str, asked: bool) -> bool:
    """Try to install Quarto into `.venv`; return whether it is there."""
    if not asked and os.environ.get("QUARTO") == "0":
        say("Quarto is not tried (QUARTO=0): `make quarto` installs it")
        return False
    with locked(venv.lock_of(root)) as lock:
        return quarto.attempt(venv.prefix_of(root), lock=lock)


def bootstrap(arguments: "list[str]", root: str = ROOT) -> int:
    """Do what the arguments ask; return the exit code. Raises Lacking or Failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--dev", action="store_true", help="with the tools for tests and checks")
    parser.add_argument("--quarto", action="store_true", help="try to install Quarto, again")
    options = parser.parse_args(arguments)
    locks = [packages.RUNTIME, packages.DEV] if options.dev else [packages.RUNTIME]
    interpreter.check_platform()
    python = interpreter.find()
    if python != sys.executable:
        os.execv(python, [python, os.path.abspath(__file__), *arguments])  # noqa: S606
    prefix, why_not = conda.active(root)
    if prefix:
        print(conda.use(prefix, root, locks))
        return 0 if not options.quarto or quarto.attempt(prefix) else 1
    fresh = use_venv(root, locks, why_not)
    print(os.path.join(venv.prefix_of(root), "bin", "python"))
    there = try_quarto(root, options.quarto) if fresh or options.quarto else True
    return 0 if there or not options.quarto else 1


def main() -> int:
    """Run the command; return its exit code. A user's trouble is told without a traceback."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        return bootstrap(sys.argv[1:])
    except (Lacking, Failed) as reason:
        sys.stderr.write("{}\n".format(reason))
        return 2 if isinstance(reason, Lacking) else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
