"""The command line of the registers: ``python -m rrs_data COMMAND``."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from rrs_data.programme.faults import FaultsError

COMMANDS = {
    "check": "check registers and print what was found",
    "duplicates": "propose probable duplicates for a person to accept or reject",
    "import": "write clean registers from messy ones, with a log of every change",
    "templates": "write the Excel workbooks that partners fill in",
}
"""The commands and what they do; each is a module of this package with ``add`` and ``run``.

``add(parser)`` gives the command's parser its arguments; ``run(options)`` does the work and returns
the exit code.
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that tells its errors as any other fault is told."""

    def error(self, message: str) -> NoReturn:
        """Say what argparse found and where to read more, and leave with 2."""
        print(f"{message}\n    to mend:  see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns its exit code; 2 when what was given has faults."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    given = list(sys.argv[1:] if arguments is None else arguments)
    top = Parser(prog="python -m rrs_data", description="Work with registers.", allow_abbrev=False)
    commands = top.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS))
    for name, help_text in COMMANDS.items():
        parser = commands.add_parser(name, help=help_text, allow_abbrev=False)
        if given[:1] == [name]:
            _module(name, "add")(parser)
    options = top.parse_args(given)
    try:
        code: int = _module(options.command, "run")(options)
    except FaultsError as error:
        print(error, file=sys.stderr)
        return 2
    return code


def _module(name: str, function: str) -> Callable[..., int]:
    """A command's function; only the command that was asked for is imported."""
    found: Callable[..., int] = getattr(
        importlib.import_module(f"rrs_data.commands.{name}"), function
    )
    return found
