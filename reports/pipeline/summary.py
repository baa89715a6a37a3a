"""The summary: what a person sees of a run, while it goes on and when it is done."""

from __future__ import annotations

import shlex
import textwrap
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from reports.project import PARAMS, REGISTERS, Edition
from rrs_data.programme.programme import WRITTEN

if TYPE_CHECKING:
    from jinja2 import Template
    from rich.status import Status

    from reports.pipeline.request import Request
    from rrs_data.intake.findings import Finding

WIDTH = 100
WARNINGS = 3  # of the check that are shown


Step = tuple[str, str, float]
"""A step that is done: what it belongs to (``XA 2014 ru``), what it was, and its seconds."""


@dataclass(frozen=True)
class Failure:
    """What failed (``XA 2014 ru``), the message for the person who mends it, and where in short.

    ``files`` tell more, and are written by the run that asked for the report.
    """

    subject: str
    message: str
    position: str = ""
    files: Mapping[Path, bytes] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        """The failure as a run prints it."""
        kept = [f"    kept:     {path}" for path in self.files]
        return "\n".join([f"{self.subject} was not made.", self.message, *kept])


@dataclass(frozen=True)
class Build:
    """A report that is asked for: why it is made, if it is, and what becomes of it.

    ``inputs`` are what its pages would be made from now, ``anew`` the languages whose notebooks are
    run: others are only rendered. Then it has its ``files`` or ``failures``; ``notices`` are on
    what its notebook did that the report does not show; ``figures`` say what came of the changes:
    ``A-3 90 → 91``.
    """

    edition: Edition
    directory: Path
    stamp: Mapping[str, Any]
    inputs: Mapping[str, str]
    anew: Collection[str]
    changes: Sequence[str]
    files: tuple[Path, ...] = ()
    failures: tuple[Failure, ...] = ()
    notices: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether it is as it would be made again."""
        return not self.changes


@dataclass(frozen=True)
class Ran:
    """A run: its request, as far as it was read; its reports; and the page that lists all.

    ``failures`` are those of no single report; ``warnings`` are what the check of the registers
    doubts. ``moved`` is the directory in which all was made, and the address where it lies now.
    """

    request: Request
    outcomes: tuple[Build, ...]
    index: Path | None = None
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Finding, ...] = ()
    moved: tuple[str, str] = ("", "")


def template(name: str, **filters: Callable[..., str]) -> Template:
    """A template of this directory for a text that a terminal shows."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(  # noqa: S701 - no HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= filters
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return environment.from_string(text)


def summary_text(ran: Ran, steps: Sequence[Step], *, explain: bool = False) -> str:
    """What was made, with which engine, in how many seconds, and what is not in it or doubted."""
    fill = partial(textwrap.fill, width=WIDTH, break_long_words=False, break_on_hyphens=False)
    written = template("summary.txt.jinja", fill=fill, path=shown)
    listed = {}
    if ran.warnings:
        from rrs_data.intake.files import shown_address
        from rrs_data.intake.findings import as_table
        from rrs_data.language.language import Language

        given, asked = {"REGISTERS": REGISTERS, "PARAMS": PARAMS}, vars(ran.request)
        own = {name: asked[name.lower()] for name in given if asked[name.lower()] != given[name]}
        texts = [f"{name}={shlex.quote(shown_address(str(one)))}" for name, one in own.items()]
        table = as_table(ran.warnings, Language(WRITTEN), most=WARNINGS)
        listed = {"command": " ".join(["make check", *texts]), "listed": table}
    text = written.render(vars(ran) | listed, steps=steps, explain=explain)
    return "\n".join(map(str.rstrip, text.splitlines())).replace(*ran.moved)


def failures_text(ran: Ran) -> str:
    """What failed, each with its message and a blank line before it; empty if nothing did."""
    failures = [*(one for outcome in ran.outcomes for one in outcome.failures), *ran.failures]
    return "".join(f"\n{failure}\n" for failure in failures).replace(*ran.moved)


def shown(path: Path | None) -> str:
    """A path as a person would type it: relative where it lies below the current directory."""
    below = path and path.is_relative_to(Path.cwd())
    return str(path.relative_to(Path.cwd()) if path and below else path or "")


@dataclass
class Progress:
    """Shows the steps of a run: a line for each that is done, on a terminal what goes on."""

    live: Status
    steps: list[Step] = field(default_factory=list)
    expected: int = 0

    def begin(self, subject: object) -> None:
        """Something begins; it is named on the live line until something else begins."""
        self.live.update(f"{subject} ({len(self.steps)} of {self.expected} steps are done)")

    def done(self, *steps: Step) -> None:
        """Steps were done, here or in another process."""
        self.steps += steps
        for subject, name, seconds in steps:
            line = f"{seconds:6.1f} s  {subject}: {name}"
            self.live.console.print(line, highlight=False, markup=False, soft_wrap=True)

    def step(self, name: str, subject: str, do: Callable[[], Any]) -> Any:
        """What a step returns, which is timed. One that raises is not called done."""
        self.begin(f"{subject}: {name}")
        start, result = time.perf_counter(), do()
        self.done((subject, name, time.perf_counter() - start))
        return result


@contextmanager
def showing(stream: TextIO | None = None) -> Iterator[Progress]:
    """Progress on standard error, or another stream: plain lines where nobody watches."""
    from rich.console import Console

    with Console(file=stream, stderr=True).status("") as live:
        yield Progress(live)
