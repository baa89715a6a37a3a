"""The command line: ``python -m reports report KG 2014``, and a command for all that make offers.

An option that is not given is taken from the environment: ``RRS_REGISTERS`` for ``--registers``.
So make hands options on, and an address with a password stands in no list of processes.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reports.project import OUTPUT, PARAMS, PUBLISHED, Edition, OutputFailed
from rrs_data.programme.faults import FaultsError, gather
from rrs_data.programme.programme import checked_report, load_programme, refusal

if TYPE_CHECKING:
    from reports.pipeline.summary import Progress

OPTIONS = {
    "language": ("ru,en", "languages, with commas; all by default"),
    "format": (
        "pdf,html,docx",
        "formats, with commas; pdf,html by default (check: json, csv, html)",
    ),
    "engine": ("auto|quarto|embedded", "what renders; auto takes Quarto where it is installed"),
    "registers": ("DIR", "registers: a directory, a workbook or an address"),
    "params": ("DIR", "parameters of the same shape as params/"),
    "output": ("DIR", "where the files go; reports at an address too, reports/_output by default"),
    "donor-mark": ("0|1", "0 leaves out the donor's marking where it is waived"),
    "workers": ("N", "how many reports are made side by side; one per core by default"),
    "cluster": ("tcp://…|local", "a Dask cluster whose workers make the reports"),
    "explain": ("0|1", "1 says for each report what changed"),
    "force": ("0|1", "1 makes anew what is unchanged as well"),
    "published": ("DIR", "where publications lie; reports/published by default"),
    "strict": ("0|1", "0 makes a draft where reasons for deviations are missing"),
    "rows": ("0|1", "1 prints the counted rows too"),
    "date": ("YYYY-MM-DD", "the day on which the report is sent; today by default"),
}
"""The options: how a value looks, and what it is for."""

ARGUMENTS = {
    "country": "KG, KZ, …; ALL for the region",
    "year": "a reporting year, such as 2014, or final",
    "figure": "RRS-3, RRS-1[sex=F], RRS-1.target, …: what the report shows",
    "report": "a report as PDF or HTML",
    "source": "a workbook, file, directory or address of registers",
}

MAKING = tuple(name for name in OPTIONS if name not in ("rows", "date"))
"""The options of commands that make reports."""

Given = Mapping[str, str]
"""The options of a command, as they were typed."""

NAMES = {"source": "FROM"}
"""Options that make calls otherwise."""


@dataclass(frozen=True)
class Command:
    """A command: ``undone`` is what is not done where its options have faults."""

    summary: str
    run: Callable[[Given], int]
    arguments: Sequence[str]
    options: Sequence[str]
    undone: str


class Refused(Exception):
    """The request has faults; nothing was started."""

    def __init__(self, faults: str, count: int, undone: str) -> None:
        """``faults`` is their text, ``undone`` what was not done because of them."""
        start = "one thing is" if count == 1 else f"{count} things are"
        super().__init__(f"{undone}: {start} to be mended first.\n\n{faults}")


class Parser(argparse.ArgumentParser):
    """An argument parser that raises, so that all errors are reported in one way."""

    def error(self, message: str) -> NoReturn:
        """Raise Refused with what argparse found, what is allowed, and where to read more."""
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        faults = (
            f"the command\n    found:    {message}\n    expected: {usage}\n"
            f"    to mend:  see {self.prog} --help"
        )
        raise Refused(faults, 1, "Nothing was done")


def parser() -> Parser:
    """The parser of ``python -m reports``."""
    top = Parser(prog="python -m reports", description="Make annual reports.", allow_abbrev=False)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.summary, allow_abbrev=False)
        own.set_defaults(run=command.run, undone=command.undone)
        for argument in command.arguments:
            own.add_argument(argument, nargs="?", default="", help=ARGUMENTS[argument])
        for option in command.options:
            value, text = OPTIONS[option]
            own.add_argument(f"--{option}", metavar=value, default="", help=text)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0, 1 when a report failed, 2 when the request has faults."""
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        return _run(parser().parse_args(arguments))
    except (Refused, OutputFailed) as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    """Do what a command says."""
    given = vars(options)
    run, undone = given.pop("run"), given.pop("undone")
    for name, value in given.items():
        given[name] = value or os.environ.get(f"RRS_{NAMES.get(name, name.upper())}", "")
    try:
        return int(run(given))
    except FaultsError as error:
        raise Refused(str(error), len(error.faults), undone) from None


def _report(given: Given) -> int:
    """Make a report, or every report of the programme, and say what became of it."""
    from reports.pipeline.run import run
    from reports.pipeline.summary import failures_text, showing, summary_text

    with showing() as progress:
        ran = run(given, progress)
    print(summary_text(ran, progress.steps, explain=given["explain"].strip() == "1"), flush=True)
    failed = failures_text(ran)
    print(failed, end="", file=sys.stderr)
    return 1 if failed else 0


def _explain(given: Given) -> int:
    """Print how a figure was counted."""
    from reports.pipeline.explain_figure import answer

    sys.stdout.write(answer(given))
    return 0


def _verify(given: Given) -> int:
    """Say whether a received report is what registers and code at hand give."""
    from reports.archive.verify import verify
    from reports.pipeline.summary import showing

    with showing() as progress:
        make = partial(_make_again, given, progress)
        verdict = verify(Path(given["report"]).expanduser(), make)
    sys.stdout.write(str(verdict))
    return verdict.code


def _make_again(given: Given, progress: Progress, options: Given, output: Path) -> Path:
    """Make a received report again, as a draft that no publication holds up; where it lies."""
    from reports.pipeline.run import run

    sources = {name: given[name] for name in ("registers", "params")}
    # What changed since is what is asked for: publications do not count.
    drafted = {"output": str(output), "strict": "0", "published": str(output / "nothing")}
    (outcome,) = run({**sources, **options, **drafted}, progress).outcomes
    if outcome.failures:
        lines = [line for one in outcome.failures for line in str(one).splitlines()]
        said = "\n".join(line for line in lines if str(output) not in line)  # its logs go with it
        undone = "The report could not be made again, so nothing was compared"
        raise Refused(said, len(outcome.failures), undone)
    return output / outcome.edition.directory


def _publish(given: Given) -> int:
    """Freeze a report that was made, and say where its publication lies."""
    from reports.archive.publish import publish
    from reports.pipeline.request import path_of

    programme = load_programme(path_of(given["params"], PARAMS))
    report, day = gather(
        lambda: checked_report(programme, given["country"], given["year"]),
        lambda: _day(given["date"]),
    )
    output, published = path_of(given["output"], OUTPUT), path_of(given["published"], PUBLISHED)
    path = publish(Edition(*report), output, published, day)
    sys.stdout.write(f"Published: {path}\nCommit it: from now on these figures stand.\n")
    return 0


def _day(given: str) -> date:
    """A day, today's if none is given."""
    try:
        return date.fromisoformat(given.strip()) if given.strip() else datetime.now(tz=UTC).date()
    except ValueError:
        fault = refusal("DATE", given, "a day such as 2014-12-29", "write it so")
        raise FaultsError([fault]) from None


def _of_registers(name: str, given: Given) -> int:
    """Run a command about registers."""
    from reports.pipeline import register_commands

    return int(getattr(register_commands, name)(given))


EDITION = ("country", "year")
COMMANDS = {
    "report": Command("make one report", _report, EDITION, MAKING, "No report was made"),
    "reports": Command(
        "make every report of the programme", _report, (), MAKING, "No report was made"
    ),
    "explain": Command(
        "how a figure was counted",
        _explain,
        (*EDITION, "figure"),
        ("rows", "language", "format", "registers", "params"),
        "Nothing was explained",
    ),
    "verify": Command(
        "make a received report again and compare",
        _verify,
        ("report",),
        ("registers", "params"),
        "Nothing was verified",
    ),
    "publish": Command(
        "freeze the figures of a report that is sent",
        _publish,
        EDITION,
        ("date", "params", "output", "published"),
        "Nothing was published",
    ),
    "check": Command(
        "check registers and print what is found",
        partial(_of_registers, "check"),
        (),
        ("registers", "params", "format", "language", "output"),
        "Nothing was checked",
    ),
    "duplicates": Command(
        "propose probable duplicates for a person to accept or reject",
        partial(_of_registers, "duplicates"),
        (),
        ("registers", "language", "output"),
        "Nothing was proposed",
    ),
    "import": Command(
        "write clean registers from messy ones, with a log of every change",
        partial(_of_registers, "import_registers"),
        ("source",),
        ("params", "language", "output"),
        "Nothing was imported",
    ),
    "register-templates": Command(
        "write the Excel workbooks that partners fill in",
        partial(_of_registers, "templates"),
        (),
        ("language", "output"),
        "Nothing was written",
    ),
}
