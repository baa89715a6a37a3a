"""Content: what a file holds, place by place, so that two files can be compared.

A file that somebody sent may be made to do harm: nothing that it names is run or followed, and
:mod:`reports.archive.comparison` reads it in a process with bounds.
"""

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pikepdf
import pypdfium2

from reports.archive.manifest import MANIFEST, MANIFEST_ELEMENT
from reports.archive.record import sha256_of

UNPACKED, PARTS, ATTACHED = 300_000_000, 1000, 100
"""Bytes of an Office file, its parts or a PDF's pages, and a PDF's attachments, at most."""

SCALE, WIDEST = 1.5, 2000
"""Pixels to a point of a page's picture, and of its longer side at most."""

TAG = re.compile(r"(<[^>]*>)")
BLOCK = re.compile(r"</?(p|li|t[dhr]|h\d|d[dt]|div|section|fig\w*|blockquote|br|body|w:p|c|si|v)\b")
HEADING = re.compile(r'<h[1-3]\b|<w:pStyle w:val="Heading')
HEADING_END, UNREAD = re.compile(r"</(h[1-3]|w:p)>"), re.compile(r"<(script|style)\b")
ALT = re.compile(r' alt="([^"]*)"')
OWN_MANIFEST = re.compile(rf'(?<=id="{MANIFEST_ELEMENT}">).*?(?=</)', re.DOTALL)

SPOKEN = ("/Alt", "/ActualText", "/Title")
"""The entries of a PDF's objects that are heard instead of what is seen, or name a place."""

WHOLE = "the file"


class Unreadable(ValueError):
    """A file that cannot be read, or only with more than it may take."""


@dataclass
class FileContent:
    """All that a file holds, by the places where a person would look for it.

    ``manifest`` is what a report says of itself, ``texts`` what a person reads, ``carried`` what
    goes with it: metadata, parameters, links, elements. ``digests`` has the SHA-256 of everything,
    for what those do not tell.
    """

    manifest: str = ""
    texts: dict[str, str] = field(default_factory=lambda: defaultdict(str))
    carried: dict[str, str] = field(default_factory=lambda: defaultdict(str))
    digests: dict[str, str] = field(default_factory=dict)

    def add_markup(self, source: str, where: str) -> None:
        """The text of HTML or XML under its headings, and its elements, scripts and styles."""
        if found := OWN_MANIFEST.search(source):
            self.manifest = self.carried["the manifest"] = unescape(found[0])
        read, unread = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        heading, kind = None, ""
        for piece in TAG.split(OWN_MANIFEST.sub("", source, count=1)):
            if piece.startswith(f"</{kind}" if kind else "<"):
                kind = next(iter(UNREAD.findall(piece)), "")
                heading = "" if HEADING.match(piece) else heading
                read[where] += ["\n" if BLOCK.match(piece) else "", *ALT.findall(piece)]
                if heading and HEADING_END.match(piece):
                    where, heading = f"“{' '.join(heading.split())}”", None
            elif not kind:
                read[where].append(unescape(piece))
                heading = None if heading is None else heading + unescape(piece)
                continue
            unread[f"{where}, {kind or 'elements'}"].append(piece)
        for place, pieces in read.items():
            self.texts[place] += "".join(pieces)
        for place, pieces in unread.items():
            self.carried[place] += "\n".join(pieces)


def content_of(path: Path) -> FileContent:
    """What a file holds. Raises what its reader raises."""
    content = FileContent()
    READERS.get(path.suffix.lower(), _read_data)(path, content)
    return content


def _read_data(path: Path, content: FileContent) -> None:
    content.digests[WHOLE] = sha256_of(path)
    if path.suffix in (".csv", ".json"):
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        content.texts["the data"] = text.replace(",", " ")


def _read_html(path: Path, content: FileContent) -> None:
    """A page as it is: what a parser would mend counts, for browsers mend in other ways."""
    source = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    content.add_markup(source, "the cover")
    content.digests[WHOLE] = sha256_of(source.encode())


def _read_office(path: Path, content: FileContent) -> None:
    """Every part: with fields, hidden runs, comments, formulas and sheets that are not shown."""
    with zipfile.ZipFile(path) as file:
        entries = sorted(file.infolist(), key=lambda entry: entry.filename)
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
            raise Unreadable("an Office file with more than a report has")
        for number, entry in enumerate(entries):
            name, data = entry.filename, file.read(entry)
            if name.endswith((".xml", ".rels")):
                content.add_markup(canonicalize(data, with_comments=True), name)
            content.digests[f"part {number}, {name}"] = sha256_of(data)


def _opened(path: Path) -> pikepdf.Pdf:
    """A PDF that is whole and open to all. Raises Unreadable."""
    try:
        pdf = pikepdf.open(path, attempt_recovery=False)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        said = str(error).removeprefix(f"{path}: ")
        raise Unreadable(f"a damaged or an encrypted file ({said})") from None
    if pdf.is_encrypted:
        raise Unreadable("an encrypted file: its protection is to be taken off first")
    if len(pdf.pages) > PARTS or len(pdf.attachments) > ATTACHED:
        raise Unreadable(f"more than {PARTS} pages or {ATTACHED} attachments")
    return pdf


def _read_pdf(path: Path, content: FileContent) -> None:
    """Pages as they look, read and sound, what the file carries, and all that it leads to."""
    with _opened(path) as pdf:
        for name, attached in pdf.attachments.items():
            text = attached.get_file().read_bytes().decode("utf-8-sig", "replace")
            content.manifest = text if name == MANIFEST else content.manifest
            own = content.texts if name.endswith(".csv") else content.carried
            own[f"the attachment {name}"] = text.replace(",", " ")
        content.carried["the metadata"] = "\n".join(f"{k} {v}" for k, v in pdf.docinfo.items())
        described = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False).items()
        words = [f"{key} {value}" for key, value in described if isinstance(value, str)]
        content.carried["the metadata as XML"] = "\n".join(sorted(words))
        content.carried["the document's entries"] = "\n".join(sorted(pdf.Root.keys()))
        dictionaries = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        spoken = [" ".join(str(one[k]).split()) for one in dictionaries for k in SPOKEN if k in one]
        content.carried["alternative texts"] = "\n".join(sorted(spoken))
        for number, page in enumerate(pdf.pages, 1):
            notes = b"\n".join(note.unparse(resolved=True) for note in page.get("/Annots", []))
            same = re.sub(r"\d+ \d+ R|(?<=\d)\.\d+", "", notes.decode("latin-1"))
            content.carried[f"page {number}, links and notes"] = same  # without objects' numbers
        content.digests["something in the objects of the document"] = _digest(pdf)
    for number, drawn in enumerate(pypdfium2.PdfDocument(path), 1):
        content.texts[f"page {number}"] = drawn.get_textpage().get_text_range()
        scale = min(SCALE, WIDEST / max(*drawn.get_size(), 1))
        for where, mode in {"": None, " in print": "print"}.items():
            picture = bytes(drawn.render(scale=scale, optimize_mode=mode).buffer)
            content.digests[f"the picture of page {number}{where}"] = sha256_of(picture)


def _digest(pdf: pikepdf.Pdf) -> str:
    """One SHA-256 of all that a PDF's root leads to, whatever its numbers and its packing.

    qpdf numbers, unpacks and writes the objects in one way; its comments on the old numbers are
    left out.
    """
    file = io.BytesIO()
    pdf.save(
        file,
        qdf=True,
        static_id=True,
        force_version="1.7",
        compress_streams=False,
        normalize_content=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
    )
    objects = file.getvalue().rpartition(b"\nxref\n")[0]
    return sha256_of(re.sub(rb"%% Original object ID: .*\n", b"", objects))


READERS = {".pdf": _read_pdf, ".html": _read_html, ".docx": _read_office, ".xlsx": _read_office}
"""What is read as a report: the formats of one."""
