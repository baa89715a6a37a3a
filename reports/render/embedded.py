"""The embedded engine: pandoc and Typst, both from wheels.

These are the programs that Quarto itself drives. Everything that shapes a report is read from
``_quarto.yml``; ``filters/crossref.lua`` and ``templates/embedded.typ`` do what Quarto adds.
The Markdown was read while the document was prepared: here each format is written from that.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from reports.render.engine import PageSource, RenderError
from reports.render.layout import lay_out, load_settings, metadata_of
from reports.render.programs import PandocError, pandoc_version, run_pandoc
from reports.render.word import finish, png, write_reference

FRAME = "templates/embedded.typ"
CROSSREF = "filters/crossref.lua"
TREE = "report.json"

STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([^":]+)">')
SCRIPT = re.compile(r'<script src="([^":]+)"></script>')
PICTURE = re.compile(r'(<img [^>]*src=")(pictures/[^"]+\.(svg|png))"')
"""What the page's template and crossref.lua name of other files."""

MEDIA = {"svg": "image/svg+xml", "png": "image/png"}


class EmbeddedEngine:
    """Renders with the programs that the Python environment brings."""

    name = "embedded"

    def describe(self) -> str:
        """The engine with the versions of its programs."""
        return f"embedded (pandoc {pandoc_version()}, Typst {version('typst')})"

    def render(self, source: PageSource, formats: Sequence[str]) -> dict[str, Path]:
        """Render a prepared document; see :class:`reports.render.engine.Engine`."""
        settings, directory = load_settings(), source.directory / "embedded"
        _write_sources(source, settings, directory)
        writers = {"html": _write_html, "pdf": _write_pdf, "docx": _write_word}
        targets = {name: source.directory / f"{source.stem}.{name}" for name in formats}
        for name, target in targets.items():
            writers[name](settings, directory, target, source.document.timestamp)
        return targets


def _write_sources(source: PageSource, settings: dict[str, Any], directory: Path) -> None:
    """Put all that is rendered, and all that it is rendered with, into one directory."""
    directory.mkdir(parents=True)
    lay_out(directory)
    source.companions.write(directory)
    (directory / TREE).write_text(source.document.parsed.tree, encoding="utf-8")
    for name, content in source.document.parsed.pictures.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_bytes(content)
    metadata = metadata_of(settings) | source.companions.metadata()
    text = json.dumps(metadata, ensure_ascii=False)
    (directory / "metadata.json").write_text(text, encoding="utf-8")


def _write_html(settings: dict[str, Any], directory: Path, target: Path, _time: datetime) -> None:
    own = settings["format"]["html"]
    sheets = [f"--css={sheet}" for sheet in own["css"]]
    options = ["--to=html5", f"--template={own['template']}", "--section-divs", *sheets]
    _pandoc([*options, *_common(settings, own)], directory, target)
    if own["embed-resources"]:
        page = _self_contained(target.read_text(encoding="utf-8"), directory)
        target.write_text(page, encoding="utf-8")


def _self_contained(page: str, directory: Path) -> str:
    """A page with its style sheets, scripts and pictures inside.

    pandoc's own ``--embed-resources`` reads the whole page once more, for 0.3 s.
    """

    def text(name: str) -> str:
        return (directory / name).read_text(encoding="utf-8")

    def data(match: re.Match[str]) -> str:
        content = base64.b64encode((directory / match[2]).read_bytes()).decode("ascii")
        return f'{match[1]}data:{MEDIA[match[3]]};base64,{content}"'

    page = PICTURE.sub(data, page)
    page = STYLE_SHEET.sub(lambda match: f"<style>{text(match[1])}</style>", page)
    return SCRIPT.sub(lambda match: f"<script>{text(match[1])}</script>", page)


def _write_pdf(settings: dict[str, Any], directory: Path, target: Path, time: datetime) -> None:
    own = settings["format"]["pdf"]
    source = directory / "report.typ"
    _pandoc(["--to=typst", f"--template={FRAME}", *_common(settings, own)], directory, source)
    try:
        typst.compile(
            source.absolute(),
            output=target.absolute(),
            root=directory.absolute(),
            font_paths=[directory.absolute() / own["font-paths"]],
            ignore_system_fonts=True,
            pdf_standards=list(own["pdf-standard"]),
            timestamp=time,
        )
    except typst.TypstError as error:
        hints = "".join(f"\n    hint:     {hint}" for hint in error.hints)
        message = f"Typst could not make {target.name}: {error.message}{hints}"
        raise RenderError(message, error.diagnostic) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which is no Exception
            raise
        raise RenderError(f"Typst failed on {target.name}", str(error)) from None


def _write_word(settings: dict[str, Any], directory: Path, target: Path, time: datetime) -> None:
    own = settings["format"]["docx"]
    for picture in (directory / "pictures").glob("*.svg"):
        picture.with_suffix(".png").write_bytes(png(picture.read_bytes()))
    reference = write_reference(directory / own["reference-doc"])
    options = ["--to=docx", f"--reference-doc={reference.name}"]
    _pandoc([*options, *_common(settings, own)], directory, target)
    finish(target, time)


def _common(settings: dict[str, Any], own: dict[str, Any]) -> list[str]:
    """What all formats ask of pandoc."""
    return [
        TREE,
        "--from=json",
        "--standalone",
        "--wrap=none",
        "--data-dir=.",
        "--metadata-file=metadata.json",
        *(f"--lua-filter={name}" for name in [*settings["filters"], CROSSREF]),
        *(["--toc", f"--toc-depth={own['toc-depth']}"] if own["toc"] else []),
        *(["--number-sections"] if own["number-sections"] else []),
    ]


def _pandoc(arguments: list[str], directory: Path, target: Path) -> None:
    try:
        run_pandoc([*arguments, f"--output={target.absolute()}"], directory=directory)
    except PandocError as error:
        raise RenderError(f"pandoc could not make {target.name}", str(error)) from None
