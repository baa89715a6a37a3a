"""Verification: whether a report that somebody received is what the registers at hand give.

The file says what it was made from; the report is made again from that, and the two are compared:
first byte by byte, then the numbers of their texts, then what is drawn.
"""

import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from reports.archive.manifest import MANIFEST, MANIFEST_ELEMENT
from reports.archive.record import sha256_of
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.programme import period_key

Make = Callable[[Mapping[str, str], Path], Path]
"""Makes a report from the options of a request, in an output directory; returns where it lies."""

IDENTICAL, SAME_FIGURES, DIFFERENT = 0, 1, 2
"""What a verification may come to; also its exit codes."""

UNREAD = ["script", "style", "title"]
BLOCKS = [
    *("p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "section", "figcaption", "figure"),
    *("dt", "dd", "blockquote", "br", "tr", "body"),
]
HEADINGS = ("h1", "h2", "h3")
EDGE, HEADING = "\x01", "\x02"
"""Marks, while a page is read, of where a block begins or ends and of one that is a heading."""

NUMBER = re.compile(r"\d")
PUNCTUATION = ".,;:!?()[]«»“”„\"'…"
AROUND = 3
"""So many words before a figure tell which one it is."""

NAMED = {"commit": "the code", "engine": "the engine"}
PINNED = {
    "packages": "the package",
    "registers": "the register",
    "parameter_files": "the file of parameters",
}
"""What a manifest says of a report's making, and how a change of it is named."""


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


@dataclass(frozen=True)
class Comparison:
    """What a verification came to: its code, the figures that differ, and why bytes may differ."""

    received: Received
    code: int
    differences: Sequence[str] = ()
    causes: Sequence[str] = ()

    def __str__(self) -> str:
        """The outcome for a terminal."""
        asked = self.received.manifest["parameters"]
        period = period_key(asked["year"], asked.get("period", ""))
        head = f"{self.received.path}: {asked['country']} {period} {asked['language']}"
        result = (
            "Identical: made again, the report has the same bytes.",
            "The same figures, different bytes, because",
            "These figures differ:",
        )[self.code]
        lines = [head, result, *(f"    {one}" for one in self.differences)]
        if self.code == DIFFERENT and self.causes:
            lines.append("What is known of the cause:")
        return "\n".join([*lines, *(f"    {cause}" for cause in self.causes)]) + "\n"


def verify(path: Path, make: Make) -> Comparison:
    """Make a received report again and compare. Raises FaultsError, OutputFailed.

    What was asked for stands in its manifest; ``make`` knows where registers and parameters lie.
    """
    received = read_received(path)
    asked = received.manifest["parameters"]
    with tempfile.TemporaryDirectory(prefix="rrs-verify-") as output:
        directory = make(_options(received), Path(output))
        (again,) = directory.glob(f"*-{asked['language']}{path.suffix.casefold()}")
        return compare(received, read_received(again))


def compare(received: Received, again: Received) -> Comparison:
    """Hold a received report against the one that was made again."""
    if received.path.read_bytes() == again.path.read_bytes():
        return Comparison(received, IDENTICAL)
    causes = list(_causes(received.manifest, again.manifest))
    differences = list(_differences(received, again))
    if not differences and not causes:  # the same code and data: a changed chart, or hidden text
        pairs = dict(received.pictures).items() ^ dict(again.pictures).items()
        names = sorted({name for name, _ in pairs})
        differences = [f"{name}: another drawing than the registers give" for name in names]
    if differences:
        return Comparison(received, DIFFERENT, differences, causes)
    saved = ["the file was saved again after it was made: its text and drawings are the same"]
    return Comparison(received, SAME_FIGURES, (), causes or saved)


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


def _read_pdf(path: Path) -> Received:
    pdf = PdfReader(io.BytesIO(path.read_bytes()))
    files = {name: contents[0] for name, contents in pdf.attachments.items()}
    manifest = _manifest(files.pop(MANIFEST, b""))
    lines: list[str] = []
    where: list[str] = []
    pictures = {}
    for number, page in enumerate(pdf.pages, 1):
        text = page.extract_text().splitlines()
        lines += text
        where += [f"page {number}"] * len(text)
        content = page.get_contents()
        pictures[f"page {number}"] = sha256_of(b"" if content is None else content.get_data())
    carried = {name: sha256_of(data) for name, data in files.items()}
    return Received(path, manifest, lines, where, pictures, carried)


def _read_html(path: Path) -> Received:
    """The text block by block, under the headings where it stands; pictures by their number."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    element = page.find(id=MANIFEST_ELEMENT)
    manifest = _manifest(element.get_text() if element else "")
    pictures = {}
    for number, picture in enumerate(page.find_all("img"), 1):
        pictures[f"picture {number}"] = sha256_of(str(picture.get("src", "")).encode())
        picture.replace_with(f" {picture.get('alt', '')} ")
    for unread in page.find_all(UNREAD):
        unread.extract()
    for block in page.find_all(BLOCKS):
        block.insert_before(EDGE)
        block.insert_after(EDGE)
        if block.name in HEADINGS:
            block.insert(0, HEADING)
    lines, where, heading = [], [], "the cover"
    for piece in page.get_text().split(EDGE):
        if text := " ".join(piece.replace(HEADING, "").split()):
            heading = f"“{text}”" if HEADING in piece else heading
            lines.append(text)
            where.append(heading)
    return Received(path, manifest, lines, where, pictures)


def _manifest(content: bytes | str) -> Mapping[str, Any]:
    if not content:
        raise ValueError("a file without a manifest")
    manifest = json.loads(content)
    if not isinstance(manifest, dict) or not {"parameters", "registers"} <= manifest.keys():
        raise ValueError("a manifest that does not say what the report was made from")
    return manifest


def _options(received: Received) -> dict[str, str]:
    """The options of the request that made a received report."""
    asked, request = received.manifest["parameters"], received.manifest.get("request", {})
    embedded = str(received.manifest.get("engine", "")).startswith("embedded")
    own = received.path.suffix.removeprefix(".").casefold()
    return {
        "country": str(asked["country"]),
        "year": str(asked["year"]),
        "period": asked.get("period", ""),
        "notebook": asked.get("notebook", ""),
        "language": ",".join(request.get("languages", [asked["language"]])),
        "format": ",".join(request.get("formats", [own])),
        "engine": "embedded" if embedded else "auto",
        "donor_mark": "" if asked.get("donor_mark", True) else "0",
    }


def _causes(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """What differs between two manifests, in words."""
    pairs = [(what, one.get(name), other.get(name)) for name, what in NAMED.items()]
    for name, what in PINNED.items():
        was, now = one.get(name, {}), other.get(name, {})
        pairs += [
            (f"{what} {each}", was.get(each, "none")[:16], now.get(each, "none")[:16])
            for each in sorted(was.keys() | now.keys())
        ]
    for what, before, after in pairs:
        if before != after:
            yield f"{what} has changed: was {before or 'unknown'}, now {after or 'unknown'}"


def _differences(received: Received, again: Received) -> Iterator[str]:
    """Numbers that differ in the text, and files that the report carries."""
    known = _names(received.manifest) | _names(again.manifest)
    matcher = SequenceMatcher(None, received.lines, again.lines, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            where = received.where[min(a, len(received.where) - 1)]
            one, other = " ".join(received.lines[a:b]), " ".join(again.lines[c:d])
            yield from _in_words(where, one.split(), other.split(), known)
    if received.manifest["registers"] == again.manifest["registers"]:
        for name in sorted(received.carried.keys() & again.carried.keys()):
            if name.startswith("achievements") and received.carried[name] != again.carried[name]:
                yield f"the attached {name} holds other figures than the registers give"


def _in_words(where: str, one: list[str], other: list[str], known: frozenset[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        was, now = _figures(one[a:b], known), _figures(other[c:d], known)
        if kind != "equal" and was != now:
            before = " ".join(one[max(0, a - AROUND) : a])
            yield f"{where}: “{before} …”: was {was or 'nothing'}, now {now or 'nothing'}"


def _figures(words: Iterable[str], known: frozenset[str]) -> str:
    """The words with digits, but for versions and hashes, whose change is named as a cause."""
    stripped = (word.strip(PUNCTUATION) for word in words)
    return " ".join(word for word in stripped if NUMBER.search(word) and word not in known)


def _names(manifest: Mapping[str, Any]) -> frozenset[str]:
    """The words by which a report names its code, its programs and its registers' hashes."""
    texts = [str(manifest.get(name, "")) for name in NAMED]
    texts += manifest.get("packages", {}).values()
    texts += [digest[:16] for digest in manifest.get("registers", {}).values()]
    return frozenset(word.strip(PUNCTUATION) for text in texts for word in text.split())
