"""Progress: what is being done and how long it took; live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


@dataclass(frozen=True)
class Step:
    """A step that is done: what it belongs to (``KG 2014 ru``), what it was, and its seconds."""

    subject: str
    name: str
    seconds: float

    def __str__(self) -> str:
        """The step as a line of text."""
        return f"{self.seconds:6.1f} s  {self.subject}: {self.name}"


@dataclass
class Progress:
    """Shows the steps of a run: a line for each that is done, and on a terminal what is going on.

    ``bar`` is None where nobody watches.
    """

    stream: TextIO
    bar: Bar | None = None
    steps: list[Step] = field(default_factory=list)
    _begun: list[str] = field(default_factory=list)

    def expect(self, steps: int) -> None:
        """So many more steps will come."""
        if self.bar:
            self.bar.update(self.bar.task_ids[0], total=len(self.steps) + steps)

    def begin(self, subject: object) -> None:
        """Something begins; it is named on the live line until it is done."""
        self._begun.append(str(subject))
        self._describe()

    def done(self, *steps: Step) -> None:
        """Steps were done, here or in another process."""
        for step in steps:
            self.steps.append(step)
            if self.bar:
                self.bar.console.print(str(step), highlight=False, markup=False)
                self.bar.advance(self.bar.task_ids[0])
            else:
                print(step, file=self.stream, flush=True)

    def end(self, subject: object) -> None:
        """What was begun is over."""
        self._begun.remove(str(subject))
        self._describe()

    @contextmanager
    def step(self, name: str, subject: str) -> Iterator[None]:
        """Time a step. One that raises is not called done."""
        self.begin(f"{subject}: {name}")
        start = time.perf_counter()
        try:
            yield
        finally:
            self.end(f"{subject}: {name}")
        self.done(Step(subject, name, time.perf_counter() - start))

    def _describe(self) -> None:
        if self.bar:
            self.bar.update(self.bar.task_ids[0], description=", ".join(self._begun))


@contextmanager
def showing(stream: TextIO | None = None) -> Iterator[Progress]:
    """Progress to a stream (standard error): live where a person watches, else plain lines."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield Progress(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(file=stream)
    if console.is_dumb_terminal:
        yield Progress(stream)
        return
    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), BarColumn(bar_width=20))
    with Bar(*columns, MofNCompleteColumn(), console=console, transient=True) as bar:
        bar.add_task("", total=None)
        yield Progress(stream, bar)
