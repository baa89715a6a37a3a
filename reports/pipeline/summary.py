"""The summary: what a person sees of a run, while it goes on and when it is done."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reports.project import Edition

if TYPE_CHECKING:
    from rich.status import Status

    from rrs_data.intake.findings import Finding

WIDTH = 100
SHOWN = 6
"""How many changed figures are named before the rest is only counted."""

WARNINGS = 3
"""How many warnings of the check are shown."""


@dataclass(frozen=True)
class Step:
    """A step that is done: what it belongs to (``XA 2014 ru``), what it was, and its seconds."""

    subject: str
    name: str
    seconds: float

    def __str__(self) -> str:
        """As a line of text."""
        return f"{self.seconds:6.1f} s  {self.subject}: {self.name}"


@dataclass(frozen=True)
class Failure:
    """What failed (``XA 2014 ru``) and the message for the person who mends it.

    ``position`` says where it failed in a few words; ``kept`` is the file that tells more.
    """

    subject: str
    message: str
    position: str = ""
    kept: Path | None = None
    files: Mapping[Path, bytes] = field(default_factory=dict, compare=False, repr=False)
    """What is to be kept of it, written by the run that asked for the report."""

    def __str__(self) -> str:
        """The failure as a run prints it."""
        return f"{self.subject} was not made.\n{self.message}"


@dataclass(frozen=True)
class Outcome:
    """What became of one report: its files, its failures, what its makers should know.

    ``notices`` are on what its notebook did that the report does not show. ``kept`` says that it
    was as it would be made again, ``rendered_only`` that its notebooks were; ``changes`` say what
    it was made for otherwise, ``figures`` what came of that: ``A-3 90 → 91``.
    """

    edition: Edition
    files: tuple[Path, ...] = ()
    failures: tuple[Failure, ...] = ()
    notices: tuple[str, ...] = ()
    kept: bool = False
    rendered_only: bool = False
    changes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    def why(self, *, whole: bool = False) -> str:
        """What had changed since it was made, and which figures with it: the first, or all."""
        if whole:
            return "".join(f"\n    {one}" for one in (*self.changes, *self.figures))
        return "; ".join(filter(None, [short(self.changes), short(self.figures, SHOWN)]))


@dataclass(frozen=True)
class Ran:
    """A run: what became of its reports, and what else is to be said.

    ``index`` is the page that lists all reports; ``failures`` are those of no single report;
    ``engine`` names what rendered, if anything was rendered; ``warnings`` is what the check of the
    registers doubts. ``moved`` is the directory in which all was made, and the address at which it
    lies now.
    """

    outcomes: tuple[Outcome, ...]
    index: Path | None = None
    failures: tuple[Failure, ...] = ()
    engine: str = ""
    notices: tuple[str, ...] = ()
    warnings: str = ""
    moved: tuple[str, str] = ("", "")

    def located(self, text: str) -> str:
        """A text in which files stand where they lie now."""
        return text.replace(*self.moved) if self.moved[0] else text


def summary_text(ran: Ran, steps: Sequence[Step], *, explain: bool = False) -> str:
    """What was made, with which engine, in how many seconds, and what is not in it."""
    lines = [outcomes_table(ran.outcomes, explain=explain)]
    if not ran.outcomes[1:]:
        lines = [_files(one, explain=explain) for one in ran.outcomes]
    if ran.index:
        lines.append(f"All reports: {shown(ran.index)}")
    if all(outcome.kept for outcome in ran.outcomes):
        lines.append("Nothing has changed since the reports were made.")
    else:
        lines += [ran.warnings] if ran.warnings else []
        lines += [*map(_paragraph, [ran.engine, *ran.notices]), _times(steps)]
        lines += _noticed(ran.outcomes)
    return ran.located("\n".join(lines))


def failures_text(ran: Ran) -> str:
    """What failed, each with its message and a blank line before it; empty if nothing did."""
    failures = [*(one for outcome in ran.outcomes for one in outcome.failures), *ran.failures]
    return ran.located("".join(f"\n{failure}\n" for failure in failures))


def short(listed: Sequence[str], most: int = 3) -> str:
    """The first few, and how many more there are."""
    more = [f"and {len(listed) - most} more"] if len(listed) > most else []
    return ", ".join([*listed[:most], *more])


def changed_figures(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """The indicators whose actual is another: ``A-3 90 → 91``."""
    for code in {**after, **before}:
        was, now = before.get(code, "—"), after.get(code, "—")
        if was != now:
            yield f"{code} {was} → {now}"


def warnings_text(warnings: Sequence[Finding], registers: str) -> str:
    """How many things the check doubts, the first of them, and how to list them all."""
    from rrs_data.intake.files import shown_address
    from rrs_data.intake.findings.listing import as_table
    from rrs_data.language.language import Language
    from rrs_data.programme.programme import WRITTEN

    if not warnings:
        return ""
    count = "1 warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
    command = " ".join(
        ["make check", *([f"REGISTERS={shown_address(registers)}"] if registers else [])]
    )
    listed = as_table(warnings, Language(WRITTEN), most=WARNINGS)
    return f"The check of the registers has {count} ({command} lists all):\n{listed}"


def shown(path: Path) -> str:
    """A path as a person would type it: relative where it lies below the current directory."""
    current = Path.cwd()
    return str(path.relative_to(current) if path.is_relative_to(current) else path)


def outcomes_table(outcomes: Sequence[Outcome], *, explain: bool = False) -> str:
    """What became of each report, a line each: made and why, kept, or failed and where."""
    rows = [(str(outcome.edition), *_became(outcome, explain=explain)) for outcome in outcomes]
    width = max(len(name) for name, _, _ in rows)
    return "\n".join(f"{name:{width}}  {word:8}  {more}".rstrip() for name, word, more in rows)


def _became(outcome: Outcome, *, explain: bool) -> tuple[str, str]:
    if outcome.failures:
        told = [(one.subject, one.position, one.kept) for one in outcome.failures]
        return "failed", "; ".join(
            ", ".join(filter(None, [subject, position, shown(kept) if kept else ""]))
            for subject, position, kept in told
        )
    if outcome.kept:
        return "kept", ""
    return "rendered" if outcome.rendered_only else "made", outcome.why(whole=explain)


def _files(outcome: Outcome, *, explain: bool) -> str:
    if not outcome.files:
        return f"{outcome.edition}: nothing was made."
    kept = " (kept: nothing that it is made from has changed)" if outcome.kept else ""
    lines = [f"{outcome.edition}:{kept}", *(f"  {shown(file)}" for file in outcome.files)]
    if explain and outcome.changes:
        lines.append(f"Made again because of:{outcome.why(whole=True)}")
    elif outcome.figures:
        lines.append(_paragraph(f"Changed since it was made last: {outcome.why()}."))
    return "\n".join(lines)


def _times(steps: Sequence[Step]) -> str:
    """The seconds of each kind of step, all reports together."""
    totals: dict[str, float] = {}
    for step in steps:
        totals[step.name] = totals.get(step.name, 0.0) + step.seconds
    kinds = ", ".join(f"{name} {seconds:.1f}" for name, seconds in totals.items())
    return _paragraph(f"Seconds: {kinds}; together {sum(totals.values()):.1f}.")


def _noticed(outcomes: Sequence[Outcome]) -> list[str]:
    """What the notebooks did that the reports do not show, once each."""
    told = dict.fromkeys(notice for outcome in outcomes for notice in outcome.notices)
    return ["Not in the report:", *map(_paragraph, told)] if told else []


def _paragraph(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


@dataclass
class Progress:
    """Shows the steps of a run: a line for each that is done, and on a terminal what is going on.

    ``live`` is None where nobody watches.
    """

    stream: TextIO
    live: Status | None = None
    steps: list[Step] = field(default_factory=list)
    expected: int = 0

    def begin(self, subject: object) -> None:
        """Something begins; it is named on the live line until something else begins."""
        if self.live:
            self.live.update(f"{subject} ({len(self.steps)} of {self.expected} steps are done)")

    def done(self, *steps: Step) -> None:
        """Steps were done, here or in another process."""
        for step in steps:
            self.steps.append(step)
            if self.live:
                self.live.console.print(str(step), highlight=False, markup=False)
            else:
                print(step, file=self.stream, flush=True)

    @contextmanager
    def step(self, name: str, subject: str) -> Iterator[None]:
        """Time a step. One that raises is not called done."""
        self.begin(f"{subject}: {name}")
        start = time.perf_counter()
        yield
        self.done(Step(subject, name, time.perf_counter() - start))


@contextmanager
def showing() -> Iterator[Progress]:
    """Progress on standard error: live where a person watches, else plain lines."""
    if not sys.stderr.isatty():
        yield Progress(sys.stderr)
        return
    from rich.console import Console

    with Console(stderr=True).status("") as live:
        yield Progress(sys.stderr, live)
