"""A page: one report in one language, from the notebook to its files, made in a process of its own.

It writes nothing but into the directory that it is given and hands back the files' bytes: it may
be made here or on another machine.
"""

import errno
import pickle
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from traceback import format_exception
from typing import Any

import nbformat

from reports.archive.manifest import attachments, provenance
from reports.archive.manifest import manifest as describe
from reports.pipeline.failed_cell import EXECUTED, CellFailed
from reports.pipeline.output import failed_path
from reports.pipeline.request import WORKBOOK, Request
from reports.pipeline.summary import Build, Failure, Step
from reports.project import EVIDENCE, PARAMS, REGISTERS, Edition, unwritable
from reports.render.engine import Book, EmbeddedEngine, links, parts
from reports.render.excel import write_workbook
from reports.render.prepared import PreparedDocument, clean_executed, only_output, prepare
from reports.render.programs import RenderError
from rrs_data.indicators.publications import changed
from rrs_data.indicators.reconciliation import FILE
from rrs_data.intake.files import hide
from rrs_data.intake.registers import adopt
from rrs_data.language.language import Language
from rrs_data.programme.faults import FaultsError, raise_if_any
from rrs_data.programme.narrative import TEXTS, Narrative

RUN, RENDER = "run the notebook", "render"
"""The steps of a page."""


@dataclass(frozen=True)
class Page:
    """One report in one language, and what became of it so far.

    ``executed`` is its executed notebook, once it has run or where it is kept. At last it has its
    ``files`` by name, its figures (``record``) and what it says of its making (``manifest``), or it
    failed. ``notices`` say what its notebook's cells did that the report does not show.
    """

    request: Request
    edition: Edition
    language: str
    executed: bytes = field(default=b"", repr=False)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    record: Mapping[str, Any] = field(default_factory=dict, repr=False)
    manifest: Mapping[str, Any] = field(default_factory=dict, repr=False)
    notices: tuple[str, ...] = ()
    failure: Failure | None = None
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        """The page's name for people: ``XA 2014 ru``."""
        return f"{self.edition} {self.language}"

    @property
    def made_by(self) -> dict[str, Any]:
        """What makes it, as its notebook is told."""
        made_with, donor_mark = self.request.made_with, self.request.donor_mark
        return provenance(self.edition, self.language, made_with, donor_mark=donor_mark)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.files or self.failure)

    @property
    def stem(self) -> str:
        """The name of its files without the ending."""
        return self.edition.stem(self.language)


def pages_of(build: Build, request: Request) -> Iterator[Page]:
    """The pages to make: those whose notebook is as it would be are only rendered."""
    for language in request.languages:
        page = Page(request, build.edition, language)
        if language not in build.anew:
            executed = (build.directory / f"{page.stem}.ipynb").read_bytes()
            manifest = build.stamp["pages"][language]["manifest"]
            page = replace(page, executed=executed, manifest=manifest)
        yield page


def advance(page: Page, home: Path) -> Page:
    """Run a page's notebook, or render the page if it has run, in an empty directory.

    Each is done in a fresh process: one that has run a notebook on a million rows holds a
    gigabyte, and Typst needs half of one. Whatever fails is in the page: nothing is raised.
    """
    start, step = time.perf_counter(), RENDER if page.executed else RUN
    try:
        page = _render(page, home) if page.executed else _run(page, home)
    except Exception as error:  # noqa: BLE001 - one page must not bring down the others
        return replace(page, failure=_failure(page, home, error))
    return replace(page, steps=(*page.steps, (str(page), step, time.perf_counter() - start)))


def _run(page: Page, home: Path) -> Page:
    """Run the notebook; the page then has it as it is kept."""
    from reports.pipeline.cells import execute

    request = page.request
    if request.handed_on:
        adopt(pickle.loads(request.handed_on.read_bytes()))  # noqa: S301 - by this run
    notebook, workbook = request.notebook_of(page.edition), WORKBOOK in request.formats
    executed = execute(notebook, _parameters(page), home, workbook=workbook)
    text = nbformat.writes(clean_executed(executed, public=page.edition.public))  # type: ignore[no-untyped-call]
    return replace(page, executed=f"{text.rstrip()}\n".encode())


def _render(page: Page, home: Path) -> Page:
    """Render the notebook that is kept, so that it gives the same bytes again.

    Raises FaultsError: a figure in it is not what was published. Most are checked before the
    notebook runs; here are those that the report shows of others.
    """
    params = page.request.params
    executed = nbformat.reads(page.executed.decode(), as_version=4)  # type: ignore[no-untyped-call]
    record = dict(only_output(executed, "achievements").data["application/json"])
    document = prepare(executed)
    shown = record.get("figures", {})
    raise_if_any(changed(page.request.in_force, shown, str(page.edition), params / FILE))
    manifest = page.manifest or describe(page.edition, record, page.made_by, params)
    page = replace(page, record=record, manifest=manifest)
    files = _files(page, document, home) | {f"{page.stem}.ipynb": page.executed}
    return replace(page, files=files, notices=(*document.notices, *_not_shown(page, document)))


def _not_shown(page: Page, document: PreparedDocument) -> Iterator[str]:
    """The texts that nobody has written, and those that no section shows: mistyped names, say."""
    request, edition = page.request, page.edition
    place = request.params, edition.country, edition.period, page.language
    narrative = Narrative(*place, bool(page.record.get("illustrative")))
    for name in document.cover.get("missing", ()):
        yield f"The report is a draft until somebody writes {name}."
    shown = {one.cell.file for one in document.outputs}
    names = ", ".join(f"{topic}.{page.language}.md" for topic in TEXTS)
    for name in narrative.unused(shown, request.programme.languages):
        yield f"No section shows {name}; the texts are {names}, and the pictures in them."


def _files(page: Page, document: PreparedDocument, home: Path) -> dict[str, bytes]:
    """The page's files: with its links, and with figures, parameters and manifest in the PDF.

    How its figures were counted stands in a second file, as PDF and as a page.
    """
    request, labels = page.request, document.cover["labels"]
    draft, renderer = bool(document.cover.get("missing", ())), request.renderer or EmbeddedEngine()
    stems = {code: page.edition.stem(code, draft=draft) for code in request.languages}
    name = stems[page.language]
    formats = {*request.formats} - {WORKBOOK}
    evidence = {EVIDENCE: formats & {"pdf", "html"}} if document.has_evidence else {}
    books = []
    for ending, own in {"": formats, **evidence}.items():
        stem = name + ending
        named = {**page.manifest, "file": f"{stem}.pdf"}
        companions = {
            "rrs-links": links(stems, page.language, request.formats, labels, ending),
            "rrs-attachments": attachments(page.record, named, request.params, labels),
            **({"rrs-book": parts(name, stem, formats)} if evidence else {}),
            **_logo(page),
        }
        books += [Book(stem, sorted(own), companions)] if own else []
    paths = renderer.render(document, books, home)
    if WORKBOOK in request.formats:
        paths.append(write_workbook(document, home / f"{name}.{WORKBOOK}"))
    return {path.name: path.read_bytes() for path in paths}


def _logo(page: Page) -> dict[str, Any]:
    request, marking = page.request, page.request.programme.marking
    if not (marking and marking.logo and request.donor_mark):
        return {}
    file = request.params / marking.logo
    alt = Language.of(request.programme, page.language).pick(marking.alt)
    path = f"pictures/logo{file.suffix}"
    return {"rrs-logo": {"path": path, "content": file.read_bytes(), "alt": alt}}


def _parameters(page: Page) -> dict[str, Any]:
    """What is injected: a path only if the person gave one, else no path enters the notebook."""
    request, made_by = page.request, page.made_by
    own = {name: value for name, value in made_by["parameters"].items() if name != "notebook"}
    if request.registers != REGISTERS:
        own["registers"] = str(hide(request.registers))
    if request.params != PARAMS:
        own["params"] = str(request.params)
    return own | {"provenance": made_by}


def _failure(page: Page, home: Path, error: Exception) -> Failure:
    where = page.edition, page.language, page.request.output
    executed = home / EXECUTED
    notebook = page.executed or (executed.read_bytes() if executed.exists() else b"")
    files = {failed_path(*where, ".ipynb"): notebook} if notebook else {}
    match error:
        case CellFailed() | FaultsError():
            return Failure(str(page), str(error), getattr(error, "position", ""), files)
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return Failure(str(page), str(unwritable(page.request.output, error)))
        case RenderError():
            message, log = str(error), "\n\n".join(error.args)
        case _:
            message = f"{type(error).__name__}: {error}"
            log = "".join(format_exception(error))
    files = {failed_path(*where, ".log"): log.encode(), **files}
    return Failure(str(page), message, files=files)
