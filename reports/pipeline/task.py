"""The task: what a worker does. Reports in some of their languages, from notebook to files.

It touches nothing outside the directory that it is given, apart from what it keeps of a failure,
and gives back only what can be pickled: it may run in this process, another, or on another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from traceback import format_exception
from typing import Any, TypeVar

import nbformat
from nbformat import NotebookNode

from reports.archive.manifest import attachments, manifest, provenance
from reports.archive.record import Record
from reports.pipeline.errors import CellFailed
from reports.pipeline.execute import execute
from reports.pipeline.outcome import Failure
from reports.pipeline.output import failed_path, keep
from reports.pipeline.progress import Progress, Step
from reports.pipeline.request import Request
from reports.project.edition import Edition
from reports.project.errors import OutputFailed, no_room
from reports.project.paths import ROOT
from reports.render.beside import Beside, links
from reports.render.document import achievements_record, clean_executed, labels_of, prepare
from reports.render.engines import RenderError, Source
from rrs_data.indicators.publications import changes, fault_of, in_force, load_publications
from rrs_data.indicators.restatements import FILE, load_restatements
from rrs_data.intake.hidden import hide
from rrs_data.programme.faults import FaultsError

STEPS = ("run the notebook", "render")
"""What is done for each language."""

Made = TypeVar("Made")


@dataclass(frozen=True)
class Job:
    """One report to make, with all that is the same for the reports of a run."""

    report: Edition
    request: Request
    commit: str


@dataclass(frozen=True)
class Task:
    """A job's languages that one worker makes, and the scratch directory that takes the files."""

    job: Job
    languages: tuple[str, ...]
    directory: Path

    def __str__(self) -> str:
        """The task's name for people: ``KG 2014 ru,en``."""
        return f"{self.job.report} {','.join(self.languages)}"

    @property
    def pages(self) -> list[Page]:
        """What is to be made: a page for each language."""
        return [Page(self, language) for language in self.languages]


Batch = tuple[Task, ...]
"""Tasks of one run that a worker does together, so that a program which starts slowly starts once.

They have the same engine and formats.
"""


def name_of(batch: Batch) -> str:
    """A batch's name for people."""
    return "; ".join(map(str, batch))


@dataclass(frozen=True)
class Page:
    """One language of a task."""

    task: Task
    language: str

    def __str__(self) -> str:
        """The page's name for people: ``KG 2014 ru``."""
        return f"{self.job.report} {self.language}"

    @property
    def job(self) -> Job:
        """The report that it belongs to."""
        return self.task.job

    @property
    def stem(self) -> str:
        """The name of its files without the ending."""
        return self.job.report.stem(self.language)

    @property
    def executed(self) -> Path:
        """Where papermill writes while it runs the notebook."""
        return self.task.directory / f"{self.stem}.executed.ipynb"

    def kept(self, ending: str) -> Path:
        """Where a file is kept that tells of a failure."""
        return failed_path(self.job.report, self.language, self.job.request.output, ending)


@dataclass(frozen=True)
class Part:
    """One language of a report, rendered in the scratch directory."""

    language: str
    files: tuple[Path, ...]
    record: Record
    manifest: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """What became of a task: the languages that were made, those that failed, and the steps."""

    parts: tuple[Part, ...] = ()
    failures: tuple[Failure, ...] = ()
    steps: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Run:
    """A page whose notebook was run."""

    page: Page
    executed: NotebookNode
    source: Source


def perform(batch: Batch, progress: Progress) -> tuple[Result, ...]:
    """Do the tasks of a batch: the results in their order.

    Whatever fails is in a result: nothing is raised, and no page stops what comes after it.
    """
    began = len(progress.steps)
    engine = batch[0].job.request.engine
    pages = [page for task in batch for page in task.pages]
    made: dict[str, Part | Failure] = {}
    for first in range(0, len(pages), engine.together):
        made |= _make(pages[first : first + engine.together], progress)
    return tuple(_result(task, made, progress.steps[began:]) for task in batch)


def _result(task: Task, made: Mapping[str, Part | Failure], steps: Iterable[Step]) -> Result:
    names = [str(page) for page in task.pages]
    found = [made[name] for name in names]
    return Result(
        tuple(each for each in found if isinstance(each, Part)),
        tuple(each for each in found if isinstance(each, Failure)),
        tuple(step for step in steps if step.subject in names),
    )


def _make(pages: Iterable[Page], progress: Progress) -> dict[str, Part | Failure]:
    """Run some notebooks and render them together: what became of each page, by its name."""
    tried = {str(page): _attempt(page, partial(_run, page, progress)) for page in pages}
    runs = [run for run in tried.values() if isinstance(run, Run)]
    made: dict[str, Part | Failure] = _render(runs, progress) if runs else {}
    return made | {name: one for name, one in tried.items() if isinstance(one, Failure)}


def _render(runs: Sequence[Run], progress: Progress) -> dict[str, Part | Failure]:
    """Render notebooks in one call; if that fails each alone, for one page may spoil it for all."""
    request, name = runs[0].page.job.request, STEPS[1]
    try:
        with progress.step(name, *(str(run.page) for run in runs)):
            rendered = request.engine.render([run.source for run in runs], request.formats)
    except RenderError as error:
        if len(runs) == 1:
            return {str(runs[0].page): _failure(runs[0].page, error)}
        alone = (_render([run], progress) for run in runs)
        return {page: made for one in alone for page, made in one.items()}
    except Exception as error:  # noqa: BLE001 - a full disk, above all
        return {str(run.page): _failure(run.page, error) for run in runs}
    return {
        str(run.page): _attempt(run.page, partial(_part, run, files))
        for run, files in zip(runs, rendered, strict=True)
    }


def _attempt(page: Page, step: Callable[[], Made]) -> Made | Failure:
    """What a step makes of a page, or what is to be said of its failure."""
    try:
        return step()
    except Exception as error:  # noqa: BLE001
        return _failure(page, error)


def _run(page: Page, progress: Progress) -> Run:
    request = page.job.request
    with progress.step(STEPS[0], str(page)):
        executed = execute(
            request.notebook,
            _parameters(page.job, page.language),
            executed=page.executed,
            failed=page.kept(".ipynb"),
            python_path=ROOT,
        )
    workplace = page.task.directory / page.language
    workplace.mkdir()
    beside = _beside(page.job, page.language, executed)
    return Run(page, executed, Source(prepare(executed), page.stem, workplace, beside))


def _part(run: Run, rendered: Mapping[str, Path]) -> Part:
    page = run.page
    notebook = page.task.directory / f"{page.stem}.ipynb"
    nbformat.write(clean_executed(run.executed), notebook)  # type: ignore[no-untyped-call]
    record = achievements_record(run.executed)
    _check_shown(page.job, record)
    contents = _manifest(page.job, page.language, record)
    return Part(page.language, (*rendered.values(), notebook), record, contents)


def _check_shown(job: Job, record: Record) -> None:
    """No figure in the report is another than it was published. Raises FaultsError.

    Most are checked before the notebook runs; here are those that the report shows of others.
    """
    publications = load_publications(job.request.published)
    params = job.request.params_directory
    force = in_force(publications, load_restatements(params))
    if found := changes(force, record.get("figures", {})):
        raise FaultsError([fault_of(found, str(job.report), params / FILE)])


def _parameters(job: Job, language: str) -> dict[str, Any]:
    """What is injected: a path only if the person gave one, else no path enters the notebook."""
    report, request = job.report, job.request
    given = {
        "registers": hide(request.registers) if request.registers else None,
        "params": request.params,
    }
    return {
        "country": report.country,
        "year": report.year,
        "language": language,
        "provenance": _provenance(job, language),
        **{name: str(path) for name, path in given.items() if path is not None},
        **({} if request.donor_mark else {"donor_mark": False}),
    }


def _beside(job: Job, language: str, executed: NotebookNode) -> Beside:
    """The links of the page, and the figures, parameters and manifest for the PDF to carry."""
    request, report, labels = job.request, job.report, labels_of(executed)
    record, params = achievements_record(executed), request.params_directory
    stems = {code: report.stem(code) for code in request.languages}
    contents = _manifest(job, language, record)
    return Beside(
        links(stems, language, request.formats, labels),
        attachments(record, contents, params, labels),
    )


def _manifest(job: Job, language: str, record: Record) -> dict[str, Any]:
    params = job.request.params_directory
    contents = manifest(job.report, record, _provenance(job, language), params)
    if not job.request.donor_mark:
        contents["parameters"] = {**contents["parameters"], "donor_mark": False}
    return contents


def _provenance(job: Job, language: str) -> dict[str, Any]:
    return provenance(job.report, language, job.request.engine.describe(), job.commit)


def _failure(page: Page, error: Exception) -> Failure:
    """What is to be said of a page that failed."""
    match error:
        case CellFailed():
            place = f"cell {error.cell.number} of {error.cell.of}"
            return Failure(str(page), str(error), place, error.kept)
        case OutputFailed():
            return Failure(str(page), str(error))
        case OSError() if told := no_room(page.job.request.output, error):
            return Failure(str(page), str(told))
    return _logged(page, error)


def _logged(page: Page, error: Exception) -> Failure:
    """A failure whose notebook and log are kept."""
    foreseen = isinstance(error, FaultsError | RenderError)
    message = str(error) if foreseen else f"{type(error).__name__}: {error}"
    log, kept = page.task.directory / f"{page.language}.log", page.kept(".log")
    try:
        log.write_text(_whole_story(error), encoding="utf-8")
        keep(log, kept)
        if page.executed.exists():
            keep(page.executed, kept.with_suffix(".ipynb"))
    except (OSError, OutputFailed) as trouble:
        return Failure(str(page), f"{message}\n{trouble}")
    story = f"    the log:  {kept}, the notebook beside it"
    return Failure(str(page), f"{message}\n{story}", kept=kept)


def _whole_story(error: Exception) -> str:
    """For the log: all that a program said, or the traceback of an error of ours."""
    if isinstance(error, RenderError):
        return f"{error.message}\n\n{error.log}"
    return str(error) if isinstance(error, FaultsError) else "".join(format_exception(error))
