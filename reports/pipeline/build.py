"""The build: from a checked request to reports in their places.

Reads like a table of contents: hand reports to the executor in batches, and when all languages of
a report are there, join their records and move everything into place. One report that
fails does not stop another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from reports.archive.checksums import write_checksums
from reports.archive.crate import write_crate
from reports.archive.manifest import commit_of
from reports.archive.received import embed_manifest
from reports.archive.record import Record, common_record, write_record
from reports.pipeline.executors import Executor, Here
from reports.pipeline.freshness.ingredients import Ingredients
from reports.pipeline.freshness.verdict import Freshness, Verdict
from reports.pipeline.outcome import Failure, Outcome
from reports.pipeline.output import forget_failures, open_output, place, scratch
from reports.pipeline.progress import Progress
from reports.pipeline.request import Request
from reports.pipeline.task import STEPS, Batch, Job, Part, Result, Task
from reports.project.edition import Edition
from reports.project.errors import OutputFailed, RecordsDiffer
from reports.project.paths import ROOT
from reports.render.beside import take_out_dead_links
from rrs_data.programme.narrative import Narrative
from rrs_data.programme.programme import REGION, load_programme

ALWAYS = Verdict("asked for")
STEPS_PER_REPORT = ("put the files in place",)


@dataclass
class Pending:
    """A report that is being made: its scratch directory, and what has come of it so far."""

    job: Job
    verdict: Verdict
    made_from: Ingredients
    directory: Path
    waits_for: set[str]
    stack: ExitStack
    parts: list[Part] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def take(self, task: Task, result: Result) -> None:
        """Take what became of some of its languages."""
        self.waits_for -= set(task.languages)
        self.parts += result.parts
        self.failures += result.failures


@dataclass
class Workshop:
    """All reports of a run: those that are being made, and what became of the others."""

    progress: Progress
    freshness: Freshness | None = None
    pending: dict[Edition, Pending] = field(default_factory=dict)
    outcomes: dict[Edition, Outcome] = field(default_factory=dict)

    def batches(self, jobs: list[Job], workers: int) -> Iterator[Batch]:
        """The tasks of all jobs, as many together as the engine renders best in one call.

        There are no fewer batches than workers, though.
        """
        request, tasks = jobs[0].request, self._tasks(jobs, workers)
        best = request.engine.together // len(request.languages)
        size = max(1, min(best, len(jobs) // workers))
        while batch := tuple(islice(tasks, size)):
            yield batch

    def _tasks(self, jobs: list[Job], workers: int) -> Iterator[Task]:
        """The tasks of all jobs; a report's scratch directory is made when its turn comes.

        A report that is as it would be made again is kept. A worker makes all languages of a
        report, unless there are more workers than reports.
        """
        for job in sorted(jobs, key=_largest_first):
            directory = self._open(job)
            languages = job.request.languages
            shares = [languages] if len(jobs) >= workers else [(one,) for one in languages]
            if directory is not None:
                yield from (Task(job, share, directory) for share in shares)

    def _open(self, job: Job) -> Path | None:
        """A scratch directory for a report; None where it is kept, or there is no room."""
        made_from = self.freshness.made_from(job.report) if self.freshness else {}
        verdict = self._judge(job, made_from)
        if verdict.kept:
            self.progress.skip(count_steps_of_one(job.request))
            self.outcomes[job.report] = Outcome(
                job.report, verdict.files, (), _not_written(job), kept=True
            )
            return None
        output, stack = job.request.output, ExitStack()
        try:
            directory = stack.enter_context(scratch(output))
        except OSError as error:
            told = str(OutputFailed.from_os_error(output, error))
            self._close(job, verdict, (), (Failure(str(job.report), told),))
            return None
        waits_for = set(job.request.languages)
        self.pending[job.report] = Pending(job, verdict, made_from, directory, waits_for, stack)
        return directory

    def _judge(self, job: Job, made_from: Ingredients) -> Verdict:
        return self.freshness.judge(job.report, made_from) if self.freshness else ALWAYS

    def take(self, task: Task, result: Result) -> None:
        """Take what became of a task; a report whose languages are all there is finished."""
        pending = self.pending[task.job.report]
        pending.take(task, result)
        if not pending.waits_for:
            del self.pending[task.job.report]
            with pending.stack:
                files = self._finish(pending)
            if self.freshness and files and not pending.failures:
                self.freshness.stamp(pending.job.report, pending.made_from, files)
            self._close(pending.job, pending.verdict, files, _in_order(pending))

    def _finish(self, pending: Pending) -> tuple[Path, ...]:
        """Put in place what succeeded; what does not is one more failure."""
        job = pending.job
        if not pending.parts:
            return ()
        try:
            with self.progress.step(*STEPS_PER_REPORT, str(job.report)):
                return _finish(job, pending.parts, pending.directory)
        except (RecordsDiffer, OutputFailed) as error:
            told = str(error)
        except OSError as error:
            told = str(OutputFailed.from_os_error(job.request.output, error))
        pending.failures.append(Failure(str(job.report), told))
        return ()

    def _close(
        self, job: Job, verdict: Verdict, files: tuple[Path, ...], failures: tuple[Failure, ...]
    ) -> None:
        self.outcomes[job.report] = Outcome(
            job.report,
            files,
            failures,
            _not_written(job),
            why=verdict.why,
            changes=verdict.changes,
        )

    def abandon(self) -> None:
        """Remove the scratch directories of what was not finished."""
        for pending in self.pending.values():
            pending.stack.close()


def build(
    request: Request, progress: Progress, executor: Executor | None = None
) -> tuple[Outcome, ...]:
    """Make every report of a request. Raises OutputFailed when nothing can be written at all.

    Without an ``executor`` the reports are made in this process, one after the other.
    """
    open_output(request.output)
    chosen: Executor = executor or Here(progress)
    commit = commit_of(ROOT, apart_from=request.output)
    jobs = [Job(report, replace(request, rows=None), commit) for report in request.reports]
    workshop = Workshop(progress, Freshness(request, request.rows) if request.rows else None)
    try:
        with closing(chosen.run(workshop.batches(jobs, chosen.workers))) as results:
            for task, result in results:
                workshop.take(task, result)
    finally:
        workshop.abandon()
    return tuple(workshop.outcomes[job.report] for job in jobs)


def count_steps(request: Request) -> int:
    """How many steps :func:`build` takes when all goes well."""
    return len(request.reports) * count_steps_of_one(request)


def count_steps_of_one(request: Request) -> int:
    """How many steps a report takes."""
    return len(request.languages) * len(STEPS) + len(STEPS_PER_REPORT)


def _largest_first(job: Job) -> bool:
    """Reports on all countries take longest: begun last, they would keep one worker busy alone."""
    return job.report.country != REGION


def _in_order(pending: Pending) -> tuple[Failure, ...]:
    """Failures in the order of the languages, those of the whole report last."""
    names = [f"{pending.job.report} {language}" for language in pending.job.request.languages]
    order = {name: place for place, name in enumerate(names)}
    failures = sorted(pending.failures, key=lambda one: order.get(one.subject, len(order)))
    return tuple(failures)


def _finish(job: Job, parts: list[Part], directory: Path) -> tuple[Path, ...]:
    """Join the languages' records, and move all files of the report into place."""
    order = job.request.languages
    parts = sorted(parts, key=lambda part: order.index(part.language))
    record = common_record({part.language: part.record for part in parts})
    files = [file for part in parts for file in part.files]
    files += write_record(record, directory)
    names = {file.name for file in files}
    for part in parts:
        for page in (file for file in part.files if file.suffix == ".html"):
            take_out_dead_links(page, names)
            embed_manifest(page, {**part.manifest, "request": _asked(job)})
    files.append(_describe(job, parts, record, files, directory))
    placed = place(files, job.report, job.request.output, directory, write_checksums)
    for part in parts:
        forget_failures(job.report, part.language, job.request.output)
    return placed


def _asked(job: Job) -> dict[str, Any]:
    """What a page depends on besides: it leads to the report's other languages and formats."""
    return {"languages": list(job.request.languages), "formats": list(job.request.formats)}


def _describe(
    job: Job, parts: list[Part], record: Record, files: list[Path], directory: Path
) -> Path:
    """The crate, of what this run made and of nothing else in the scratch directory."""
    made = directory / "made"
    made.mkdir()
    for file in files:
        (made / file.name).hardlink_to(file)
    manifests = [part.manifest for part in parts]
    implementer = load_programme(job.request.params_directory).implementer["en"]
    return write_crate(job.report, manifests, record, made, implementer)


def _not_written(job: Job) -> tuple[Path, ...]:
    """The narrative files of the report that may be written but are not."""
    params, report = job.request.params_directory, job.report
    found = [
        path
        for language in job.request.languages
        for path in Narrative(
            params, report.country, report.year, language, job.request.illustrative
        ).missing()
    ]
    return tuple(dict.fromkeys(found))
