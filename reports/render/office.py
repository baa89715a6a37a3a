"""Office files: the zipped parts of a Word file or a workbook, so that their bytes repeat."""

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

FAMILY = "Calibri"
"""Office has it, others have Carlito, which is as wide; the brand's own face is on few machines."""

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""

CORE = "docProps/core.xml"
"""The part with title, language and times."""

CUSTOM_PART, CUSTOM = "customXml/item1.xml", "rrs-custom"
"""A part for other programs, which Office keeps, and the id by which the main part refers to it."""

MAIN = {".docx": "word/_rels/document.xml.rels", ".xlsx": "xl/_rels/workbook.xml.rels"}
"""The part that says to what the main one refers."""

Parts = dict[str, bytes]
"""A file's parts by their names."""


def read_parts(source: Path) -> Parts:
    """The parts of a file."""
    with zipfile.ZipFile(source) as file:
        return {name: file.read(name) for name in file.namelist()}


def write_parts(parts: Mapping[str, bytes], path: Path) -> None:
    """A zip file whose bytes repeat: parts in order, what names them all first, no clock."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, parts[name])


def change(
    parts: Parts, name: str, pattern: str, new: str | Callable[[re.Match[str]], str]
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
