"""The command line: ``python -m reports report XA 2014``, and a command for all that make offers.

An option that is not given is taken from the environment: ``RRS_REGISTERS`` for ``--registers``.
So make hands options on, and an address with a password stands in no list of processes.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NoReturn

import yaml

from reports.pipeline.request import checked
from reports.pipeline.summary import Progress, failures_text, showing, summary_text
from reports.project import PUBLISHED, Given, path_of
from rrs_data.programme.choices import refusal
from rrs_data.programme.faults import Fault, FaultsError, gather


class Parser(argparse.ArgumentParser):
    """An argument parser that raises, so that all errors are reported in one way."""

    def error(self, message: str) -> NoReturn:
        """Raise FaultsError with what was found, what is allowed, and where to read more."""
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise FaultsError([Fault("the command", message, usage, f"see {self.prog} --help")])


def parser() -> Parser:
    """The parser of ``python -m reports``: ``commands.yml`` says what each command takes."""
    top = Parser(prog="python -m reports", description="Make annual reports.", allow_abbrev=False)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    table = yaml.safe_load(Path(__file__).with_name("commands.yml").read_text(encoding="utf-8"))
    for name, command in table["commands"].items():
        own = commands.add_parser(name, help=command["summary"], allow_abbrev=False)
        own.set_defaults(run=command["run"], undone=command["undone"])
        for argument in command["arguments"]:
            own.add_argument(argument, nargs="?", default="", help=table["arguments"][argument])
        for option in command["options"]:
            value, text = table["options"][option]
            own.add_argument(f"--{option}", metavar=value, default="", help=text)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0, 1 when a report failed, 2 when the request has faults.

    To verify has codes of its own, where 2 would be a verdict: 3 when the request has faults.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    undone = "Nothing was done"
    try:
        given = vars(parser().parse_args(arguments))
        run, undone = given.pop("run"), given.pop("undone")
        for name, value in given.items():
            given[name] = value or os.environ.get(f"RRS_{name.upper()}", "")
        return int(resolve_name(run)(given))
    except FaultsError as error:
        count = len(error.faults)
        start = "one thing is" if count == 1 else f"{count} things are"
        print(f"{undone}: {start} to be mended first.\n\n{error}", file=sys.stderr)
        return 3 if (arguments or sys.argv[1:])[:1] == ["verify"] else 2


def report(given: Given) -> int:
    """Make a report, or every report of the programme, and say what became of it."""
    from reports.pipeline.run import run

    with showing() as progress:
        ran = run(given, progress)
    print(summary_text(ran, progress.steps, explain=given["explain"].strip() == "1"), flush=True)
    failed = failures_text(ran)
    print(failed, end="", file=sys.stderr)
    return 1 if failed else 0


def verify(given: Given) -> int:
    """Say what a received report is. Returns 3 where that cannot be said, whatever the reason."""
    from reports.archive import verify as verification

    with showing() as progress:
        make = partial(_make_again, given, progress)
        published = path_of(given["published"], PUBLISHED)
        verdict = verification.verify(path_of(given["report"], Path()), make, published)
    stream = sys.stderr if verdict.code == verification.NOT_JUDGED else sys.stdout
    print(f"{given['report']}\n{verdict}", end="", file=stream)
    return verdict.code


def _make_again(
    given: Given, progress: Progress, options: Given, versions: Mapping[str, Any], output: Path
) -> None:
    """Make a report again, as a draft that no publication holds up, with these versions printed."""
    from reports.pipeline.run import run_request

    sources = {name: given[name] for name in ("registers", "params")}
    drafted = {"output": str(output), "strict": "0", "published": str(output / "nothing")}
    request = replace(checked({**sources, **options, **drafted}), versions=versions, again=True)
    (outcome,) = run_request(request, progress).outcomes
    if outcome.failures:
        said = "\n".join(one.message for one in outcome.failures)  # the files go with the directory
        found, expected = "it could not be made again, so nothing was compared", "the same report"
        mend = f"as is said here:\n\n{said}"
        raise FaultsError([Fault(str(outcome.edition), found, expected, mend)])


def publish(given: Given) -> int:
    """Freeze what was made of a report, by each notebook asked for, and say where that lies."""
    from reports.archive.publish import freeze, not_in_git

    request, day = gather(lambda: checked(given), lambda: _day(given["date"]))
    output = Path(request.address or request.output)
    with showing() as progress:
        make = partial(_make_again, given, progress)
        for edition in request.editions:
            print(f"Published: {freeze(edition, output, request.published, day, make)}")
    waiting = "".join(f"    {one}\n" for one in not_in_git(request.published))
    print(f"From now on these figures stand. Not in git yet:\n{waiting}", end="")
    return 0


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given.strip()) if given.strip() else datetime.now(tz=UTC).date()
    except ValueError:
        fault = refusal("DATE", given, "a day such as 2014-12-29", "write it so")
        raise FaultsError([fault]) from None
