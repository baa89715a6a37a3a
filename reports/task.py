"""The task: what a worker does. One report in some of its languages, from notebook to files.

It touches nothing outside the directory that it is given, apart from what it keeps of a failure,
and gives back only what can be pickled: it may run in this process, another, or on another machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from traceback import format_exception
from typing import Any

import nbformat
from nbformat import NotebookNode

from reports.beside import Beside, links
from reports.document import achievements_record, clean_executed, labels_of, prepare
from reports.engines import RenderError
from reports.errors import CellFailed, OutputFailed, no_room
from reports.execute import execute
from reports.manifest import attachments, manifest
from reports.outcome import Failure
from reports.output import failed_path, keep
from reports.progress import Progress, Step
from reports.provenance import provenance
from reports.record import Record
from reports.request import ROOT, Report, Request
from rrs_data.faults import FaultsError
from rrs_data.hidden import hide
from rrs_data.publications import (
    FILE,
    changes,
    fault_of,
    in_force,
    load_publications,
    load_restatements,
)

STEPS = ("run the notebook", "render")
"""What is done for each language."""


@dataclass(frozen=True)
class Job:
    """One report to make, with all that is the same for the reports of a run."""

    report: Report
    request: Request
    commit: str


@dataclass(frozen=True)
class Task:
    """A job's languages that one worker makes, and the scratch directory that takes the files."""

    job: Job
    languages: tuple[str, ...]
    directory: Path

    def __str__(self) -> str:
        """The task's name for people: ``KG 2014 ru``."""
        return f"{self.job.report} {','.join(self.languages)}"


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


def perform(task: Task, progress: Progress) -> Result:
    """Do a task. Whatever fails is in the result: nothing is raised."""
    done = len(progress.steps)
    made = list(_each_language(task, progress))
    return Result(
        tuple(each for each in made if isinstance(each, Part)),
        tuple(each for each in made if isinstance(each, Failure)),
        tuple(progress.steps[done:]),
    )


def _each_language(task: Task, progress: Progress) -> Iterator[Part | Failure]:
    for language in task.languages:
        yield _attempt(task.job, language, task.directory, progress)


def _attempt(job: Job, language: str, directory: Path, progress: Progress) -> Part | Failure:
    """One language, or what is to be said of it: no failure may stop what comes after."""
    try:
        return _make_language(job, language, directory, progress)
    except CellFailed as error:
        place = f"cell {error.cell.number} of {error.cell.of}"
        return Failure(f"{job.report} {language}", str(error), place, error.kept)
    except OutputFailed as error:
        return Failure(f"{job.report} {language}", str(error))
    except Exception as error:  # noqa: BLE001
        if isinstance(error, OSError) and (told := no_room(job.request.output, error)):
            return Failure(f"{job.report} {language}", str(told))
        return _failure(job, language, error, directory)


def _make_language(job: Job, language: str, directory: Path, progress: Progress) -> Part:
    subject, stem = f"{job.report} {language}", job.report.stem(language)
    run, render = STEPS
    with progress.step(subject, run):
        executed = execute(
            job.request.notebook,
            _parameters(job, language),
            executed=_executed(job, language, directory),
            failed=failed_path(job.report, language, job.request.output, ".ipynb"),
            python_path=ROOT,
        )
    with progress.step(subject, render):
        workplace = directory / language
        workplace.mkdir()
        rendered = job.request.engine.render(
            prepare(executed),
            stem,
            job.request.formats,
            workplace,
            _beside(job, language, executed),
        )
    notebook = directory / f"{stem}.ipynb"
    nbformat.write(clean_executed(executed), notebook)  # type: ignore[no-untyped-call]
    record = achievements_record(executed)
    _check_shown(job, record)
    contents = _manifest(job, language, record)
    return Part(language, (*rendered.values(), notebook), record, contents)


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


def _failure(job: Job, language: str, error: Exception, directory: Path) -> Failure:
    """What is said of a language that failed; its notebook and a log are kept."""
    foreseen = isinstance(error, FaultsError | RenderError)
    message = str(error) if foreseen else f"{type(error).__name__}: {error}"
    log = directory / f"{language}.log"
    kept = failed_path(job.report, language, job.request.output, ".log")
    try:
        log.write_text(_whole_story(error), encoding="utf-8")
        keep(log, kept)
        executed = _executed(job, language, directory)
        if executed.exists():
            keep(executed, kept.with_suffix(".ipynb"))
    except (OSError, OutputFailed) as trouble:
        return Failure(f"{job.report} {language}", f"{message}\n{trouble}")
    story = f"    the log:  {kept}, the notebook beside it"
    return Failure(f"{job.report} {language}", f"{message}\n{story}", kept=kept)


def _whole_story(error: Exception) -> str:
    """For the log: all that a program said, or the traceback of an error of ours."""
    if isinstance(error, RenderError):
        return f"{error.message}\n\n{error.log}"
    return str(error) if isinstance(error, FaultsError) else "".join(format_exception(error))


def _executed(job: Job, language: str, directory: Path) -> Path:
    return directory / f"{job.report.stem(language)}.executed.ipynb"
