"""The embedded engine: nbconvert, pandoc and Typst, all from wheels.

These are the programs that Quarto itself drives. Everything that shapes a report is read from
``_quarto.yml``; ``filters/crossref.lua`` and ``templates/embedded.typ`` do what Quarto adds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reports.render.engines.base import RenderError, Source
from reports.render.engines.markdown import write_markdown
from reports.render.engines.project import Project, lay_out, load_project
from reports.render.engines.typesetting import Typesetting
from reports.render.pandoc import MARKDOWN, PandocError, pandoc_version, run_pandoc
from reports.render.raster import with_pixels
from reports.render.word import finish, write_reference

TIMESTAMP = datetime(2015, 9, 30, tzinfo=UTC)
"""The programme's last day: the PDF's date must not come from the clock."""

FRAME = "templates/embedded.typ"
CROSSREF = "filters/crossref.lua"
SOURCE = "report.md"
WORD_SOURCE = "word.md"
"""The same text with pictures that Word takes."""


class EmbeddedEngine:
    """Renders with the programs that the Python environment brings."""

    name = "embedded"
    together = 1

    def describe(self) -> str:
        """The engine with the versions of its programs."""
        return f"embedded (pandoc {pandoc_version()}, Typst {version('typst')})"

    def render(self, sources: Sequence[Source], formats: Sequence[str]) -> list[dict[str, Path]]:
        """Render prepared notebooks; see :class:`reports.render.engines.base.Engine`."""
        return [_render(source, formats) for source in sources]


def _render(source: Source, formats: Sequence[str]) -> dict[str, Path]:
    project, scratch, stem = load_project(), source.scratch, source.stem
    directory = scratch / "embedded"
    directory.mkdir(parents=True)
    lay_out(directory)
    source.beside.write(directory, stem)
    write_markdown(source.notebook, directory / SOURCE)
    if "docx" in formats:
        write_markdown(with_pixels(source.notebook), directory / WORD_SOURCE)
    metadata = json.dumps(project.metadata() | source.beside.metadata(stem), ensure_ascii=False)
    (directory / "metadata.json").write_text(metadata, encoding="utf-8")
    writers = {"html": _write_html, "pdf": _write_pdf, "docx": _write_word}
    return {name: writers[name](project, directory, scratch / f"{stem}.{name}") for name in formats}


def _write_html(project: Project, directory: Path, target: Path) -> Path:
    settings = project.format("html")
    sheets = [f"--css={sheet}" for sheet in settings["css"]]
    embed = ["--embed-resources"] if settings["embed-resources"] else []
    options = [
        "--to=html5",
        f"--template={settings['template']}",
        "--section-divs",
        *embed,
        *sheets,
    ]
    _pandoc([*options, *_common(project, settings)], directory, target)
    return target


def _write_pdf(project: Project, directory: Path, target: Path) -> Path:
    settings = project.format("pdf")
    source = directory / "report.typ"
    options = ["--to=typst", f"--template={FRAME}"]
    _pandoc([*options, *_common(project, settings)], directory, source)
    Typesetting(
        source.absolute(),
        target.absolute(),
        root=directory.absolute(),
        fonts=directory.absolute() / settings["font-paths"],
        standards=tuple(settings["pdf-standard"]),
        timestamp=TIMESTAMP,
    ).make()
    return target


def _write_word(project: Project, directory: Path, target: Path) -> Path:
    settings = project.format("docx")
    reference = write_reference(directory / settings["reference-doc"])
    options = ["--to=docx", f"--reference-doc={reference.name}"]
    _pandoc([*options, *_common(project, settings, WORD_SOURCE)], directory, target)
    return finish(target, TIMESTAMP)


def _common(project: Project, settings: dict[str, Any], source: str = SOURCE) -> list[str]:
    """What all formats ask of pandoc."""
    return [
        source,
        f"--from={MARKDOWN}",
        "--standalone",
        "--wrap=none",
        "--data-dir=.",
        "--metadata-file=metadata.json",
        *(f"--lua-filter={name}" for name in [*project.filters, CROSSREF]),
        *(["--toc", f"--toc-depth={settings['toc-depth']}"] if settings["toc"] else []),
        *(["--number-sections"] if settings["number-sections"] else []),
    ]


def _pandoc(arguments: list[str], directory: Path, target: Path) -> None:
    try:
        run_pandoc([*arguments, f"--output={target.absolute()}"], directory=directory)
    except PandocError as error:
        raise RenderError(f"pandoc could not make {target.name}", str(error)) from None
