"""Office files: the Word file's styles and last touches, and the zipped parts that all have.

The reference document is pandoc's own with the parts of ``templates/word``: the styles, the page,
the footer and what names them. The last touches make the bytes repeat and do what pandoc does not:
rows that no page break cuts, and times that are not the clock's. Pictures become pixels, for pandoc
needs another program to put an SVG into a Word file.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import typst
from babel.core import get_global
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.project import ROOT
from reports.render.brand import colours
from reports.render.programs import run_pandoc

FAMILY = "Calibri"
"""Office has it, others have Carlito, which is as wide; the brand's own face is on few machines."""

CORE = "docProps/core.xml"
"""The part with title, language and times."""

CUSTOM_PART, CUSTOM = "customXml/item1.xml", "rrs-custom"
"""A part for other programs, which Office keeps, and the id by which the main part refers to it."""

MAIN = {".docx": "word/_rels/document.xml.rels", ".xlsx": "xl/_rels/workbook.xml.rels"}
"""The part that says to what the main one refers."""

WORD = ROOT / "reports" / "templates" / "word"

ROW, WHOLE = "<w:tr>(?:<w:trPr>(.*?</w:trPr>))?", "<w:tr><w:trPr><w:cantSplit/>"
"""The beginning of a table's row, with its properties where it has any; of one that no page break
divides."""

TABLE, SMALL = "(?s)<w:tbl>.*?</w:tbl>", 12
"""A table, and how many rows one has at most that stays on a page whole."""

GOES_ON = re.compile('<w:vMerge w:val="restart"|<w:tr><w:tc><w:tcPr><w:gridSpan w:val="[^1]')
"""In a row of any table that ends no page: its reason is below it, or it titles a group."""

TITLE = "REPORT-TITLE"
"""What stands in the footer until the report's title is known."""

PICTURE_PAGE = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n"
    b'#image(bytes(sys.inputs.picture), format: "svg")\n'
)


def write_reference(path: Path) -> None:
    """Write the reference document: the same bytes for the same brand and pandoc."""
    run_pandoc([f"--output={path.absolute()}", "--print-default-data-file=reference.docx"])
    parts = read_parts(path)
    environment = Environment(  # noqa: S701 - macros hand on XML, and the values are our own
        loader=FileSystemLoader(WORD), undefined=StrictUndefined
    )
    for name in environment.list_templates():
        template = environment.get_template(name)
        parts[name] = template.render(colours=colours(), family=FAMILY).encode()
    write_parts(parts, path)


def finish(path: Path, time: datetime) -> None:
    """Give a Word file its last touches. ``time`` is when it is said to have been made."""
    parts = read_parts(path)
    title = re.search(r"<dc:title>([^<]*)", parts[CORE].decode())
    change(parts, CORE, '(?<=W3CDTF">)[^<]*', f"{time:%Y-%m-%dT%H:%M:%SZ}")
    change(parts, "word/styles.xml", r'(<w:lang [^>]*w:val=")([a-z]+)"', _with_territory)
    change(parts, "word/document.xml", TABLE, _held_together)
    change(parts, "word/document.xml", ROW, lambda row: f"{WHOLE}{row[1] or '</w:trPr>'}")
    hyphenation = r"\g<0><w:autoHyphenation/>"  # which the styles of tables alone allow
    change(parts, "word/settings.xml", "<w:defaultTabStop [^>]*/>", hyphenation)
    for name in [name for name in parts if name.startswith("word/footer")]:
        change(parts, name, TITLE, lambda _: title[1] if title else "")
    write_parts(parts, path)


def _held_together(table: re.Match[str]) -> str:
    """A table whose rows stay on the page of the next one, where that is what a reader needs."""
    *rows, last, end = table[0].split("</w:tr>")
    for at, row in enumerate(rows):
        if len(rows) < SMALL or GOES_ON.search(row):
            rows[at] = re.sub(r'<w:pStyle w:val="TableText\w*" ?/>', r"\g<0><w:keepNext/>", row)
    return "</w:tr>".join([*rows, last, end])


def png(svg: bytes) -> bytes:
    """An SVG picture as PNG; the same bytes for the same picture."""
    picture = typst.compile(
        PICTURE_PAGE,
        format="png",
        ppi=220.0,  # enough for print: what Word itself keeps by default
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


def read_parts(source: Path) -> dict[str, bytes]:
    """The parts of a file by their names."""
    with zipfile.ZipFile(source) as file:
        return {name: file.read(name) for name in file.namelist()}


def write_parts(parts: Mapping[str, bytes], path: Path) -> None:
    """A zip file whose bytes repeat: parts in order, what names them all first, no clock."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name)  # of 1980, the earliest time that it can hold
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, parts[name])


def change(
    parts: dict[str, bytes], name: str, pattern: str, new: str | Callable[[re.Match[str]], str]
) -> None:
    """Replace in a part whatever a pattern finds."""
    parts[name] = re.sub(pattern, new, parts[name].decode()).encode()


def add_custom_part(path: Path, xml: str) -> None:
    """Put data for other programs into a file, which shows nothing of it."""
    parts = read_parts(path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    link = f'<Relationship Type="{kind}" Id="{CUSTOM}" Target="../{CUSTOM_PART}"/></Relationships>'
    change(parts, MAIN[path.suffix], "</Relationships>", link)
    parts[CUSTOM_PART] = xml.encode()
    write_parts(parts, path)
