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
from typing import TYPE_CHECKING

from reports.pipeline.cache import (
    STAMP,
    Digests,
    PageStamp,
    PageVerdict,
    Stamp,
    code_digest,
    digests_of,
    rendering_inputs,
    running_inputs,
    short,
    touched,
    verdict_on,
)
from reports.pipeline.output import forget_failures, keep_failed, place
from reports.pipeline.page import Job, MadePage, Page, Result
from reports.pipeline.summary import Failure, Outcome
from reports.project import ROOT, OutputFailed
from rrs_data.programme.programme import REGION

if TYPE_CHECKING:
    from reports.pipeline.content import Content
    from reports.pipeline.request import Request
    from reports.pipeline.summary import Progress
    from reports.project import Edition

PLACE = "put the files in place"
ANEW = PageVerdict(run=True, render=True, changes=("asked for with FORCE=1",))


@dataclass
class Plan:
    """What is done with a report, and what has come of its pages so far.

    ``running`` and ``rendering`` are what its pages would be made from now, ``verdicts`` what is
    done with each; ``damaged`` are files common to them that are not what was made.
    """

    edition: Edition
    directory: Path
    stamp: Stamp
    rendering: Digests
    running: Mapping[str, Digests]
    verdicts: Mapping[str, PageVerdict]
    damaged: Sequence[str]
    made: dict[str, MadePage] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        """Whether the report is as it would be made again."""
        return not self.damaged and all(verdict.kept for verdict in self.verdicts.values())

    @property
    def steps(self) -> int:
        """How many steps it takes."""
        pages = sum(verdict.run + verdict.render for verdict in self.verdicts.values())
        return 0 if self.kept else pages + 1

    @property
    def is_whole(self) -> bool:
        """Whether nothing more will come of its pages."""
        return len(self.made) + len(self.failures) == len(self.verdicts)

    def unchanged(self) -> Outcome:
        """What became of a report that is kept."""
        names = [name for language in self.verdicts for name in self.stamp.pages[language].files]
        names = list(dict.fromkeys([*names, *self.stamp.common]))
        return Outcome(self.edition, tuple(self.directory / name for name in names), kept=True)

    def pages(self, job: Job) -> Iterator[Page]:
        """The pages to make; those that are kept are taken as they are."""
        for language, verdict in self.verdicts.items():
            page = Page(job, self.edition, language)
            before = self.stamp.pages.get(language)
            if before is None or verdict.run:
                yield page
                continue
            page = replace(
                page,
                executed=(self.directory / before.notebook).read_bytes(),
                manifest=before.manifest,
            )
            if verdict.render:
                yield page
            else:
                files = {name: (self.directory / name).read_bytes() for name in before.files}
                self.made[language] = MadePage.kept(page, files)

    def take(self, page: Page, result: Result) -> None:
        """Take what became of a page."""
        if result.made:
            self.made[page.language] = result.made
        if result.failure:
            self.failures.append(result.failure)


def plans_of(request: Request, registers: Digests) -> list[Plan]:
    """What is done with each report of a request, from what lies in the output directory."""
    rendering, plans = rendering_inputs(request), []
    for edition in request.editions:
        directory = request.output / edition.directory
        stamp = Stamp.read(directory)
        running = {
            code: running_inputs(request, edition, code, registers) for code in request.languages
        }
        verdicts = {
            code: ANEW
            if request.force
            else verdict_on(directory, stamp.pages.get(code), inputs, rendering)
            for code, inputs in running.items()
        }
        damaged = touched(directory, stamp.common)
        plans.append(Plan(edition, directory, stamp, rendering, running, verdicts, damaged))
    return plans


def build(
    request: Request, plans: Sequence[Plan], content: Content, progress: Progress, scratch: Path
) -> tuple[Outcome, ...]:
    """Make the reports that are not kept. ``scratch`` is a directory of this run."""
    from reports.archive.manifest import commit_of

    registers = scratch / "registers"
    registers.write_bytes(pickle.dumps(content.registers, protocol=pickle.HIGHEST_PROTOCOL))
    commit = commit_of(ROOT, apart_from=request.output)
    job = Job(request, content.engine, commit, content.in_force, registers, code_digest())
    progress.expect(sum(plan.steps for plan in plans))
    outcomes = {plan.edition: plan.unchanged() for plan in plans if plan.kept}
    making = {plan.edition: plan for plan in sorted(plans, key=_largest_first) if not plan.kept}
    pages = [page for plan in making.values() for page in plan.pages(job)]

    def finish(plan: Plan) -> None:
        if plan.is_whole:
            outcomes[plan.edition] = _finish(plan, request, content, progress, scratch)

    for plan in making.values():
        finish(plan)  # all its pages are kept: what is common to them is damaged
    for page, result in _results(request, pages, progress, scratch):
        progress.done(*result.steps)
        making[page.edition].take(page, result)
        finish(making[page.edition])
    return tuple(outcomes[plan.edition] for plan in plans)


def _largest_first(plan: Plan) -> bool:
    """Reports on all countries take longest: begun last, they would keep one worker busy alone."""
    return plan.edition.country != REGION


def _results(
    request: Request, pages: Sequence[Page], progress: Progress, scratch: Path
) -> Iterator[tuple[Page, Result]]:
    """Have pages made on a cluster, or by as many workers as there are cores."""
    if request.cluster:
        from reports.pipeline.cluster import on_a_cluster

        return on_a_cluster(pages, request.cluster, request.workers, progress.begin)
    from reports.pipeline.workers import cores, on_this_machine

    return on_this_machine(pages, scratch, request.workers or cores(), progress.begin)


def _finish(
    plan: Plan, request: Request, content: Content, progress: Progress, scratch: Path
) -> Outcome:
    """Put in place what succeeded; what does not is one more failure."""
    from reports.archive.record import RecordsDiffer

    order = [f"{plan.edition} {language}" for language in request.languages]
    failures = sorted(plan.failures, key=lambda failure: order.index(failure.subject))
    files: tuple[Path, ...] = ()
    try:
        for failure in failures:
            keep_failed(failure.files, scratch)
        if plan.made:
            with progress.step(PLACE, str(plan.edition)):
                files = _place(plan, request, scratch)
    except (RecordsDiffer, OutputFailed) as error:
        failures.append(Failure(str(plan.edition), str(error)))
    changes = [change for verdict in plan.verdicts.values() for change in verdict.changes]
    changes += [f"{name}: not the file that was made" for name in plan.damaged]
    return Outcome(
        edition=plan.edition,
        files=files,
        failures=tuple(failures),
        missing=_not_written(request, plan.edition, illustrative=content.registers.illustrative),
        rendered_only=not any(verdict.run for verdict in plan.verdicts.values()),
        why=short(changes),
        changes=tuple(dict.fromkeys(changes)),
    )


def _place(plan: Plan, request: Request, scratch: Path) -> tuple[Path, ...]:
    """Join the languages' figures, describe the files, and put them in place with their stamp."""
    from reports.archive.crate import write_crate
    from reports.archive.record import SUMS, common_record, write_checksums, write_record

    pages = [plan.made[language] for language in request.languages if language in plan.made]
    record = common_record({page.language: page.record for page in pages})
    placed: list[str] = []

    def put(directory: Path) -> None:
        made = scratch / plan.edition.stem("made")
        made.mkdir()
        _write_pages(plan, request, pages, made)
        write_record(record, made)
        implementer = request.programme.implementer["en"]
        write_crate(plan.edition, [page.manifest for page in pages], record, made, implementer)
        placed.extend(file.replace(directory / file.name).name for file in sorted(made.iterdir()))
        made.rmdir()
        for name in (SUMS, STAMP):
            (directory / name).unlink(missing_ok=True)
        placed.append(write_checksums(directory).name)
        digests = digests_of([directory / name for name in placed], directory)
        _stamp(plan, pages, digests).write(directory)

    place(plan.edition, request.output, scratch, put)
    for page in pages:
        forget_failures(plan.edition, page.language, request.output)
    return tuple(plan.directory / name for name in placed)


def _write_pages(plan: Plan, request: Request, pages: Sequence[MadePage], made: Path) -> None:
    """Write the pages' files; a page leads to what was made, and says what it was made from."""
    from reports.archive.manifest import embed_manifest
    from reports.render.attachments import remove_dead_links

    for page in pages:
        for name, data in page.files.items():
            (made / name).write_bytes(data)
    names = {file.name for file in made.iterdir()} | {"achievements.csv", "achievements.json"}
    asked = {"languages": list(request.languages), "formats": list(request.formats)}
    for page in pages:
        for name in page.files:
            if name.endswith(".html") and plan.verdicts[page.language].render:
                remove_dead_links(made / name, names)
                embed_manifest(made / name, {**page.manifest, "request": asked})


def _stamp(plan: Plan, pages: Sequence[MadePage], digests: Digests) -> Stamp:
    """The stamp of a report that is in place.

    With a failure none of this run's pages is stamped: they lead to fewer files than they would.
    Those of other languages were whole before and are so now.
    """
    stamped = {code: page for code, page in plan.stamp.pages.items() if code not in plan.verdicts}
    for page in pages if not plan.failures else ():
        files = {name: digests[name] for name in page.files}
        running = plan.running[page.language]
        own = PageStamp(running, plan.rendering, page.notebook, files, page.manifest)
        stamped[page.language] = own
    of_pages = {name for page in pages for name in page.files}
    return Stamp(stamped, {name: one for name, one in digests.items() if name not in of_pages})


def _not_written(request: Request, edition: Edition, *, illustrative: bool) -> tuple[Path, ...]:
    """The narrative files of the report that may be written but are not."""
    from rrs_data.programme.narrative import Narrative

    found: dict[Path, None] = {}
    for language in request.languages:
        params, country, year = request.params_directory, edition.country, edition.year
        narrative = Narrative(params, country, year, language, illustrative)
        found |= dict.fromkeys(narrative.missing())
    return tuple(found)
