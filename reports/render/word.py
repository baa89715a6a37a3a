"""The Word file: the reference document that gives it its styles, and its last touches.

The reference document is pandoc's own with the styles, the page and the footer of
``templates/word``. The last touches make the bytes repeat and do what pandoc does not: rows that
no page break cuts, and times that are not the clock's. Pictures become pixels, for pandoc needs
another program to put an SVG into a Word file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst
from babel.core import get_global
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.project.paths import ROOT
from reports.render.brand import load_brand
from reports.render.programs import run_pandoc

WORD = ROOT / "reports" / "templates" / "word"
REFERENCE = "reference.docx"

LANGUAGE = re.compile(r'(<w:lang [^>]*w:val=")([a-z]+)"')
"""The language of a style, as pandoc writes it: that of the report."""

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""

TITLE = "REPORT-TITLE"
"""What stands in the footer until the report's title is known."""

STAND_IN = "Calibri"
"""What Word takes where the brand's typeface is not installed."""

FOOTER_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
FOOTER_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"

Parts = dict[str, bytes]
"""A Word file's parts by their names."""

DOTS_PER_INCH = 220
"""Enough for print: what Word itself keeps by default."""

PICTURE_PAGE = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n"
    b'#image(bytes(sys.inputs.picture), format: "svg")\n'
)


def write_reference(path: Path) -> None:
    """Write the reference document: the same bytes for the same brand and pandoc."""
    run_pandoc([f"--output={path.absolute()}", f"--print-default-data-file={REFERENCE}"])
    parts = _read(path)
    parts["word/styles.xml"] = _styles().encode()
    for name in ("document.xml", "footer1.xml"):
        parts[f"word/{name}"] = (WORD / name).read_bytes()
    footer = f'<Relationship Id="rId90" Type="{FOOTER_LINK}" Target="footer1.xml"/>'
    _insert(parts, "word/_rels/document.xml.rels", footer, "</Relationships>")
    kind = f'<Override PartName="/word/footer1.xml" ContentType="{FOOTER_KIND}"/>'
    _insert(parts, "[Content_Types].xml", kind, "</Types>")
    font = f'<w:font w:name="{load_brand().family}"><w:altName w:val="{STAND_IN}"/></w:font>'
    _insert(parts, "word/fontTable.xml", font, "</w:fonts>")
    _write(parts, path)


def finish(path: Path, time: datetime) -> None:
    """Give a Word file its last touches. ``time`` is when it is said to have been made."""
    parts = _read(path)
    core = parts["docProps/core.xml"].decode()
    core = re.sub(
        r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{time:%Y-%m-%dT%H:%M:%SZ}", core
    )
    parts["docProps/core.xml"] = core.encode()
    styles = parts["word/styles.xml"].decode()
    parts["word/styles.xml"] = LANGUAGE.sub(_with_territory, styles).encode()
    title = re.search(r"<dc:title>([^<]*)", core)
    for name in [name for name in parts if re.fullmatch(r"word/footer\d*\.xml", name)]:
        footer = parts[name].decode()
        parts[name] = footer.replace(TITLE, title[1] if title else "").encode()
    document = parts["word/document.xml"].decode()
    parts["word/document.xml"] = _whole_rows(document).encode()
    _write(parts, path)


def png(svg: bytes) -> bytes:
    """An SVG picture as PNG; the same bytes for the same picture."""
    picture = typst.compile(
        PICTURE_PAGE,
        format="png",
        ppi=float(DOTS_PER_INCH),
        ignore_system_fonts=True,
        sys_inputs={"picture": svg.decode()},
    )
    if not isinstance(picture, bytes):
        raise TypeError("one page was expected")
    return picture


def _with_territory(match: re.Match[str]) -> str:
    """A language as Word knows it, by which it checks spelling: ``ru-RU`` for ``ru``."""
    likely = get_global("likely_subtags").get(match[2], "")
    territory = likely.rpartition("_")[2]
    return f'{match[1]}{match[2]}-{territory}"' if territory else match[0]


def _styles() -> str:
    brand = load_brand()
    environment = Environment(
        loader=FileSystemLoader(WORD),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - macros hand on XML, and the values are the brand's own
    )
    styles = environment.get_template("styles.xml")
    return styles.render(colours=brand.variables(), family=brand.family)


def _whole_rows(document: str) -> str:
    """No row of a table is divided between two pages."""
    document = document.replace("<w:tr>", "<w:tr><w:trPr/>").replace(
        "<w:trPr/><w:trPr>", "<w:trPr>"
    )
    document = document.replace("<w:trPr/>", "<w:trPr></w:trPr>")
    return document.replace("<w:trPr>", "<w:trPr><w:cantSplit/>")


def _insert(parts: Parts, name: str, text: str, before: str) -> None:
    parts[name] = parts[name].replace(before.encode(), (text + before).encode())


def _read(source: Path) -> Parts:
    with zipfile.ZipFile(source) as file:
        return {name: file.read(name) for name in file.namelist()}


def _write(parts: Mapping[str, bytes], path: Path) -> None:
    """A zip file whose bytes repeat: parts in order, what names them all first, no clock."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, parts[name])
