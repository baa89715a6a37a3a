"""The build: from a checked request to reports in their places.

Reads like a table of contents: plan what is kept and what is made, hand the pages that are made to
workers, and when all languages of a report are there, join them and put everything in its place.
One report that fails does not stop another.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.failures import Failure
from reports.pipeline.inputs import (
    Digests,
    digest_of,
    digests_of,
    rendering_code,
    rendering_inputs,
    running_code,
    running_inputs,
)
from reports.pipeline.output import forget_failures, keep_failed, place
from reports.pipeline.page import Job, MadePage, Page, Result
from reports.pipeline.stamp import STAMP, PageStamp, Stamp, Verdict, short, touched, verdict_on
from reports.pipeline.summary import Outcome
from reports.project.errors import OutputFailed, RecordsDiffer
from reports.project.paths import ROOT
from rrs_data.programme.programme import REGION

if TYPE_CHECKING:
    from reports.pipeline.content import Content
    from reports.pipeline.progress import Progress
    from reports.pipeline.request import Request
    from reports.project.edition import Edition

PLACE = "put the files in place"


@dataclass(frozen=True)
class Plan:
    """What is done with a report: what is known of it, and a verdict on each page.

    ``rendering`` and ``running`` are what its pages would be made from now; ``damaged`` are files
    common to the pages that are not what was made.
    """

    edition: Edition
    directory: Path
    stamp: Stamp
    rendering: Digests
    running: Mapping[str, Digests]
    verdicts: Mapping[str, Verdict]
    damaged: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether the report is as it would be made again."""
        return not self.damaged and all(verdict.kept for verdict in self.verdicts.values())

    @property
    def changes(self) -> tuple[str, ...]:
        """Why it is not."""
        found = [change for verdict in self.verdicts.values() for change in verdict.changes]
        return tuple(dict.fromkeys([*found, *self.damaged]))

    @property
    def steps(self) -> int:
        """How many steps it takes."""
        pages = sum(verdict.run + verdict.render for verdict in self.verdicts.values())
        return 0 if self.kept else pages + 1

    def files(self) -> tuple[Path, ...]:
        """The files in place."""
        pages = [self.stamp.pages[language] for language in self.verdicts]
        names = [*(name for page in pages for name in page.files), *self.stamp.common]
        return tuple(self.directory / name for name in dict.fromkeys(names))

    def outcome(self, **became: Any) -> Outcome:
        """What became of the report."""
        return Outcome(self.edition, **became)


def plans_of(request: Request, registers: Digests) -> list[Plan]:
    """What is done with each report of a request, from what lies in the output directory."""
    return [_plan(request, edition, registers) for edition in request.editions]


def _plan(request: Request, edition: Edition, registers: Digests) -> Plan:
    directory = request.output / edition.directory
    stamp, rendering = Stamp.read(directory), rendering_inputs(request)
    running = {
        language: running_inputs(request, edition, language, registers)
        for language in request.languages
    }
    verdicts = {
        language: verdict_on(directory, stamp.pages.get(language), running[language], rendering)
        for language in request.languages
    }
    if request.force:
        asked = Verdict(run=True, render=True, changes=("asked for with FORCE=1",))
        verdicts = dict.fromkeys(request.languages, asked)
    damaged = [f"{name}: not the file that was made" for name in touched(directory, stamp.common)]
    return Plan(edition, directory, stamp, rendering, running, verdicts, tuple(damaged))


def build(
    request: Request,
    plans: Sequence[Plan],
    content: Content,
    progress: Progress,
    scratch: Path,
) -> tuple[Outcome, ...]:
    """Make the reports that are not kept. ``scratch`` is a directory of this run."""
    from reports.archive.manifest import commit_of

    code = digest_of([dict(running_code()), dict(rendering_code())])
    commit = commit_of(ROOT, apart_from=request.output)
    checked = scratch / "registers"
    checked.write_bytes(pickle.dumps(content.registers, protocol=pickle.HIGHEST_PROTOCOL))
    job = Job(request, content.engine, commit, content.in_force, checked, code)
    progress.expect(sum(plan.steps for plan in plans))
    kept = [plan for plan in plans if plan.kept]
    outcomes = {plan.edition: plan.outcome(files=plan.files(), kept=True) for plan in kept}
    pending = {plan.edition: Pending(plan) for plan in plans if not plan.kept}
    pages = [page for one in _largest_first(pending.values()) for page in one.pages(job)]
    for one in pending.values():
        if one.is_whole():  # all its pages are kept: what is common to them is damaged
            outcomes[one.plan.edition] = _finish(one, request, content, progress, scratch)
    for page, result in _results(request, pages, progress, scratch):
        progress.end(page)
        progress.done(*result.steps)
        one = pending[page.edition]
        one.take(page, result)
        if one.is_whole():
            outcomes[page.edition] = _finish(one, request, content, progress, scratch)
    return tuple(outcomes[plan.edition] for plan in plans)


@dataclass
class Pending:
    """A report that is being made, and what has come of its pages so far."""

    plan: Plan
    made: dict[str, MadePage] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def pages(self, job: Job) -> Iterator[Page]:
        """The pages to make; those that are kept are taken as they are."""
        for language, verdict in self.plan.verdicts.items():
            page = Page(job, self.plan.edition, language)
            kept = self.plan.stamp.pages.get(language)
            if kept is None or verdict.run:
                yield page
                continue
            executed = (self.plan.directory / kept.notebook).read_bytes()
            if verdict.kept:
                self.made[language] = _kept_page(self.plan.directory, language, kept, executed)
            else:
                yield replace(page, executed=executed, manifest=kept.manifest)

    def take(self, page: Page, result: Result) -> None:
        """Take what became of a page."""
        if result.made:
            self.made[page.language] = result.made
        if result.failure:
            self.failures.append(result.failure)

    def is_whole(self) -> bool:
        """Whether nothing more will come."""
        return len(self.made) + len(self.failures) == len(self.plan.verdicts)


def _results(
    request: Request, pages: Sequence[Page], progress: Progress, scratch: Path
) -> Iterator[tuple[Page, Result]]:
    """Have pages made on a cluster, or by as many workers as there are cores."""
    if request.cluster:
        from reports.pipeline.cluster import on_a_cluster

        return on_a_cluster(pages, request.cluster, request.workers, progress.begin)
    from reports.pipeline.workers import cores, on_this_machine

    return on_this_machine(pages, scratch, request.workers or cores(), progress.begin)


def _largest_first(pending: Sequence[Pending] | Any) -> list[Pending]:
    """Reports on all countries take longest: begun last, they would keep one worker busy alone."""
    return sorted(pending, key=lambda one: one.plan.edition.country != REGION)


def _kept_page(directory: Path, language: str, kept: PageStamp, executed: bytes) -> MadePage:
    """A page that is as it would be made again."""
    import nbformat

    from reports.render.executed import achievements_record

    notebook = nbformat.reads(executed.decode(), as_version=4)  # type: ignore[no-untyped-call]
    files = {name: (directory / name).read_bytes() for name in kept.files}
    return MadePage(language, files, kept.notebook, achievements_record(notebook), kept.manifest)


def _finish(
    one: Pending, request: Request, content: Content, progress: Progress, scratch: Path
) -> Outcome:
    """Put in place what succeeded; what does not is one more failure."""
    plan, failures = one.plan, [*one.failures]
    files: tuple[Path, ...] = ()
    try:
        for failure in failures:
            keep_failed(failure.files, scratch)
        if one.made:
            with progress.step(PLACE, str(plan.edition)):
                files = _place(one, request, scratch)
    except (RecordsDiffer, OutputFailed) as error:
        failures.append(Failure(str(plan.edition), str(error)))
    return plan.outcome(
        files=files,
        failures=_in_order(failures, request, plan.edition),
        missing=_not_written(request, plan.edition, illustrative=content.registers.illustrative),
        rendered_only=not any(verdict.run for verdict in plan.verdicts.values()),
        why=short(plan.changes),
        changes=plan.changes,
    )


def _place(one: Pending, request: Request, scratch: Path) -> tuple[Path, ...]:
    """Join the languages' figures, describe the files, and put them in place with their stamp."""
    from reports.archive.checksums import SUMS, write_checksums
    from reports.archive.crate import write_crate
    from reports.archive.record import common_record, write_record

    plan = one.plan
    pages = [one.made[language] for language in request.languages if language in one.made]
    record = common_record({page.language: page.record for page in pages})

    def put(directory: Path) -> None:
        made = scratch / f"{plan.edition.stem('made')}"
        made.mkdir()
        _write_pages(plan, request, pages, made)
        write_record(record, made)
        implementer = request.programme.implementer["en"]
        write_crate(plan.edition, [page.manifest for page in pages], record, made, implementer)
        names = [file.replace(directory / file.name).name for file in sorted(made.iterdir())]
        made.rmdir()
        (directory / SUMS).unlink(missing_ok=True)
        names.append(write_checksums(directory).name)
        own = {name for page in pages for name in page.files}
        stamp = _stamp(one, pages, digests_of([directory / name for name in names], directory), own)
        (directory / STAMP).unlink(missing_ok=True)
        stamp.write(directory)
        placed.extend(names)

    placed: list[str] = []
    place(plan.edition, request.output, scratch, put)
    for page in pages:
        forget_failures(plan.edition, page.language, request.output)
    return tuple(plan.directory / name for name in placed)


def _write_pages(plan: Plan, request: Request, pages: Sequence[MadePage], made: Path) -> None:
    """Write the pages' files; a page leads to what was made, and says what it was made from."""
    from reports.archive.received import embed_manifest
    from reports.render.attachments import remove_dead_links

    asked = {"languages": list(request.languages), "formats": list(request.formats)}
    for page in pages:
        for name, data in page.files.items():
            (made / name).write_bytes(data)
    names = {file.name for file in made.iterdir()} | {"achievements.csv", "achievements.json"}
    for page in pages:
        for name in page.files:
            if name.endswith(".html") and not plan.verdicts[page.language].kept:
                remove_dead_links(made / name, names)
                embed_manifest(made / name, {**page.manifest, "request": asked})


def _stamp(one: Pending, pages: Sequence[MadePage], digests: Digests, own: set[str]) -> Stamp:
    """The stamp of a report that is in place.

    With a failure none of this run's pages is stamped: they lead to fewer files than they would.
    Those of other languages were whole before and are so now.
    """
    plan = one.plan
    stamped = {
        page.language: PageStamp(
            plan.running[page.language],
            plan.rendering,
            page.notebook,
            {name: digests[name] for name in page.files},
            page.manifest,
        )
        for page in pages
        if not one.failures
    }
    others = {code: page for code, page in plan.stamp.pages.items() if code not in plan.verdicts}
    common = {name: digest for name, digest in digests.items() if name not in own}
    return Stamp({**others, **stamped}, common)


def _in_order(
    failures: Sequence[Failure], request: Request, edition: Edition
) -> tuple[Failure, ...]:
    """Failures in the order of the languages, those of the whole report last."""
    names = [f"{edition} {language}" for language in request.languages]
    return tuple(
        sorted(failures, key=lambda one: names.index(one.subject) if one.subject in names else 99)
    )


def _not_written(request: Request, edition: Edition, *, illustrative: bool) -> tuple[Path, ...]:
    """The narrative files of the report that may be written but are not."""
    from rrs_data.programme.narrative import Narrative

    found: dict[Path, None] = {}
    for language in request.languages:
        params, country, year = request.params_directory, edition.country, edition.year
        narrative = Narrative(params, country, year, language, illustrative)
        found |= dict.fromkeys(narrative.missing())
    return tuple(found)
