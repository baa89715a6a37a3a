"""Received files: what a report that somebody sent back says, and what it says it was made from."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from rrs_data.programme.faults import Fault, FaultsError

MANIFEST = "manifest.json"
SCRIPT = "rrs-manifest"
"""The name of the element of a page that holds its manifest."""

EMBED = re.compile(rf'<script type="application/json" id="{SCRIPT}">.*?</script>\n?', re.DOTALL)
UNREAD = ("script", "style", "title")
BLOCKS = (
    *("p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "section", "figcaption", "figure"),
    *("dt", "dd", "blockquote", "br", "tr", "body"),
)


@dataclass(frozen=True)
class Received:
    """A report as a file: its text line by line, its pictures, the files that it carries.

    ``where`` says for each line where it stands; ``pictures`` and ``carried`` hold SHA-256 by name.
    """

    path: Path
    manifest: Mapping[str, Any]
    lines: Sequence[str]
    where: Sequence[str]
    pictures: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)

    @property
    def format(self) -> str:
        """``pdf`` or ``html``."""
        return self.path.suffix.removeprefix(".").casefold()


def read_received(path: Path) -> Received:
    """Read a report. Raises FaultsError when it is none, or lacks its manifest."""
    readers = {".pdf": _read_pdf, ".html": _read_html}
    try:
        return readers[path.suffix.casefold()](path)
    except KeyError:
        found = f"a file “{path.suffix}”" if path.suffix else "a file without an ending"
    except OSError as error:
        found = error.strerror or str(error)
    except (PdfReadError, ValueError) as error:
        found = str(error)
    expected = "a report as PDF or HTML, made by these reports' own code"
    raise FaultsError([Fault(str(path), found, expected, "give the path with REPORT=")])


def embed_manifest(page: Path, manifest: Mapping[str, Any]) -> None:
    """Write its manifest into a page, where no reader sees it and :func:`read_received` does."""
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    element = f'<script type="application/json" id="{SCRIPT}">{text}</script>\n'
    content = page.read_text(encoding="utf-8")
    page.write_text(content.replace("</body>", f"{element}</body>", 1), encoding="utf-8")


def _read_pdf(path: Path) -> Received:
    pdf = PdfReader(io.BytesIO(path.read_bytes()))
    files = {name: contents[0] for name, contents in pdf.attachments.items()}
    if MANIFEST not in files:
        raise ValueError("a PDF without a manifest")
    lines: list[str] = []
    where: list[str] = []
    pictures = {}
    for number, page in enumerate(pdf.pages, 1):
        text = page.extract_text().splitlines()
        lines += text
        where += [f"page {number}"] * len(text)
        content = page.get_contents()
        pictures[f"page {number}"] = _sha256(b"" if content is None else content.get_data())
    carried = {name: _sha256(data) for name, data in files.items() if name != MANIFEST}
    return Received(path, _manifest(files[MANIFEST]), lines, where, pictures, carried)


def _read_html(path: Path) -> Received:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    if not page.manifest:
        raise ValueError("a page without a manifest")
    return Received(path, _manifest(page.manifest), page.lines, page.where, page.pictures)


def _manifest(content: bytes | str) -> Mapping[str, Any]:
    manifest = json.loads(content)
    if not isinstance(manifest, dict) or not {"parameters", "registers"} <= manifest.keys():
        raise ValueError("a manifest that does not say what the report was made from")
    return manifest


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class _Page(HTMLParser):
    """The text of a page, block by block, under the headings where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.manifest = ""
        self.lines: list[str] = []
        self.where: list[str] = []
        self.pictures: dict[str, str] = {}
        self._unread = ""
        self._line = ""
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Blocks begin a line; pictures are known by their number."""
        given = dict(attrs)
        if tag in UNREAD:
            self._unread = given.get("id") or tag
        if tag in BLOCKS:
            self._end_line()
        if tag == "img":
            name = f"picture {len(self.pictures) + 1}"
            self.pictures[name] = _sha256((given.get("src") or "").encode())
            self._line += f" {given.get('alt') or ''} "

    def handle_endtag(self, tag: str) -> None:
        """Blocks end their line."""
        if tag in UNREAD:
            self._unread = ""
        if tag in ("h1", "h2", "h3"):
            self._heading = " ".join(self._line.split())
        if tag in BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Text, or the manifest."""
        if self._unread == SCRIPT:
            self.manifest += data
        elif not self._unread:
            self._line += data

    def _end_line(self) -> None:
        if text := " ".join(self._line.split()):
            self.lines.append(text)
            self.where.append(f"“{self._heading}”" if self._heading else "the cover")
        self._line = ""
