"""The run: from a request to reports in their places.

Check the request, plan what is kept and what is made, hand the pages that are made to workers, and
when all languages of a report are there, put everything in its place; at last renew the list of all
reports. One report that fails does not stop another.
"""

from __future__ import annotations

import gc
import os
import pickle
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from reports.pipeline import cache
from reports.pipeline import output as outputs
from reports.pipeline.request import Request, checked, read_content
from reports.pipeline.summary import Build, Failure, Progress, Ran
from reports.project import PARAMS, Edition, Given, path_of, registers_at, write_whole, written_to
from rrs_data.programme.faults import FaultsError, gather
from rrs_data.programme.programme import REGION, in_message

if TYPE_CHECKING:
    from reports.pipeline.page import Page
    from rrs_data.intake.registers import Registers

REGISTERS = "registers"  # the file in the run's directory with the checked ones


def run(given: Given, progress: Progress) -> Ran:
    """Make the reports that are asked for, or keep them.

    Raises FaultsError with everything that is wrong with the request, before a notebook runs.
    """
    try:
        request = checked(given)
    except FaultsError:  # its registers are looked at as well
        from rrs_data.report.desk import read_all

        source, params = registers_at(given["registers"]), path_of(given["params"], PARAMS)
        gather(lambda: checked(given), lambda: read_all(source, params))
        raise
    return run_request(request, progress)


def run_request(request: Request, progress: Progress) -> Ran:
    """The same for a request that is checked."""
    if not request.address:
        return _run(request, progress)
    from rrs_data.intake.files import shown_address

    with outputs.scratch_of(Path(tempfile.gettempdir(), f"rrs-reports-{os.getuid()}")) as here:
        output = here / "output"  # the run locks it, as it has locked the directory around it
        outputs.fetch(request.address, request.editions, output)
        ran = _run(replace(request, output=output), progress)
        return replace(ran, moved=(str(output), shown_address(request.address).rstrip("/")))


def _run(request: Request, progress: Progress) -> Ran:
    read: tuple[Request, Registers] | None = None
    digests = cache.register_digests(request.registers)
    if digests is None:  # what lies at an address is known once it is read
        read = progress.step("check", "request", lambda: read_content(request))
        digests = {**read[1].hashes, "schema": read[1].schema.digest}
    plans = [cache.plan_of(request, one, digests) for one in request.editions]
    listed = request.address or (request.output / "index.html").exists()  # unless it was killed
    if listed and all(plan.kept for plan in plans):
        return Ran(request, tuple(plans))
    if not request.cluster:
        from reports.pipeline.workers import warm_up

        warm_up()  # it imports while the registers are checked
    request, registers = read or progress.step("check", "request", lambda: read_content(request))
    read = None  # or else it would keep the rows
    # What a public edition hides may have been written just now.
    plans = [cache.plan_of(request, one, digests) for one in request.editions]
    with outputs.scratch_of(request.output) as scratch:
        registers = _without_rows(registers, scratch / REGISTERS)
        request = replace(request, handed_on=scratch / REGISTERS)
        outcomes = _build(request, plans, progress, scratch)
        index, failures = None, []
        try:
            if request.address or any(one.files for one in outcomes):
                from reports.pipeline.index import renew_index

                index = renew_index(request, outcomes, scratch)
        except FaultsError as error:
            failures.append(Failure("The list of all reports", str(error)))
    return Ran(request, outcomes, index, tuple(failures), registers.findings.warnings)


def _without_rows(registers: Registers, file: Path) -> Registers:
    """Hand the registers on in a file: here only what is said of them is needed from now on.

    Of a million rows they take half a gigabyte. Counts point to themselves until they are
    collected; Arrow keeps what it was given until it is told otherwise.
    """
    import pyarrow as pa

    registers = replace(registers, _links={})  # each process follows the keys itself
    with file.open("wb") as written:
        pickle.dump(registers, written, protocol=pickle.HIGHEST_PROTOCOL)
    registers = replace(registers, frames={})
    gc.collect()
    pa.default_memory_pool().release_unused()
    return registers


def _build(
    request: Request, plans: Sequence[Build], progress: Progress, scratch: Path
) -> tuple[Build, ...]:
    """Make the reports that are not kept."""
    from reports.pipeline import workers
    from reports.pipeline.page import pages_of

    # Reports on all countries take longest: begun last, they would keep one worker busy alone.
    largest_first = sorted(plans, key=lambda plan: plan.edition.country != REGION)
    making = {plan.edition: plan for plan in largest_first if not plan.kept}
    steps = sum(len(request.languages) + len(one.anew) + 1 for one in making.values())
    progress.expected = len(progress.steps) + steps
    pages = [page for plan in making.values() for page in pages_of(plan, request)]
    came: dict[Edition, dict[str, Page]] = {edition: {} for edition in making}
    if request.cluster:
        made = workers.on_a_cluster(pages, request.cluster, request.workers)
    else:
        made = workers.on_this_machine(pages, scratch, request.workers, progress.begin)
    Thread(target=_get_ready_for_the_index, daemon=True).start()
    for page in made:
        progress.done(*page.steps)
        own = came[page.edition]
        own[page.language] = page
        if len(own) == len(request.languages):
            build = making[page.edition]
            making[page.edition] = _finish(build, own, request, progress, scratch)
    return tuple(making.get(plan.edition, plan) for plan in plans)


def _get_ready_for_the_index() -> None:
    """Import it and subset its fonts while pages are being made: at the end all wait for it.

    What fails here fails again where it is told.
    """
    with suppress(Exception):
        import_module("reports.render.brand").style_sheet()
        import_module("reports.pipeline.index")


def _finish(
    build: Build, came: Mapping[str, Page], request: Request, progress: Progress, scratch: Path
) -> Build:
    """Put in place what succeeded; what does not is one more failure."""
    from reports.archive.record import actuals

    own = [came[code] for code in request.languages]
    failures = [page.failure for page in own if page.failure]
    pages = {page.language: page for page in own if not page.failure}
    files: tuple[Path, ...] = ()
    before = actuals(build.directory)
    try:
        for failure in failures:
            for path, content in failure.files.items():
                write_whole(path, content, scratch)
        if pages:
            place = partial(_place, build, request, pages, scratch, whole=not failures)
            files = progress.step("put the files in place", str(build.edition), place)
    except FaultsError as error:
        failures.append(Failure(str(build.edition), str(error)))
    after = actuals(build.directory) if before else before
    both = [(code, before.get(code, "—"), after.get(code, "—")) for code in {**after, **before}]
    return replace(
        build,
        files=files,
        failures=tuple(failures),
        notices=tuple(dict.fromkeys(one for page in own for one in page.notices)),
        figures=tuple(f"{code} {was} → {now}" for code, was, now in both if was != now),
    )


def _place(
    build: Build, request: Request, pages: Mapping[str, Page], scratch: Path, *, whole: bool
) -> tuple[Path, ...]:
    """Join the languages' figures, describe the files, and put them in place with their stamp.

    Where a language failed, no page of this run is stamped: they lead to fewer files than they
    would. Pages of languages that were not asked for were whole before and are so now.
    """
    from reports.archive.manifest import write_crate
    from reports.archive.record import common_record, write_checksums, write_record

    record = common_record({code: page.record for code, page in pages.items()})
    new = scratch / build.edition.stem("new")
    manifests = [page.manifest for page in pages.values()]
    implementer = in_message(request.programme.implementer)
    with written_to(build.directory):
        new.mkdir()
        _write_pages(request, list(pages.values()), new)
        write_record(record, new)
        write_crate(build.edition, manifests, new, implementer)
    names = sorted(file.name for file in new.iterdir())

    def seal() -> None:
        names.append(write_checksums(new).name)
        digests = dict(cache.digests_of([new / name for name in names], new))
        others = build.stamp["pages"].items()
        stamped = {code: page for code, page in others if code not in request.languages}
        for code, page in pages.items():
            files = {name: digests.pop(name) for name in page.files}
            made = {"inputs": build.inputs, "manifest": page.manifest, "files": files}
            stamped |= {code: made} if whole else {}
        cache.write_stamp({"pages": stamped, "common": digests}, new)

    outputs.place(new, build.directory, request.output, seal)
    for code in pages:
        outputs.forget_failures(build.edition, code, request.output)
    return tuple(build.directory / name for name in names)


def _write_pages(request: Request, pages: Sequence[Page], new: Path) -> None:
    """Write the pages' files; a page leads to what was made, and says what it was made from."""
    from reports.archive.manifest import embed_manifest
    from reports.render.engine import remove_dead_links

    made = {name for page in pages for name in page.files}
    made |= {"achievements.csv", "achievements.json"}
    asked = {"languages": list(request.languages), "formats": list(request.formats)}
    for page in pages:
        for name, data in page.files.items():
            (new / name).write_bytes(data)
            if name.endswith(".html"):
                remove_dead_links(new / name, made)
            if name.endswith((".html", ".docx", ".xlsx")):
                embed_manifest(new / name, {**page.manifest, "request": asked, "file": name})
