"""Makes the report KG 2014 with a notebook of its own and an engine that needs no program.

:func:`made` does so from this process. ``python -m tests.driver NOTEBOOK OUTPUT [LANGUAGES]`` runs
the command line: for tests of how a run behaves as a process.
"""

import io
import os
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest import mock

from reports.__main__ import main as command
from reports.pipeline import run
from reports.pipeline.request import Request, read_content
from reports.pipeline.summary import showing
from reports.project import PARAMS, REGISTERS, Edition
from rrs_data.programme.loading import load_programme
from tests.small_notebooks import COVER, all_parameters, record_cell, write_notebook


class PlainEngine:
    """An engine that writes the document as it is."""

    name = "plain"

    def describe(self):
        return "plain 1.0"

    def render(self, document, books, directory):
        files = [(f"{book.stem}.{form}", form) for book in books for form in book.formats]
        return [self.write(document, directory / name, form) for name, form in files]

    def write(self, document, file, form):
        file.write_text(f"{form}: {document.text}")
        return file


def request_of(notebook, output, languages=("ru", "en")):
    """A checked request for KG 2014, as a draft, with a notebook of one's own."""
    return Request(
        programme=load_programme(PARAMS),
        editions=(Edition("KG", 2014),),
        languages=tuple(languages),
        formats=("pdf", "html"),
        engine="embedded",
        output=output,
        notebooks=notebook.parent,
        strict=False,
    )


def small_request(directory, *cells, languages=("en",), actual="1"):
    """The same, with a small notebook in a directory: these cells, a cover and one achievement."""
    own = [all_parameters(), *cells, COVER, record_cell(actual)]
    notebook = write_notebook(directory / "nb", *own)
    return request_of(notebook, directory / "out", languages)


def made(request, engine=None):
    """What became of the reports of a request, and the steps that were done."""
    with _reading(engine or PlainEngine()), showing(io.StringIO()) as progress:
        ran = run.run_request(request, progress)
    return ran, [f"{subject}: {name}" for subject, name, _ in progress.steps]


def only(request, engine=None):
    """What became of the only report of a request."""
    (outcome,) = made(request, engine)[0].outcomes
    return outcome


def main():
    """Run the command line on a request that needs no check."""
    notebook, output, *languages = sys.argv[1:]
    request = request_of(Path(notebook), Path(output), languages or ("ru", "en"))
    request = replace(request, registers=os.environ.get("RRS_REGISTERS") or REGISTERS)
    with mock.patch.object(run, "checked", return_value=request), _reading(PlainEngine()):
        return command(["report", "KG", "2014"])


def _reading(engine):
    """What a request reads, with another engine; the shipped registers are read once for all."""

    def read(request):
        own = isinstance(request.registers, Path) and request.registers != REGISTERS
        shipped = request.params == PARAMS and not own
        content, registers = _shipped(request.published) if shipped else read_content(request)
        what = {name: getattr(content, name) for name in ("in_force", "notices")}
        made_with = {**content.made_with, "engine": engine.describe(), **request.versions}
        return replace(request, renderer=engine, made_with=made_with, **what), registers

    return mock.patch.object(run, "read_content", read)


@cache
def _shipped(published):
    return read_content(replace(request_of(Path(), Path()), published=published))


if __name__ == "__main__":
    raise SystemExit(main())
