"""Engines: what Quarto and the embedded engine share, and the embedded one.

The embedded engine is pandoc and Typst, both from wheels: the programs that Quarto itself drives.
Everything that shapes a report is read from ``_quarto.yml``; ``filters/crossref.lua`` and
``templates/embedded.typ`` do what Quarto adds. The Markdown was read while the document was
prepared: here each format is written from that.
"""

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
import yaml

from reports.project import DRAFT, EVIDENCE, ROOT
from reports.render.brand import colours, style_sheet
from reports.render.office import finish, png, write_reference
from reports.render.outputs import PICTURES
from reports.render.prepared import PreparedDocument, escaped
from reports.render.programs import RenderError, pandoc_version, run_pandoc
from rrs_data.language.typeface import font_files

REPORTS = ROOT / "reports"

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
"""Quarto's name for each format."""

TREE, METADATA = "report.json", "metadata.json"

STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="([^":]+)">')
SCRIPT = re.compile(r'<script src="([^":]+)"></script>')
PICTURE = re.compile(r'(<img [^>]*src=")(pictures/[^"]+\.(svg|png|jpg))"')
"""What the page's template and crossref.lua name of other files."""

LINK = re.compile(r'^<li><a href="([^"#:]+)".*</li>\n', re.MULTILINE)
"""A link to another file, as templates/report.html writes it: on a line of its own."""

MEDIA = {ending: kind for kind, ending in PICTURES.items()}


@dataclass(frozen=True)
class PageSource:
    """A prepared document, to be rendered under a name into a directory.

    ``companions`` go with it, under the names that templates and filters read. ``rrs-links`` have
    ``file``, ``text`` and, if they lead to the report in another language, ``language``;
    ``rrs-attachments`` of the PDF have ``name``, ``kind`` (the media type), ``relation`` (as
    PDF/A-3 calls it) and ``description``, ``rrs-logo``, the mark on the cover, has ``alt``; their
    ``content`` lies in ``path``. ``rrs-book`` says which of two parts it is (:func:`books`).
    """

    document: PreparedDocument
    stem: str
    directory: Path
    companions: Mapping[str, Any] = field(default_factory=dict)

    def lay_out(self, directory: Path) -> dict[str, Any]:
        """Put what both engines need into a directory: templates, filters, fonts and pictures.

        Returns what ``_quarto.yml`` says, with the metadata that templates and filters read.
        """
        for name in ("templates", "filters"):
            shutil.copytree(REPORTS / name, directory / name)
        fonts = {f"fonts/{path.name}": path.read_bytes() for path in font_files()}
        entries = [*self.companions.get("rrs-attachments", ()), self.companions.get("rrs-logo", {})]
        carried = {one["path"]: one["content"] for one in entries if one}
        files = {"brand.css": style_sheet().encode()} | fonts | carried | self.document.pictures
        for name, content in files.items():
            (directory / name).parent.mkdir(exist_ok=True)
            (directory / name).write_bytes(content)
        settings = yaml.safe_load((REPORTS / "_quarto.yml").read_text(encoding="utf-8"))
        if self.companions.get("rrs-book", {}).get("part") == "evidence":
            settings["format"]["html"]["toc-depth"] = 2
        return {**settings, "rrs-colours": colours(), **escaped(self.companions)}


def books(report: str, stem: str, formats: Collection[str]) -> dict[str, str]:
    """The two parts of a report, ``rrs-book``, of which ``stem`` is the one to make.

    Word leads to the evidence in another format, where there is one.
    """
    word = next((name for name in ("pdf", "html") if name in formats), "")
    part = "report" if stem == report else "evidence"
    return {"part": part, "report": report, "evidence": f"{report}{EVIDENCE}", "word": word}


def links(
    stems: Mapping[str, str],
    language: str,
    formats: Collection[str],
    labels: Mapping[str, Any],
    evidence: str = "",
) -> list[dict[str, Any]]:
    """A page's links: itself in the other languages and formats, its other part, its figures.

    ``stems`` holds the report's names by language, ``evidence`` is what the page's own has besides
    if it is the report's evidence; a link without a word among ``labels`` is left out.
    """
    words, names, stem = labels.get("links", {}), labels.get("languages", {}), stems[language]
    others = [(f"{own}{evidence}.html", names.get(code, ""), code) for code, own in stems.items()]
    part = (f"{stem}.html", "report") if evidence else (f"{stem}{EVIDENCE}.html", "evidence")
    forms = [one for one in ("pdf", *(() if evidence else ("docx", "xlsx"))) if one in formats]
    files = [(f"{stem}{evidence}.{form}", form) for form in forms]
    files += [("achievements.csv", "csv"), ("achievements.json", "json")]
    rest = [(file, words.get(word, "")) for file, word in (part, *files)]
    return [
        {"file": file, "text": str(text), "language": "".join(code)}
        for file, text, *code in (*others, *rest)
        if text and code != [language]
    ]


def remove_dead_links(page: Path, files: Collection[str]) -> None:
    """Remove the links of an HTML page to files that were not made after all."""
    text, made = page.read_text(encoding="utf-8"), {name.replace(DRAFT, ""): name for name in files}

    def to_what_was_made(link: re.Match[str]) -> str:
        name = made.get(link[1].replace(DRAFT, ""), "")  # one language may be a draft
        return link[0].replace(link[1], name) if name else ""

    live = LINK.sub(to_what_was_made, text)
    if live != text:
        page.write_text(live, encoding="utf-8")


class EmbeddedEngine:
    """Renders with the programs that the Python environment brings; the base of the other engine.

    Both take the same templates, filters and fonts.
    """

    name = "embedded"

    def describe(self) -> str:
        """The engine and its programs with their versions, as the report's provenance has them."""
        return f"embedded (pandoc {pandoc_version()}, Typst {version('typst')})"

    def render(self, source: PageSource, formats: Sequence[str]) -> dict[str, Path]:
        """Render a prepared document as ``pdf``, ``html`` or ``docx``.

        Returns the path of ``<stem>.<format>`` for each format. Raises RenderError.
        """
        directory = (source.directory / "embedded").absolute()
        settings = source.lay_out(directory)
        own = {name: settings[name] for name in settings if name.startswith(("rrs-", "crossref"))}
        (directory / METADATA).write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
        (directory / TREE).write_text(source.document.tree, encoding="utf-8")
        rendering = EmbeddedRendering(directory, settings, source.document.timestamp)
        targets = {name: source.directory / f"{source.stem}.{name}" for name in formats}
        for name, target in targets.items():
            getattr(rendering, name)(target.absolute())
        return targets


@dataclass(frozen=True)
class EmbeddedRendering:
    """One document in a directory of its own, from which each format is written."""

    directory: Path
    settings: Mapping[str, Any]
    time: datetime

    def html(self, target: Path) -> None:
        """Write the page, with all that it needs inside.

        pandoc's own ``--embed-resources`` reads the whole page once more, for 0.3 s.
        """
        own = self.settings["format"]["html"]
        sheets = [f"--css={sheet}" for sheet in own["css"]]
        self._pandoc("html", target, f"--template={own['template']}", "--section-divs", *sheets)

        def text(name: str) -> str:
            return (self.directory / name).read_text(encoding="utf-8")

        def data(match: re.Match[str]) -> str:
            content = b64encode((self.directory / match[2]).read_bytes()).decode("ascii")
            return f'{match[1]}data:{MEDIA[match[3]]};base64,{content}"'

        page = PICTURE.sub(data, target.read_text(encoding="utf-8"))
        page = STYLE_SHEET.sub(lambda match: f"<style>{text(match[1])}</style>", page)
        page = SCRIPT.sub(lambda match: f"<script>{text(match[1])}</script>", page)
        target.write_text(page, encoding="utf-8")

    def pdf(self, target: Path) -> None:
        """Write the PDF by way of Typst. Raises RenderError."""
        own, source = self.settings["format"]["typst"], self.directory / "report.typ"
        self._pandoc("typst", source, "--template=templates/embedded.typ")
        try:
            typst.compile(
                source,
                output=target,
                root=self.directory,
                font_paths=[self.directory / own["font-paths"]],
                ignore_system_fonts=True,
                pdf_standards=own["pdf-standard"],
                timestamp=self.time,
            )
        except typst.TypstError as error:
            hints = "".join(f"\n    hint:     {hint}" for hint in error.hints)
            message = f"Typst could not make {target.name}: {error.message}{hints}"
            raise RenderError(message, error.diagnostic) from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # Rust's, which is no Exception
                raise
            raise RenderError(f"Typst failed on {target.name}", str(error)) from None

    def docx(self, target: Path) -> None:
        """Write the Word file."""
        reference = self.settings["format"]["docx"]["reference-doc"]
        for picture in (self.directory / "pictures").glob("*.svg"):
            picture.with_suffix(".png").write_bytes(png(picture.read_bytes()))
        write_reference(self.directory / reference)
        self._pandoc("docx", target, f"--reference-doc={reference}")
        finish(target, self.time)

    def _pandoc(self, form: str, target: Path, *options: str) -> None:
        """Write a format with the options that ``_quarto.yml`` has for it."""
        own = self.settings["format"][form]
        common = ["--from=json", f"--to={form}", "--standalone", "--wrap=none", "--data-dir=."]
        filters = [
            f"--lua-filter={name}" for name in (*self.settings["filters"], "filters/crossref.lua")
        ]
        contents = [f"--toc-depth={own['toc-depth']}", "--toc"] if own["toc"] else []
        numbers = ["--number-sections"] if own["number-sections"] else []
        written = [f"--metadata-file={METADATA}", f"--output={target}"]
        run_pandoc(
            [TREE, *common, *filters, *contents, *numbers, *options, *written],
            directory=self.directory,
        )
