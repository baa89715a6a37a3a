"""Engines: what Quarto and the embedded engine share, and the embedded one.

The embedded engine is pandoc and Typst, both from wheels: the programs that Quarto itself drives.
Everything that shapes a report is read from ``_quarto.yml``; ``filters/crossref.lua`` and
``templates/embedded.typ`` do what Quarto adds.
"""

import re
import shutil
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import typst

from reports.project import DRAFT, EVIDENCE, ROOT
from reports.render.brand import colours, style_sheet
from reports.render.dialect import write
from reports.render.office import finish, png, write_reference
from reports.render.prepared import PreparedDocument, escaped
from reports.render.programs import RenderError, run_pandoc
from rrs_data.language.typeface import font_files
from rrs_data.programme.loading import load_yaml

REPORTS = ROOT / "reports"

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
"""Quarto's name for each format."""

NAMED = re.compile(
    r'<link rel="stylesheet" href="(?P<style>[^":]+)">'
    r'|<script src="(?P<script>[^":]+)"></script>|(?<= src=")(?P<picture>pictures/[^"]+)'
)
"""What the page's template and crossref.lua name of other files."""

LINK = re.compile(r'^<li><a href="([^"#:]+)".*</li>\n', re.MULTILINE)
"""A link to another file, as templates/report.html writes it: on a line of its own."""


@dataclass(frozen=True)
class Book:
    """One of the files of a report, to be made in some formats.

    ``companions`` go with it, under the names that templates and filters read. ``rrs-links`` have
    ``file``, ``text`` and, if they lead to the report in another language, ``language``;
    ``rrs-attachments`` of the PDF have ``name``, ``kind`` (the media type), ``relation`` (as
    PDF/A-3 calls it) and ``description``, ``rrs-logo``, the mark on the cover, has ``alt``; their
    ``content`` lies in ``path``. ``rrs-book`` says which of two parts it is (:func:`parts`).
    """

    stem: str
    formats: Sequence[str]
    companions: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """What ``_quarto.yml`` says for its formats, with what templates and filters read."""
        settings = load_yaml((REPORTS / "_quarto.yml").read_text(encoding="utf-8"))
        if self.companions.get("rrs-book", {}).get("part") == "evidence":
            settings["format"]["html"]["toc-depth"] = 2
        own = {FORMATS[name]: settings["format"][FORMATS[name]] for name in self.formats}
        read = {"rrs-colours": colours(), **escaped(self.companions)}
        return {**settings, "format": own, **read}


def lay_out(document: PreparedDocument, books: Sequence[Book], directory: Path) -> None:
    """Put what both engines need into a directory: templates, filters, fonts and pictures."""
    for name in ("templates", "filters"):
        shutil.copytree(REPORTS / name, directory / name)
    carried = [one for book in books for one in book.companions.get("rrs-attachments", ())]
    carried += [book.companions["rrs-logo"] for book in books if "rrs-logo" in book.companions]
    files = {f"fonts/{path.name}": path.read_bytes() for path in font_files()}
    files |= {"brand.css": style_sheet().encode(), **document.pictures}
    for name, content in (files | {one["path"]: one["content"] for one in carried}).items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_bytes(content)


def parts(report: str, stem: str, formats: Collection[str]) -> dict[str, str]:
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
    if it is the report's evidence.
    """
    stem, words = stems[language], labels["links"]
    others = [
        {"file": f"{own}{evidence}.html", "text": labels["languages"][code], "language": code}
        for code, own in stems.items()
        if code != language
    ]
    part = (f"{stem}.html", "report") if evidence else (f"{stem}{EVIDENCE}.html", "evidence")
    forms = [one for one in ("pdf", *(() if evidence else ("docx", "xlsx"))) if one in formats]
    files = [part, *((f"{stem}{evidence}.{form}", form) for form in forms)]
    files += [(f"achievements.{form}", form) for form in ("csv", "json")]
    return [*others, *({"file": file, "text": words[word]} for file, word in files)]


def remove_dead_links(page: Path, files: Collection[str]) -> None:
    """Remove the links of an HTML page to files that were not made after all."""
    made = {name.replace(DRAFT, ""): name for name in files}  # one language may be a draft

    def to_what_was_made(link: re.Match[str]) -> str:
        name = made.get(link[1].replace(DRAFT, ""), "")
        return link[0].replace(link[1], name) if name else ""

    text = page.read_text(encoding="utf-8")
    page.write_text(LINK.sub(to_what_was_made, text), encoding="utf-8")


class EmbeddedEngine:
    """Renders with the programs that come with the packages; the base of the other engine."""

    def describe(self) -> str:
        """The engine and its programs with their versions, as the report's provenance has them."""
        pandoc = run_pandoc(["--version"]).split(maxsplit=2)[1]
        return f"embedded (pandoc {pandoc}, Typst {version('typst')})"

    def render(
        self, document: PreparedDocument, books: Sequence[Book], directory: Path
    ) -> list[Path]:
        """Render a prepared document as ``pdf``, ``html`` or ``docx``, into a directory.

        Returns the paths, ``<stem>.<format>`` for each book and format. Raises FaultsError
        with everything that is not in the dialect, and RenderError.
        """
        rendering = EmbeddedRendering(document, books, directory / "embedded")
        targets = [directory / f"{book.stem}.{form}" for book in books for form in book.formats]
        for target in targets:
            getattr(rendering, target.suffix[1:])(target.absolute())
        return targets


class EmbeddedRendering:
    """A document in a directory of its own, where pandoc writes every book in every format."""

    def __init__(self, document: PreparedDocument, books: Sequence[Book], directory: Path) -> None:
        """Lay it out, and write all in one run."""
        self.document, self.directory = document, directory.absolute()
        lay_out(document, books, self.directory)
        if any("docx" in book.formats for book in books):
            write_reference(self.directory / "reference.docx")
            for picture in (self.directory / "pictures").glob("*.svg"):
                picture.with_suffix(".png").write_bytes(png(picture.read_bytes()))
        self.settings = {book.stem: book.settings() for book in books}
        write(document.text, document.outputs, self.settings, self.directory)

    def html(self, target: Path) -> None:
        """Put all that the page needs inside; pandoc would read it anew, for 0.3 s."""

        def inside(name: re.Match[str]) -> str:
            kind = str(name.lastgroup)
            content = (self.directory / name[kind]).read_bytes()
            if kind == "picture":
                return f"data:{guess_type(name[0])[0]};base64,{b64encode(content).decode()}"
            return f"<{kind}>{content.decode()}</{kind}>"

        page = (self.directory / target.name).read_text(encoding="utf-8")
        target.write_text(NAMED.sub(inside, page), encoding="utf-8")

    def pdf(self, target: Path) -> None:
        """Have Typst make it. Raises RenderError."""
        own = self.settings[target.stem]["format"]["typst"]
        try:
            typst.compile(
                self.directory / f"{target.stem}.typst",
                output=target,
                root=self.directory,
                font_paths=[self.directory / own["font-paths"]],
                ignore_system_fonts=True,
                pdf_standards=own["pdf-standard"],
                timestamp=self.document.timestamp,
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
        """Give Word's file what pandoc leaves out."""
        finish((self.directory / target.name).replace(target), self.document.timestamp)
