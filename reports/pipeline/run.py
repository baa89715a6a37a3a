"""The run: a wish is checked, what is not kept is made, and the list of all reports is renewed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reports.pipeline import address
from reports.pipeline.build import Plan, build, plans_of
from reports.pipeline.failures import Failure
from reports.pipeline.inputs import register_digests, without_password
from reports.pipeline.output import is_whole, place_pages, scratch_of
from reports.pipeline.request import Request, Wish, checked
from reports.pipeline.stamp import STAMP
from reports.pipeline.summary import Outcome, Ran, shown
from reports.project.errors import OutputFailed
from rrs_data.programme.faults import FaultsError

if TYPE_CHECKING:
    from reports.pipeline.content import Content
    from reports.pipeline.progress import Progress

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
    with _made_at(request) as local:
        content: Content | None = None
        registers = register_digests(local.source)
        if registers is None:  # what lies at an address is known once it is read
            content = _content(local, progress)
            registers = content.registers.hashes
        plans = plans_of(local, registers)
        if all(plan.kept for plan in plans) and not _index_is_damaged(local):
            return Ran(tuple(plan.unchanged() for plan in plans))
        return _make(local, plans, content, progress)


def _make(
    request: Request, plans: Sequence[Plan], content: Content | None, progress: Progress
) -> Ran:
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


@contextmanager
def _made_at(request: Request) -> Iterator[Request]:
    """The request with a directory of this machine as its output, also where that is an address."""
    if not request.address:
        yield request
        return
    with tempfile.TemporaryDirectory(prefix="rrs-output-") as directory:
        address.fetch(request.address, request.editions, Path(directory))
        yield replace(request, output=Path(directory))


def _renew_index(
    request: Request, outcomes: Sequence[Outcome], scratch: Path
) -> tuple[str, tuple[Failure, ...]]:
    """Send what was made to where it belongs, and write the list of all reports that lie there."""
    made = [one for one in outcomes if one.files and not one.kept]
    if not made and not _index_is_damaged(request):
        return "", ()
    from reports.pipeline.index import FIRST, index_pages
    from reports.pipeline.made_reports import Store

    subject = f"The copy at {without_password(request.address)}"
    try:
        if request.address:
            files = [file for one in made for file in _with_stamp(request, one)]
            address.send(request.address, files, request.output)
            subject = "The list of all reports"
            with address.store_at(request.address) as store:
                pages = index_pages(store, request.programme)
            address.send_pages(request.address, pages)
            return f"{without_password(request.address).rstrip('/')}/{FIRST}", ()
        subject = "The list of all reports"
        output = request.output
        place_pages(
            lambda: index_pages(Store.of_directory(output), request.programme), output, scratch
        )
        return shown(output / FIRST), ()
    except OutputFailed as error:
        return "", (Failure(subject, str(error)),)


def _with_stamp(request: Request, outcome: Outcome) -> list[Path]:
    return [*outcome.files, request.output / outcome.edition.directory / STAMP]


def _index_is_damaged(request: Request) -> bool:
    """Whether a directory has no whole list of its reports, as after a run that was killed."""
    if request.address or not any(request.output.glob("*/*/achievements.json")):
        return False
    pages = {request.output / "index.html", *request.output.glob("index-*.html")}
    return not all(map(is_whole, pages))
