"""Runs ``python -m reports`` with a notebook of its own and an engine that needs no program.

``python -m tests.driver NOTEBOOK OUTPUT [LANGUAGES]`` makes the report KG 2014. For tests of how a
run behaves as a process: signals, exit codes, what is printed and what is left behind.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from reports.pipeline import check, cli
from reports.pipeline.interrupt import ignore
from reports.pipeline.request import Request, Wish
from reports.project.edition import Edition
from reports.render.engines import Source


class PlainEngine:
    """An engine that writes the notebook's cells as they are."""

    name = "plain"
    together = 1

    def describe(self) -> str:
        """The engine's name and version."""
        return "plain 1.0"

    def render(self, sources: Sequence[Source], formats: Sequence[str]) -> list[dict[str, Path]]:
        """One file per format."""
        return [{form: self.write(source, form) for form in formats} for source in sources]

    def write(self, source: Source, form: str) -> Path:
        """One file."""
        file = source.scratch / f"{source.stem}.{form}"
        file.write_text(f"{form}: {[cell.source for cell in source.notebook.cells]}")
        return file


def request_of(notebook: Path, output: Path, languages: Sequence[str] = ("ru", "en")) -> Request:
    """A checked request for KG 2014 with a notebook of one's own and the plain engine."""
    return Request(
        reports=(Edition("KG", 2014),),
        languages=tuple(languages),
        formats=("pdf", "html"),
        engine=PlainEngine(),
        output=output,
        notebook=notebook,
    )


def main() -> int:
    """Run the command line on a request that needs no check."""
    notebook, output, *languages = sys.argv[1:]
    request = request_of(Path(notebook), Path(output), languages or ("ru", "en"))

    def checked(_wish: Wish) -> Request:
        return request

    with mock.patch.object(check, "check", checked):
        return cli.main(["report", "KG", "2014"])


if __name__ == "__main__":
    code = main()
    ignore()
    raise SystemExit(code)
