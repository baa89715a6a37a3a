"""The command line: ``python -m reports report KG 2014`` and ``python -m reports all``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from reports.errors import OutputFailed
from reports.interrupt import Interrupted, watch
from reports.request import Request, Wish

if TYPE_CHECKING:
    from reports.outcome import Outcome
    from reports.progress import Progress

OPTIONS = {
    "language": ("ru,en", "languages, with commas; all by default"),
    "format": ("pdf,html", "formats, with commas; all by default"),
    "engine": ("auto|quarto|embedded", "what renders; auto takes Quarto where it is installed"),
    "registers": ("DIR", "registers of the same shape as the shipped ones"),
    "params": ("DIR", "parameters of the same shape as params/"),
    "output": ("DIR", "where the reports go; reports/_output by default"),
}
"""The options of both commands: how a value looks, and what it is for."""


class UsageError(Exception):
    """The command line itself cannot be understood."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises, so that all errors are told in one way."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with what argparse found, what is allowed, and where to read more."""
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise UsageError(
            f"the command\n    found:    {message}\n    expected: {usage}\n"
            f"    to mend:  see {self.prog} --help"
        )


def parser() -> Parser:
    """The parser of ``python -m reports``."""
    top = Parser(prog="python -m reports", description="Make annual reports.", allow_abbrev=False)
    commands = top.add_subparsers(dest="command", required=True, metavar="report|all")
    report = commands.add_parser("report", help="make one report", allow_abbrev=False)
    report.add_argument("country", nargs="?", default="", help="KG, KZ, …; ALL for the region")
    report.add_argument("year", nargs="?", default="", help="a reporting year, such as 2014")
    every = commands.add_parser(
        "all", help="make every report of the programme", allow_abbrev=False
    )
    for command in (report, every):
        for name, (value, help_text) in OPTIONS.items():
            command.add_argument(f"--{name}", metavar=value, default="", help=help_text)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0, 1 when a report failed, 2 when the request has faults.

    Ctrl-C gives 130, SIGTERM 143, SIGHUP 129.
    """
    watch()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return _run(parser().parse_args(arguments))
    except UsageError as error:
        return _refuse(str(error), 1)
    except Interrupted as interrupted:
        print(interrupted, file=sys.stderr)
        return interrupted.exit_code


def _run(options: argparse.Namespace) -> int:
    """Check, build, report. What is slow to import comes once the command is understood."""
    from reports.progress import showing
    from reports.summary import failures_text, summary_text
    from rrs_data.faults import FaultsError

    wish = Wish(**{name: value for name, value in vars(options).items() if name != "command"})
    try:
        with showing() as progress:
            request, outcomes = _make(wish, progress)
    except FaultsError as error:
        return _refuse(str(error), len(error.faults))
    except OutputFailed as error:
        print(error, file=sys.stderr)
        return 2
    print(summary_text(request, outcomes, progress.steps), flush=True)
    failures = failures_text(outcomes)
    print(failures, end="", file=sys.stderr)
    return 1 if failures else 0


def _make(wish: Wish, progress: Progress) -> tuple[Request, Sequence[Outcome]]:
    with progress.step("request", "check"):
        from reports.check import check

        request = check(wish)
    from reports.build import build, count_steps

    progress.expect(count_steps(request))
    return request, build(request, progress)


def _refuse(faults: str, count: int) -> int:
    """Say what is wrong with the request; nothing was started."""
    start = "one thing is" if count == 1 else f"{count} things are"
    print(f"No report was made: {start} to be mended first.\n\n{faults}", file=sys.stderr)
    return 2
