"""Content: what a file holds, place by place, so that two files can be compared.

A file that somebody sent may be made to do harm. So a process of its own reads it, with bounds on
size, time and memory; it may write no file, and runs and follows nothing that the file names.
``python -m reports.archive.content FILE`` prints what it found as JSON.
"""

import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize

from reports.archive.manifest import MANIFEST, MANIFEST_ELEMENT
from reports.archive.record import sha256_of
from reports.project import ROOT

SECONDS, MEMORY, UNPACKED = 120, 3 * 2**30, 300_000_000
PARTS, ATTACHED = 1000, 100
"""Pages or parts of a file, and its attachments, at most."""

BANDS, SCALE, WIDEST = 42, 1.5, 2000
"""A page's picture is compared in so many bands, of the height of a line or two; its pixels."""

TAG = re.compile(r"(<[^>]*>)")
BLOCK = re.compile(r"</?(p|li|t[dhr]|h\d|d[dt]|div|section|fig\w*|blockquote|br|body|w:p|c|si)\b")
HEADING = re.compile(r'<h[1-3]\b|<w:pStyle w:val="Heading')
HEADING_END, UNREAD = re.compile(r"</(h[1-3]|w:p)>"), re.compile(r"<(script|style)\b")


class Unreadable(ValueError):
    """A file that cannot be read, or only with more than it may take."""


@dataclass
class FileContent:
    """All that a file holds, by the places where a person would look for it.

    ``texts`` is what a person reads, ``carried`` what goes with it: manifest, metadata, parameters,
    links. ``digests`` has the SHA-256 of everything.
    """

    manifest: str = ""
    texts: dict[str, str] = field(default_factory=lambda: defaultdict(str))
    carried: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def add_markup(self, source: str, where: str) -> None:
        """The text of HTML or XML under its headings, and all of it as it is.

        What a parser would mend counts as well: browsers mend in other ways.
        """
        if found := re.search(rf'id="{MANIFEST_ELEMENT}">(.*?)</', source):
            self.manifest = self.carried["the manifest"] = unescape(found[1])
        pieces: dict[str, str] = defaultdict(str)
        heading, kind = None, ""
        for piece in TAG.split(source):
            if piece.startswith("<"):
                kind = next(iter(UNREAD.findall(piece)), "")
                heading = "" if HEADING.match(piece) else heading
                self.texts[where] += "\n" if BLOCK.match(piece) else ""
                self.texts[where] += " ".join(re.findall(r' alt="([^"]*)"', piece))
                if heading and HEADING_END.match(piece):
                    where, heading = f"“{' '.join(heading.split())}”", None
            elif not kind:
                self.texts[where] += unescape(piece)
                heading = None if heading is None else heading + unescape(piece)
            pieces[f"{where}, elements"] += f"<{kind}>" if kind else piece
            pieces[f"{where}, {kind or 'elements'}"] += piece if kind else ""
        for place, text in pieces.items():
            self.digests[place] = sha256_of((self.digests.get(place, "") + text).encode())


def read(path: Path) -> FileContent:
    """What a file holds; a report is read by a process of its own. Raises Unreadable."""
    if path.suffix not in READERS:
        return content_of(path)
    command = [sys.executable, "-B", "-m", "reports.archive.content", str(path.absolute())]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable(f"a file that is not read after {SECONDS} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unreadable(*said or ["a file that brings its reader down"])
    return FileContent(**json.loads(done.stdout))


def content_of(path: Path) -> FileContent:
    """The same in this process, without bounds on time and memory; raises what a reader raises."""
    content = FileContent()
    READERS.get(path.suffix, _read_data)(path, content)
    return content


def _read_data(path: Path, content: FileContent) -> None:
    content.digests["the file"] = sha256_of(path)
    if path.suffix == ".csv":
        content.texts["the table"] = path.read_text(encoding="utf-8-sig").replace(",", " ")


def _read_html(path: Path, content: FileContent) -> None:
    source = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    content.add_markup(source, "the cover")


def _read_office(path: Path, content: FileContent) -> None:
    """Every part, as canonical XML where it is XML: with fields, hidden runs and comments."""
    with zipfile.ZipFile(path) as file:
        entries = file.infolist()
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
            raise Unreadable("an Office file with more than a report has")
        for number, entry in enumerate(sorted(entries, key=lambda entry: entry.filename)):
            name, data = entry.filename, file.read(entry)
            if name.endswith((".xml", ".rels")):
                content.add_markup(canonicalize(data, with_comments=True), name)
            content.digests[f"part {number}, {name}"] = sha256_of(data)


def _read_pdf(path: Path, content: FileContent) -> None:
    """Pages as they look and read, what the file carries, and every object that it leads to."""
    import pikepdf
    import pypdfium2

    with pikepdf.open(path) as pdf:
        if pdf.is_encrypted:
            raise Unreadable("an encrypted file: its protection is to be taken off first")
        if len(pdf.pages) > PARTS or len(pdf.attachments) > ATTACHED:
            raise Unreadable(f"more than {PARTS} pages or {ATTACHED} attachments")
        for name, attached in pdf.attachments.items():
            text = attached.get_file().read_bytes().decode("utf-8-sig", "replace")
            content.manifest = text if name == MANIFEST else content.manifest
            own = content.texts if name.endswith(".csv") else content.carried
            own[f"the attachment {name}"] = text.replace(",", " ")
        content.carried["the metadata"] = "\n".join(f"{k} {v}" for k, v in pdf.docinfo.items())
        content.carried["the document's entries"] = "\n".join(sorted(pdf.Root.keys()))
        for number, page in enumerate(pdf.pages, 1):
            notes = b"\n".join(note.unparse(resolved=True) for note in page.get("/Annots", []))
            linked = re.sub(r"\d+ \d+ R", "", notes.decode("latin-1"))  # numbers of objects
            content.carried[f"page {number}, links and notes"] = linked
        content.digests["the objects of the document"] = _digest(pdf)
    for number, drawn in enumerate(pypdfium2.PdfDocument(path), 1):
        where = f"the picture of page {number}"
        content.texts[f"page {number}"] = drawn.get_textpage().get_text_range()
        seen, printed = (dict(_bands(drawn, where, mode)) for mode in (None, "print"))
        content.digests |= {f"{band} in print": one for band, one in printed.items()} | seen


def _digest(pdf: Any) -> str:
    """One SHA-256 of all that a PDF's root leads to, whatever its numbers and its packing.

    qpdf numbers and unpacks the objects; its comments on the old numbers are left out.
    """
    from pikepdf import StreamDecodeLevel

    file, unpacked = io.BytesIO(), StreamDecodeLevel.generalized
    pdf.save(file, qdf=True, static_id=True, compress_streams=False, stream_decode_level=unpacked)
    objects = file.getvalue().rpartition(b"\nxref\n")[0]
    return sha256_of(re.sub(rb"%% Original object ID: .*\n", b"", objects))


def _bands(page: Any, name: str, mode: str | None) -> Iterator[tuple[str, str]]:
    """A page as it looks, in bands from top to bottom, named by the words that stand there."""
    width, height = page.get_size()
    scale = min(SCALE, WIDEST / max(width, height, 1))
    drawn = page.render(scale=scale, optimize_mode=mode)
    rows, text = memoryview(drawn.buffer), page.get_textpage()
    step = drawn.stride * -(-drawn.height // BANDS)
    for number, start in enumerate(range(0, len(rows), step)):
        top, bottom = (height - (number + one) * step / drawn.stride / scale for one in (0, 1))
        words = " ".join(text.get_text_bounded(top=top, bottom=bottom).split())
        yield f"{name}, band {number + 1}, “{words[:60]}”", sha256_of(bytes(rows[start:][:step]))


READERS = {".pdf": _read_pdf, ".html": _read_html, ".docx": _read_office, ".xlsx": _read_office}
"""What is read within the bounds: the formats of a report."""


def main() -> None:
    """Print what a file holds, within the bounds that this system knows."""
    bounds = {"RLIMIT_CPU": SECONDS, "RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in bounds.items():
        with suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (most, most))
    try:
        json.dump(vars(content_of(Path(sys.argv[1]))), sys.stdout)
    except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over is the file's fault
        sys.exit(str(error) or type(error).__name__)


if __name__ == "__main__":
    main()
