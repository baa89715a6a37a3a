"""The command line: ``python -m reports report KG 2014`` and ``python -m reports all``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from reports.pipeline.interrupt import Interrupted, watch
from reports.pipeline.register_commands import add_parsers
from reports.pipeline.request import Request, Wish
from reports.project.errors import OutputFailed

if TYPE_CHECKING:
    from pathlib import Path

    from reports.pipeline.outcome import Failure, Outcome
    from reports.pipeline.progress import Progress, Step

OPTIONS = {
    "language": ("ru,en", "languages, with commas; all by default"),
    "format": ("pdf,html,docx", "formats, with commas; pdf,html by default"),
    "engine": ("auto|quarto|embedded", "what renders; auto takes Quarto where it is installed"),
    "registers": ("DIR", "registers of the same shape as the shipped ones"),
    "params": ("DIR", "parameters of the same shape as params/"),
    "output": ("DIR", "where the reports go, an address too; reports/_output by default"),
    "donor-mark": ("0|1", "0 leaves out the donor's marking where it is waived"),
    "workers": ("N", "how many reports are made side by side; one per core by default"),
    "cluster": ("tcp://…|local", "a Dask cluster whose workers make the reports"),
    "explain": ("0|1", "1 tells for each report what changed"),
    "published": ("DIR", "where publications lie; reports/published by default"),
    "strict": ("0|1", "0 makes a draft where reasons for deviations are missing"),
}
"""The options of both commands: how a value looks, and what it is for."""


QUESTION = {
    "rows": ("1", "print the counted rows too"),
    "language": ("ru|en", "the language of the explanation; English by default"),
    "format": ("text|csv|json", "the form of the explanation"),
    "registers": OPTIONS["registers"],
    "params": OPTIONS["params"],
}
"""The options of ``explain``."""


class Refused(Exception):
    """The request has faults; nothing was started. ``count`` says how many."""

    def __init__(self, faults: str, count: int = 1, undone: str = "No report was made") -> None:
        """``faults`` is their text, ``undone`` what was not done because of them."""
        super().__init__(faults, count, undone)
        self.faults = faults
        self.count = count
        self.undone = undone

    def __str__(self) -> str:
        """The message for a terminal."""
        start = "one thing is" if self.count == 1 else f"{self.count} things are"
        return f"{self.undone}: {start} to be mended first.\n\n{self.faults}"


class Parser(argparse.ArgumentParser):
    """An argument parser that raises, so that all errors are told in one way."""

    def error(self, message: str) -> NoReturn:
        """Raise Refused with what argparse found, what is allowed, and where to read more."""
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise Refused(
            f"the command\n    found:    {message}\n    expected: {usage}\n"
            f"    to mend:  see {self.prog} --help"
        )


def parser() -> Parser:
    """The parser of ``python -m reports``."""
    top = Parser(prog="python -m reports", description="Make annual reports.", allow_abbrev=False)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    report = commands.add_parser("report", help="make one report", allow_abbrev=False)
    report.add_argument("country", nargs="?", default="", help="KG, KZ, …; ALL for the region")
    report.add_argument(
        "year", nargs="?", default="", help="a reporting year, such as 2014, or final"
    )
    every = commands.add_parser(
        "all", help="make every report of the programme", allow_abbrev=False
    )
    for command in (report, every):
        for name, (value, help_text) in OPTIONS.items():
            command.add_argument(f"--{name}", metavar=value, default="", help=help_text)
    explain = commands.add_parser("explain", help="how a figure was counted", allow_abbrev=False)
    for name, help_text in (
        ("country", "KG, KZ, …; ALL for the region"),
        ("year", "a reporting year, such as 2014, or final"),
        ("figure", "RRS-3, RRS-1[sex=F], RRS-1.target, …: what the report shows"),
    ):
        explain.add_argument(name, nargs="?", default="", help=help_text)
    for name, (value, help_text) in QUESTION.items():
        explain.add_argument(f"--{name}", metavar=value, default="", help=help_text)
    verify = commands.add_parser(
        "verify", help="make a received report again and compare", allow_abbrev=False
    )
    verify.add_argument("report", nargs="?", default="", help="a report as PDF or HTML")
    for name in ("registers", "params"):
        value, help_text = OPTIONS[name]
        verify.add_argument(f"--{name}", metavar=value, default="", help=help_text)
    freeze = commands.add_parser(
        "publish", help="freeze the figures of a report that is sent", allow_abbrev=False
    )
    freeze.add_argument("country", nargs="?", default="", help="KG, KZ, …; ALL for the region")
    freeze.add_argument("year", nargs="?", default="", help="a reporting year, or final")
    freeze.add_argument("--date", metavar="YYYY-MM-DD", default="", help="the day; today's if none")
    for name in ("params", "output", "published"):
        value, help_text = OPTIONS[name]
        freeze.add_argument(f"--{name}", metavar=value, default="", help=help_text)
    add_parsers(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0, 1 when a report failed, 2 when the request has faults.

    Ctrl-C gives 130, SIGTERM 143, SIGHUP 129.
    """
    try:
        watch()
        return _answer(arguments)
    except Interrupted as interrupted:
        from reports.pipeline.leftovers import leave_nothing_forked

        leave_nothing_forked()
        print(interrupted, file=sys.stderr)
        return interrupted.exit_code


def _answer(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return _run(parser().parse_args(arguments))
    except (Refused, OutputFailed) as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    """Do what a command says. What is slow to import comes once the command is understood."""
    if "run" in options:
        return _of_registers(options)
    given = {name: value for name, value in vars(options).items() if name != "command"}
    commands = {"explain": _explain, "verify": _verify, "publish": _publish}
    command = commands.get(options.command)
    if command:
        return command(given)
    return _make(Wish(**given), every=options.command == "all")


def _of_registers(options: argparse.Namespace) -> int:
    """A command about registers."""
    from rrs_data.programme.faults import FaultsError

    try:
        code: int = options.run(options)
    except FaultsError as error:
        raise Refused(str(error), len(error.faults), options.undone) from None
    return code


def _publish(given: Mapping[str, str]) -> int:
    """Freeze a report that was made, and say where its publication lies."""
    from reports.archive.publish import publish
    from reports.pipeline.check import check_publication
    from rrs_data.programme.faults import FaultsError

    day = given["date"]
    wish = Wish(**{name: value for name, value in given.items() if name != "date"})
    try:
        path = publish(*check_publication(wish, day))
    except FaultsError as error:
        raise Refused(str(error), len(error.faults), "Nothing was published") from None
    sys.stdout.write(f"Published: {path}\nCommit it: from now on these figures stand.\n")
    return 0


def _verify(given: Mapping[str, str]) -> int:
    """Say whether a received report is what registers and code at hand give."""
    from pathlib import Path

    from reports.archive.verify import verify
    from reports.pipeline.progress import showing
    from rrs_data.programme.faults import FaultsError

    wish = Wish(**{name: value for name, value in given.items() if name != "report"})
    try:
        with showing() as progress:
            make = partial(_make_again, wish, progress)
            verdict = verify(Path(given["report"]).expanduser(), make)
    except FaultsError as error:
        raise Refused(str(error), len(error.faults), "Nothing was verified") from None
    sys.stdout.write(str(verdict))
    return verdict.code


def _make_again(wish: Wish, progress: Progress, options: Mapping[str, str], output: Path) -> Path:
    """Make a received report again, as a draft that no publication holds up; where it lies."""
    from reports.pipeline.build import build, count_steps
    from reports.pipeline.check import check

    # what changed since is what is asked for: publications do not count
    drafted = {"output": str(output), "strict": "0", "published": str(output / "nothing")}
    with progress.step("check", "request"):
        request = check(replace(wish, **options, **drafted))
    progress.expect(count_steps(request))
    (outcome,) = build(request, progress)
    if outcome.failures:
        told = "\n".join(failure.message for failure in outcome.failures)
        raise OutputFailed(output, f"the report could not be made again: {told}")
    return output / outcome.report.directory


def _explain(given: Mapping[str, str]) -> int:
    """Print how a figure was counted."""
    from reports.pipeline.explaining import Question, answer
    from rrs_data.programme.faults import FaultsError

    try:
        text = answer(Question(**given))
    except FaultsError as error:
        undone = "Nothing was explained"
        raise Refused(str(error), len(error.faults), undone) from None
    sys.stdout.write(text)
    return 0


def _make(wish: Wish, *, every: bool) -> int:
    """Check, build, tell; a run of every report that is unchanged starts nothing."""
    from reports.pipeline.freshness.run import Run

    run = Run.of(wish) if every else None
    if run and (names := run.unchanged()):
        print(kept_text(names, explain=wish.explain.strip() == "1"))
        return 0
    from reports.pipeline.progress import showing
    from reports.pipeline.server import NoServer, open_server

    with suppress(NoServer):  # it is told below
        open_server()  # it imports while the request is checked
    with showing() as progress:
        with progress.step("check", "request"):
            request = _check(wish)
        from reports.pipeline.build import build, count_steps
        from reports.pipeline.executors import choose_executor

        progress.expect(count_steps(request))
        outcomes = build(request, progress, choose_executor(request, progress))
        from reports.pipeline.index import renew_index
        from reports.pipeline.mirror import send

        index, failures = renew_index(request, outcomes)
        if request.address:
            failures = (*failures, *send(request.address, request.output, outcomes))
        if run and not failures and not any(outcome.failures for outcome in outcomes):
            run.remember(outcomes)
    request = replace(request, notices=(*request.notices, *_slow_kernels(outcomes)))
    return _tell(request, outcomes, progress.steps, index, failures)


def _slow_kernels(outcomes: Sequence[Outcome]) -> list[str]:
    """What is said where kernels could not be forked."""
    from reports.pipeline.server import problem

    made = any(not outcome.kept for outcome in outcomes)
    if not made or not (reason := problem()):
        return []
    return [f"Kernels were started from nothing, which takes longer: {reason}."]


def kept_text(names: Sequence[str], *, explain: bool) -> str:
    """What is said when there is nothing to make."""
    width = max(map(len, names))
    why = "  nothing that it is made from has changed" if explain else ""
    lines = [f"{name:{width}}  kept{why}" for name in names]
    return "\n".join([*lines, "Nothing has changed since the reports were made."])


def _check(wish: Wish) -> Request:
    from reports.pipeline.check import check
    from rrs_data.programme.faults import FaultsError

    try:
        return check(wish)
    except FaultsError as error:
        raise Refused(str(error), len(error.faults)) from None


def _tell(
    request: Request,
    outcomes: Sequence[Outcome],
    steps: Sequence[Step],
    index: Path | None = None,
    failures: Sequence[Failure] = (),
) -> int:
    """Print what was made to standard output and what failed to standard error.

    ``index`` is the page that lists all reports; ``failures`` are those of no single report.
    """
    from reports.pipeline.summary import failures_text, summary_text

    print(summary_text(request, outcomes, steps, index), flush=True)
    told = failures_text(outcomes, failures)
    print(told, end="", file=sys.stderr)
    return 1 if told else 0
