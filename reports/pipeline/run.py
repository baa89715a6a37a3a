"""The run: a wish is checked, what is not kept is made, and the list of all reports is renewed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reports.pipeline import address
from reports.pipeline.build import build, plans_of
from reports.pipeline.cache import STAMP, register_digests, without_password
from reports.pipeline.output import is_whole, place_pages, scratch_of
from reports.pipeline.request import Request, Wish, checked
from reports.pipeline.summary import Failure, Outcome, Ran
from reports.project import OutputFailed
from rrs_data.programme.faults import FaultsError

if TYPE_CHECKING:
    from reports.pipeline.content import Content
    from reports.pipeline.summary import Progress

HOW_TO_HAVE_QUARTO = "ENGINE=quarto takes Quarto, and `make quarto` tries to install it"
HOW_TO_DO_WITHOUT = "ENGINE=embedded does without Quarto"


def run(wish: Wish, progress: Progress) -> Ran:
    """Make the reports that are wished for, or keep them.

    Raises FaultsError with everything that is wrong with the request, before a notebook runs;
    OutputFailed when nothing can be written at all.
    """
    try:
        request = checked(wish)
    except FaultsError:
        from reports.pipeline.content import all_faults

        raise all_faults(wish) from None
    return run_request(request, progress)


def run_request(request: Request, progress: Progress) -> Ran:
    """The same for a request that is checked."""
    if not request.address:
        return _run(request, progress)
    with scratch_of(Path(tempfile.gettempdir(), f"rrs-reports-{os.getuid()}")) as here:
        output = here / "output"  # the run locks it, as it has locked the directory around it
        address.fetch(request.address, request.editions, output)
        ran = _run(replace(request, output=output), progress)
        return replace(ran, moved=(str(output), without_password(request.address).rstrip("/")))


def _run(request: Request, progress: Progress) -> Ran:
    """Make what is not kept in a directory of this machine."""
    content: Content | None = None
    registers = register_digests(request.source)
    if registers is None:  # what lies at an address is known once it is read
        content = _content(request, progress)
        registers = content.registers.hashes
    plans = plans_of(request, registers)
    if all(plan.kept for plan in plans) and not _index_is_damaged(request):
        return Ran(tuple(plan.unchanged() for plan in plans))
    if not request.cluster:
        from reports.pipeline.workers import warm_up

        warm_up()  # it imports while the registers are checked
    content = content or _content(request, progress)
    with scratch_of(request.output) as scratch:
        outcomes = build(request, plans, content, progress, scratch)
        index, failures = _renew_index(request, outcomes, scratch)
    engine = content.engine.describe()
    other = HOW_TO_DO_WITHOUT if engine.startswith("Quarto") else HOW_TO_HAVE_QUARTO
    return Ran(outcomes, index, failures, f"Engine: {engine}; {other}.", content.notices)


def _content(request: Request, progress: Progress) -> Content:
    from reports.pipeline.content import read_content

    with progress.step("check", "request"):
        return read_content(request)


def _renew_index(
    request: Request, outcomes: Sequence[Outcome], scratch: Path
) -> tuple[Path | None, tuple[Failure, ...]]:
    """Send what was made to its address, and write the list of all reports that lie there."""
    from reports.pipeline.index import FIRST, Store, index_pages

    output, programme, subject = request.output, request.programme, "The list of all reports"
    try:
        if request.address:
            subject = "What lies at the address"
            address.send(request.address, _files_of(outcomes, output), output)
            with address.store_at(request.address) as store:
                address.send_pages(request.address, index_pages(store, programme))
        elif any(one.files and not one.kept for one in outcomes) or _index_is_damaged(request):
            place_pages(lambda: index_pages(Store.of_directory(output), programme), output, scratch)
        else:
            return None, ()
    except OutputFailed as error:
        return None, (Failure(subject, str(error)),)
    return output / FIRST, ()


def _files_of(outcomes: Sequence[Outcome], output: Path) -> Iterator[Path]:
    """The files of what was made, with the stamps, and what tells of failures."""
    for outcome in outcomes:
        yield from (file for failure in outcome.failures for file in failure.files)
        if outcome.files and not outcome.kept:
            yield from (*outcome.files, output / outcome.edition.directory / STAMP)


def _index_is_damaged(request: Request) -> bool:
    """Whether a directory has no whole list of its reports, as after a run that was killed."""
    if request.address or not any(request.output.glob("*/*/achievements.json")):
        return False
    pages = {request.output / "index.html", *request.output.glob("index-*.html")}
    return not all(map(is_whole, pages))
