"""The build: from a checked request to reports in their places.

Reads like a table of contents: for each language run the notebook and render it, then join the
languages' records and move everything into place. One report that fails does not stop another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import format_exception
from typing import Any

import nbformat
from nbformat import NotebookNode

from reports.beside import Beside, links, take_out_dead_links
from reports.checksums import write_checksums
from reports.crate import write_crate
from reports.document import achievements_record, clean_executed, labels_of, prepare
from reports.engines import RenderError
from reports.errors import NO_ROOM, CellFailed, OutputFailed, RecordsDiffer
from reports.execute import execute
from reports.manifest import attachments, manifest
from reports.outcome import Failure, Outcome
from reports.output import failed_path, forget_failures, keep, open_output, place, scratch
from reports.progress import Progress
from reports.provenance import commit_of, provenance
from reports.received import embed_manifest
from reports.record import Record, common_record, write_record
from reports.request import ROOT, Report, Request
from rrs_data.faults import FaultsError
from rrs_data.narrative import Narrative
from rrs_data.programme import load_programme
from rrs_data.publications import (
    FILE,
    changes,
    fault_of,
    in_force,
    load_publications,
    load_restatements,
)

STEPS_PER_LANGUAGE = ("run the notebook", "render")
STEPS_PER_REPORT = ("put the files in place",)


@dataclass(frozen=True)
class Job:
    """One report to make, with all that is the same for the reports of a run."""

    report: Report
    request: Request
    commit: str


@dataclass(frozen=True)
class Part:
    """One language of a report, rendered in the scratch directory."""

    language: str
    files: tuple[Path, ...]
    record: Record
    manifest: Mapping[str, Any]


def build(request: Request, progress: Progress) -> tuple[Outcome, ...]:
    """Make every report of a request. Raises OutputFailed when nothing can be written at all."""
    open_output(request.output)
    commit = commit_of(ROOT, apart_from=request.output)
    return tuple(make(Job(report, request, commit), progress) for report in request.reports)


def count_steps(request: Request) -> int:
    """How many steps :func:`build` takes when all goes well."""
    per_report = len(request.languages) * len(STEPS_PER_LANGUAGE) + len(STEPS_PER_REPORT)
    return len(request.reports) * per_report


def make(job: Job, progress: Progress) -> Outcome:
    """Make one report in the languages that were asked for, and put what succeeded in place."""
    report, output = job.report, job.request.output
    files: tuple[Path, ...] = ()
    failures: list[Failure] = []
    try:
        with scratch(output) as directory:
            made = [_attempt(job, one, directory, progress) for one in job.request.languages]
            failures += [each for each in made if isinstance(each, Failure)]
            parts = [each for each in made if isinstance(each, Part)]
            if parts:
                with progress.step(str(report), *STEPS_PER_REPORT):
                    files = _finish(job, parts, directory)
    except (RecordsDiffer, OutputFailed) as error:
        failures.append(Failure(str(report), str(error)))
    except OSError as error:
        failures.append(Failure(str(report), str(OutputFailed.from_os_error(output, error))))
    return Outcome(report, files, tuple(failures), _not_written(job))


def _attempt(job: Job, language: str, directory: Path, progress: Progress) -> Part | Failure:
    """One language, or what is to be said of it: no failure may stop what comes after."""
    try:
        return _make_language(job, language, directory, progress)
    except (CellFailed, OutputFailed) as error:
        return Failure(f"{job.report} {language}", str(error))
    except Exception as error:  # noqa: BLE001
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            told = OutputFailed.from_os_error(job.request.output, error)
            return Failure(f"{job.report} {language}", str(told))
        return _failure(job, language, error, directory)


def _make_language(job: Job, language: str, directory: Path, progress: Progress) -> Part:
    subject, stem = f"{job.report} {language}", job.report.stem(language)
    run, render = STEPS_PER_LANGUAGE
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
    given = {"registers": request.registers, "params": request.params}
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


def _asked(job: Job) -> dict[str, Any]:
    """What a page depends on besides: it leads to the report's other languages and formats."""
    return {"languages": list(job.request.languages), "formats": list(job.request.formats)}


def _provenance(job: Job, language: str) -> dict[str, Any]:
    return provenance(job.report, language, job.request.engine.describe(), job.commit)


def _finish(job: Job, parts: list[Part], directory: Path) -> tuple[Path, ...]:
    """Join the languages' records, and move all files of the report into place."""
    record = common_record({part.language: part.record for part in parts})
    files = [file for part in parts for file in part.files]
    files += write_record(record, directory)
    names = {file.name for file in files}
    for part in parts:
        for page in (file for file in part.files if file.suffix == ".html"):
            take_out_dead_links(page, names)
            embed_manifest(page, {**part.manifest, "beside": _asked(job)})
    files.append(_describe(job, parts, record, files, directory))
    placed = place(files, job.report, job.request.output, directory, write_checksums)
    for part in parts:
        forget_failures(job.report, part.language, job.request.output)
    return placed


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
    return Failure(f"{job.report} {language}", f"{message}\n{story}")


def _whole_story(error: Exception) -> str:
    """For the log: all that a program said, or the traceback of an error of ours."""
    if isinstance(error, RenderError):
        return f"{error.message}\n\n{error.log}"
    return str(error) if isinstance(error, FaultsError) else "".join(format_exception(error))


def _executed(job: Job, language: str, directory: Path) -> Path:
    return directory / f"{job.report.stem(language)}.executed.ipynb"


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
