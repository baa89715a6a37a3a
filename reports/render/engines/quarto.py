"""Quarto: the engine of choice, where a new enough one is installed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import yaml

from reports.render.document import with_metadata
from reports.render.engines.base import RenderError, Source
from reports.render.engines.embedded import TIMESTAMP
from reports.render.engines.process import run
from reports.render.engines.project import FORMATS, lay_out, load_project
from reports.render.raster import with_pixels
from reports.render.word import finish, write_reference

OLDEST = (1, 9)
"""Before it there is no ``pdf-standard``."""

SEVERAL_STANDARDS = (1, 10)
"""From it on a PDF may keep to several standards at once."""

TOGETHER = 6
"""How many notebooks one call renders: half of the time of six single calls is spared by then."""

ANSWER_SECONDS = 60.0
RENDER_SECONDS = 300.0
"""How long a call may take for each of its notebooks."""


OUTPUT = "_output"


class NotUsable(Exception):
    """A Quarto that was found but cannot be used; the message says why."""


@dataclass(frozen=True)
class QuartoEngine:
    """Renders with ``quarto render``: all notebooks and formats in one call.

    Word has a call of its own, for it needs other pictures.
    """

    executable: Path
    version: str
    name = "quarto"
    together = TOGETHER

    @classmethod
    def at(cls, executable: Path, *, seconds: float = ANSWER_SECONDS) -> QuartoEngine:
        """The Quarto at a path. Raises NotUsable: too old, broken, or it does not answer."""
        try:
            answer = run([str(executable), "--version"], seconds=seconds)
        except OSError as error:
            raise NotUsable(f"cannot be started: {error.strerror or error}") from None
        if answer.code is None:
            raise NotUsable(f"did not tell its version within {seconds:g} seconds")
        version = answer.output.strip()
        if answer.code or not re.fullmatch(r"\d+(\.\d+)+\S*", version):
            said = version.splitlines()[-1][:100] if version else "nothing"
            raise NotUsable(f"does not work: `quarto --version` said “{said}”")
        if numbers(version) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise NotUsable(f"is too old: {version}, and the report needs {oldest} or newer")
        return cls(executable, version)

    def describe(self) -> str:
        """The engine with its version."""
        return f"Quarto {self.version}"

    def render(self, sources: Sequence[Source], formats: Sequence[str]) -> list[dict[str, Path]]:
        """Render prepared notebooks; see :class:`reports.render.engines.base.Engine`."""
        pages = [name for name in formats if name != "docx"]
        made: list[dict[str, Path]] = [{} for _ in sources]
        if pages:
            made = self._render(sources, pages)
        if "docx" in formats:
            pixels = [replace(one, notebook=with_pixels(one.notebook)) for one in sources]
            for files, word in zip(made, self._render(pixels, ["docx"]), strict=True):
                files["docx"] = finish(word["docx"], TIMESTAMP)
        return [{name: files[name] for name in formats} for files in made]

    def _render(self, sources: Sequence[Source], formats: Sequence[str]) -> list[dict[str, Path]]:
        """One call of Quarto, in a directory of its own."""
        word = "-word" if "docx" in formats else ""
        several = "-together" if len(sources) > 1 else ""
        directory = sources[0].scratch / f"quarto{word}{several}"
        directory.mkdir(parents=True)
        lay_out(directory)
        if word:
            write_reference(directory / load_project().format("docx")["reference-doc"])
        names = [self._write(source, directory) for source in sources]
        settings = yaml.safe_dump(self._settings(names, formats), allow_unicode=True)
        (directory / "_quarto.yml").write_text(settings, encoding="utf-8")
        log = self._run(directory, len(sources))
        return [
            {
                name: _collect(directory / OUTPUT / f"{one.stem}.{name}", one.scratch, log)
                for name in formats
            }
            for one in sources
        ]

    def _write(self, source: Source, directory: Path) -> str:
        """Put a notebook into a project, with what is beside it; returns the file's name."""
        beside = source.beside
        if not self._takes_attachments():
            beside = replace(beside, attachments=())
        beside.write(directory, source.stem)
        notebook = with_metadata(source.notebook, beside.metadata(source.stem))
        nbformat.write(notebook, directory / f"{source.stem}.ipynb")  # type: ignore[no-untyped-call]
        return f"{source.stem}.ipynb"

    def _takes_attachments(self) -> bool:
        """Whether its PDFs keep to PDF/A-3, which allows attached files."""
        return numbers(self.version) >= SEVERAL_STANDARDS

    def _settings(self, sources: Sequence[str], formats: Sequence[str]) -> dict[str, Any]:
        """The project file for these notebooks, these formats and this Quarto."""
        project = load_project()
        settings = project.copy() | project.metadata()
        settings["project"] |= {"render": list(sources), "output-dir": OUTPUT}
        settings["format"] = {FORMATS[name]: project.format(name) for name in formats}
        if "typst" in settings["format"] and numbers(self.version) < SEVERAL_STANDARDS:
            pdf = settings["format"]["typst"]
            pdf["pdf-standard"] = pdf["pdf-standard"][-1]
        return settings

    def _run(self, directory: Path, notebooks: int) -> str:
        seconds = RENDER_SECONDS * notebooks
        environment = {
            "TYPST_FONT_PATHS": str((directory / "fonts").absolute()),
            "SOURCE_DATE_EPOCH": str(int(TIMESTAMP.timestamp())),
        }
        try:
            answer = run(
                [str(self.executable), "render"],
                seconds=seconds,
                directory=directory,
                environment=environment,
            )
        except OSError as error:
            raise RenderError(f"{self.describe()} could not be started: {error}") from None
        (directory / "quarto.log").write_text(answer.output, encoding="utf-8")
        if answer.code is None:
            message = f"{self.describe()} was still rendering after {seconds:g} seconds"
            raise RenderError(message, answer.output)
        if answer.code:
            message = f"{self.describe()} failed with exit code {answer.code}; its last words:"
            raise RenderError(message, answer.output)
        return answer.output


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers; a development version such as 99.9.9 is newer than any."""
    match = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, match[0].split("."))) if match else ()


def _collect(made: Path, scratch: Path, log: str) -> Path:
    """Move a file that Quarto says it made to where it is looked for."""
    if not made.is_file() or not made.stat().st_size:
        raise RenderError(f"Quarto ended well but did not make {made.name}; its last words:", log)
    return made.replace(scratch / made.name)
