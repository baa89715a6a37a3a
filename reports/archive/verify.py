"""Verification: whether a report that somebody received is what the registers at hand give."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from reports.archive.received import Received, read_received
from reports.project.errors import OutputFailed

Make = Callable[[Mapping[str, str], Path], Path]
"""Makes a report from the options of a request, in an output directory; returns where it lies.

Raises FaultsError, OutputFailed.
"""

IDENTICAL, SAME_FIGURES, DIFFERENT = 0, 1, 2
"""What a verification may come to; also its exit codes."""

NUMBER = re.compile(r"\d")
EDGES = ".,;:!?()[]«»“”„\"'…"
AROUND = 3
"""So many words before a figure tell which one it is."""


@dataclass(frozen=True)
class Difference:
    """A figure that the received file shows, and what it is when the report is made again."""

    where: str
    before: str
    was: str
    now: str

    def __str__(self) -> str:
        """The difference in one line."""
        shown = self.was or "nothing"
        return f"{self.where}: “{self.before} …”: was {shown}, now {self.now or 'nothing'}"


@dataclass(frozen=True)
class Comparison:
    """What became of a verification: its code, what differs, and why bytes may differ."""

    received: Received
    code: int
    differences: tuple[Difference, ...]
    causes: tuple[str, ...]

    def __str__(self) -> str:
        """The verdict for a terminal."""
        asked = self.received.manifest["parameters"]
        head = f"{self.received.path}: {asked['country']} {asked['year']} {asked['language']}"
        result = {
            IDENTICAL: "Identical: made again, the report has the same bytes.",
            SAME_FIGURES: "The same figures, different bytes, because",
            DIFFERENT: "These figures differ:",
        }[self.code]
        lines = [head, result, *(f"    {one}" for one in self.differences)]
        if self.code == DIFFERENT and self.causes:
            lines.append("What is known of the cause:")
        return "\n".join([*lines, *(f"    {cause}" for cause in self.causes)]) + "\n"


def verify(path: Path, make: Make) -> Comparison:
    """Make a received report again and compare. Raises FaultsError, OutputFailed.

    What was asked for stands in its manifest; ``make`` knows where registers and parameters lie.
    """
    received = read_received(path)
    with tempfile.TemporaryDirectory(prefix="rrs-verify-") as output:
        directory = make(_options(received), Path(output))
        return compare(received, _made_again(received, directory))


def compare(received: Received, again: Received) -> Comparison:
    """Hold a received report against the one that was made again."""
    if received.path.read_bytes() == again.path.read_bytes():
        return Comparison(received, IDENTICAL, (), ())
    causes = tuple(_causes(received.manifest, again.manifest))
    differences = tuple(_differences(received, again))
    if not differences and not causes:
        differences = tuple(_drawn_otherwise(received, again))
    if differences:
        return Comparison(received, DIFFERENT, differences, causes)
    changed = ("the file was saved again after it was made: its text and drawings are the same",)
    return Comparison(received, SAME_FIGURES, (), causes or changed)


def _options(received: Received) -> dict[str, str]:
    """The options of the request that made a received report."""
    asked = received.manifest["parameters"]
    request = received.manifest.get("request", {})
    embedded = str(received.manifest.get("engine", "")).startswith("embedded")
    return {
        "country": str(asked["country"]),
        "year": str(asked["year"]),
        "language": ",".join(request.get("languages", [asked["language"]])),
        "format": ",".join(request.get("formats", [received.format])),
        "engine": "embedded" if embedded else "auto",
        "donor_mark": "" if asked.get("donor_mark", True) else "0",
    }


def _made_again(received: Received, directory: Path) -> Received:
    """The file of the report made again that a received file is compared with."""
    language = str(received.manifest["parameters"]["language"])
    made = sorted(directory.glob(f"*-{language}.{received.format}"))
    if not made:
        raise OutputFailed(directory, "the report could not be made again")
    return read_received(made[0])


def _causes(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """What differs between two manifests, in words."""
    for name, what in (("commit", "the code"), ("engine", "the engine")):
        yield from _changed(what, one.get(name) or "unknown", other.get(name) or "unknown")
    for name, what in (
        ("packages", "the package"),
        ("registers", "the register"),
        ("parameter_files", "the file of parameters"),
    ):
        was, now = one.get(name, {}), other.get(name, {})
        for each in sorted(was.keys() | now.keys()):
            versions = (str(found.get(each, "none"))[:16] for found in (was, now))
            yield from _changed(f"{what} {each}", *versions)


def _changed(what: str, was: str, now: str) -> Iterator[str]:
    if was != now:
        yield f"{what} has changed: was {was}, now {now}"


def _differences(received: Received, again: Received) -> Iterator[Difference]:
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
                yield Difference(f"the attached {name}", "its figures", "others", "as registered")


def _in_words(
    where: str, one: list[str], other: list[str], known: frozenset[str]
) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        was, now = _figures(one[a:b], known), _figures(other[c:d], known)
        if kind != "equal" and was != now:
            yield Difference(where, " ".join(one[max(0, a - AROUND) : a]), was, now)


def _figures(words: Iterable[str], known: frozenset[str]) -> str:
    """The words with digits, but for versions and hashes, whose change is told as a cause."""
    stripped = (word.strip(EDGES) for word in words)
    return " ".join(word for word in stripped if NUMBER.search(word) and word not in known)


def _names(manifest: Mapping[str, Any]) -> frozenset[str]:
    """The words by which a report names its code, its programs and its registers' hashes."""
    texts = [str(manifest.get("commit", "")), str(manifest.get("engine", ""))]
    texts += [str(version) for version in manifest.get("packages", {}).values()]
    texts += [str(digest)[:16] for digest in manifest.get("registers", {}).values()]
    words = [word.strip(EDGES) for text in texts for word in text.split()]
    return frozenset(words)


def _drawn_otherwise(received: Received, again: Received) -> Iterator[Difference]:
    """Where the same code and data draw something else: a changed chart, or hidden text."""
    for name in sorted(received.pictures.keys() | again.pictures.keys()):
        if received.pictures.get(name) != again.pictures.get(name):
            yield Difference(name, "what is drawn", "another drawing", "as made again")
