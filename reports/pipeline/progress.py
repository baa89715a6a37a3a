"""Progress: what is being done and how long it took; live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Bar


@dataclass(frozen=True)
class Step:
    """A step that is done: what it belongs to (``KG 2014 ru``), what it was, and its seconds."""

    subject: str
    name: str
    seconds: float


class Display(Protocol):
    """What shows steps to whoever watches."""

    def expect(self, steps: int) -> None:
        """So many steps will come."""

    def begun(self, subject: str, name: str) -> None:
        """A step begins."""

    def done(self, step: Step) -> None:
        """A step ended well."""

    def skipped(self, steps: int) -> None:
        """So many steps need not be done."""


@dataclass
class Progress:
    """Times steps and passes them on to a display."""

    display: Display
    steps: list[Step] = field(default_factory=list)

    def expect(self, steps: int) -> None:
        """Tell the display how many more steps will come."""
        self.display.expect(len(self.steps) + steps)

    @contextmanager
    def step(self, name: str, *subjects: str) -> Iterator[None]:
        """Time a step. One that raises is neither timed nor called done.

        One that is done for several subjects at once counts for each of them with its share.
        """
        self.display.begun(", ".join(subjects), name)
        start = time.perf_counter()
        yield
        seconds = (time.perf_counter() - start) / len(subjects)
        for subject in subjects:
            self.add(Step(subject, name, seconds))

    def begin(self, subject: str) -> None:
        """Something begins whose steps will be added when they are done."""
        self.display.begun(subject, "begun")

    def skip(self, steps: int) -> None:
        """So many steps need not be done."""
        self.display.skipped(steps)

    def add(self, step: Step) -> None:
        """Take a step that was done, here or in another process."""
        self.steps.append(step)
        self.display.done(step)


class Unseen:
    """Nobody watches: for workers, whose steps are shown by whoever sent them."""

    def expect(self, steps: int) -> None:
        """Nothing."""

    def begun(self, subject: str, name: str) -> None:
        """Nothing."""

    def done(self, step: Step) -> None:
        """Nothing."""

    def skipped(self, steps: int) -> None:
        """Nothing."""


class Lines:
    """A plain line for each step that is done: for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        """Write to ``stream``."""
        self._stream = stream

    def expect(self, steps: int) -> None:
        """Nothing: a line says what was done, not what is left."""

    def begun(self, subject: str, name: str) -> None:
        """Nothing: the line comes when the step is done."""

    def done(self, step: Step) -> None:
        """Write the step's line."""
        print(as_line(step), file=self._stream, flush=True)

    def skipped(self, steps: int) -> None:
        """Nothing: the summary says what was kept."""


class Live:
    """A line that moves while a step runs, above it the steps that are done."""

    def __init__(self, bar: Bar) -> None:
        """Show in ``bar``."""
        self._bar = bar
        self._task = bar.add_task("", total=None)

    def expect(self, steps: int) -> None:
        """The bar is full after so many steps."""
        self._bar.update(self._task, total=steps)

    def begun(self, subject: str, name: str) -> None:
        """Name the step that runs."""
        self._bar.update(self._task, description=f"{subject}: {name}")

    def done(self, step: Step) -> None:
        """Print the step's line above the moving one."""
        self._bar.console.print(as_line(step), highlight=False, markup=False)
        self._bar.advance(self._task)

    def skipped(self, steps: int) -> None:
        """Move on by these steps."""
        self._bar.advance(self._task, steps)


@contextmanager
def showing(stream: TextIO | None = None) -> Iterator[Progress]:
    """Progress to a stream (standard error): live where a person watches, else plain lines."""
    stream = stream or sys.stderr
    console = Console(file=stream)
    if not stream.isatty() or console.is_dumb_terminal:
        yield Progress(Lines(stream))
        return
    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), BarColumn(bar_width=20))
    with Bar(*columns, MofNCompleteColumn(), console=console, transient=True) as bar:
        yield Progress(Live(bar))


def as_line(step: Step) -> str:
    """A step as a line of text: its seconds, then what was done."""
    return f"{step.seconds:6.1f} s  {step.subject}: {step.name}"
