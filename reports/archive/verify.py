"""Verification: whether a report that somebody received is what was published, or is made here.

The report is made again, and the two are compared place by place. Nothing in a received file
excuses a difference in it: what it says of itself only chooses which report of the programme is
made. The versions that it names are printed in the new report too, so that they excuse nothing but
themselves, and the answer tells them.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from typing import Any

from reports.archive.content import READERS, FileContent, Unreadable, read
from reports.archive.manifest import commit_of, making
from reports.archive.record import as_json, sha256_of
from reports.project import OUTPUT, ROOT
from reports.render.quarto_engine import choose_engine

Options = dict[str, str]
Manifest = Mapping[str, Any]
Make = Callable[[Options, Manifest, Path], None]
"""Makes a report, printed as made with the versions that it names, in a directory."""

IDENTICAL, SAME_CONTENT, ALTERED, NOT_JUDGED = range(4)
"""What a verification may come to; also its exit codes."""

HEADS = (
    "Identical: the same bytes as the report made here, or as the one that was published.",
    "The same content in other bytes: text, pictures, links, attachments and fonts are equal.",
    "Altered: it is not what these registers, these parameters and this code give.",
)
VERSION = re.compile(
    r'(?<="commit": ")([0-9a-f]{40}( \(with uncommitted changes\))?)?(?=")'
    r"|Quarto [\d.]+(?= \()|embedded(?= \()|\d+(\.[0-9a-z]+)+"
)
"""What may differ in what two manifests say of their making for both to have the same form."""

FILES, BYTES, LINES, WORDS = 200, 100_000_000, 20_000, 500
"""Files of a directory and their bytes, at most; lines and words that are held beside each other,
while more are known by their hash alone."""

LISTED, AROUND, SHOWN = 20, 3, 80
"""Differences that are listed; words before one, letters of one."""


@dataclass
class Verdict:
    """What a verification came to: figures that differ, what else does, and what the file says."""

    code: int = IDENTICAL
    figures: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """The outcome for a terminal."""
        lines = [HEADS[self.code]]
        heads = ["Figures that differ:", "What else differs:", "What proves nothing by itself:"]
        for head, told in zip(heads, (self.figures, self.others, self.remarks), strict=True):
            more = [f"and {len(told) - LISTED} more"] if len(told) > LISTED else []
            lines += [head, *(f"    {one}" for one in [*told[:LISTED], *more])] if told else []
        return "\n".join(lines) + "\n"

    def add(self, figures: Iterable[str], others: Iterable[str], before: str = "") -> None:
        """Add what differs between two files; nothing, where only their bytes do."""
        self.figures += [before + one for one in figures]
        self.others += [before + one for one in others]
        self.code = ALTERED if self.figures or self.others else SAME_CONTENT


def verify(path: Path, make: Make, published: Path) -> Verdict:
    """Say what a received file, or a directory of files, is. Raises Unreadable, and what make does.

    It is copied first, so that it stays what it is while it is read.
    """
    with tempfile.TemporaryDirectory(prefix="rrs-verify-") as scratch:
        received = _copied(path, Path(scratch))
        sent = {
            digest: f"published: {publication}"
            for publication in sorted(published.glob("*/*/*.json"))
            for digest in json.loads(publication.read_text(encoding="utf-8"))["files"].values()
        }
        if sent.keys() >= {sha256_of(file) for file in received.values()}:
            return Verdict(remarks=sorted({sent[sha256_of(file)] for file in received.values()}))
        contents = {name: read(file) for name, file in received.items()}
        reports = [name for name, file in received.items() if file.suffix in READERS]
        manifests = {name: _manifest(contents[name]) for name in reports}
        options = _options(manifests)
        here = making(
            choose_engine(options["engine"])[0].describe(), commit_of(ROOT, apart_from=OUTPUT)
        )
        claimed = {name: next(iter(manifests.values())).get(name) for name in here}
        forms = {VERSION.sub("…", as_json(one)) for one in (claimed, here)}
        make(options, claimed if len(forms) == 1 else {}, Path(scratch, ".made"))
        made = {file.name: file for file in Path(scratch, ".made").glob("*/*/[!.]*")}
        if path.is_file():
            own = Path(str(manifests[path.name].get("file", ""))).with_suffix(path.suffix).name
            files = [file for name, file in made.items() if name == own]
            made = dict(zip([path.name], files, strict=False))
        verdict = Verdict()
        for name in sorted(received.keys() ^ made.keys()):
            verdict.add([], [f"{name}: " + ("missing" if name in made else "not made here")])
        for name in sorted(received.keys() & made.keys()):
            if received[name].read_bytes() != made[name].read_bytes():
                before = f"{name}, " if path.is_dir() else ""
                verdict.add(*differences(contents[name], read(made[name])), before)
        both = ({"how it was made": as_json(one)} for one in (claimed, here))
        verdict.remarks = [told for told, *_ in _changes(*both)]
    return verdict


def differences(received: FileContent, made: FileContent) -> tuple[list[str], list[str]]:
    """The figures that differ between two files, and what else does."""
    known = {word[:16] for word in re.findall(r"[0-9a-f]{64}", made.manifest)}
    letters = set(chain.from_iterable(made.texts.values()))
    figures: list[str] = []
    others = [told for told, *_ in _changes(received.carried, made.carried)]
    places = {place for place, _ in received.digests.items() ^ made.digests.items()}
    seen_first = sorted(places, key=lambda place: (not place.startswith("the picture"), place))
    others += [f"{place} differs" for place in seen_first]
    for told, was, now in _changes(received.texts, made.texts):
        # Hashes are no figures, nor is what has letters of no text of ours: a garbled font's.
        digits = len({re.sub(r"\D", "", words) for words in (was, now)}) > 1
        figure = digits and now.strip("…") not in known and letters.issuperset(was)
        (figures if figure else others).append(told)
    return figures, others


def _changes(
    received: Mapping[str, str], made: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Each change of words, told with the words before it; then what was there, and what is now."""
    for place in dict.fromkeys([*made, *received]):
        lines, others = (one.get(place, "").splitlines()[:LINES] for one in (received, made))
        for a, b, c, d in _unequal(lines, others):
            one, other = (" ".join(x).split()[:WORDS] for x in (lines[a:b], others[c:d]))
            before = " ".join(lines[:a][-1:]).split()
            for e, f, g, h in _unequal(one, other):
                around = " ".join([*before, *one[:e]][-AROUND:])
                was, now = " ".join(one[e:f]), " ".join(other[g:h])
                told = f"{place}, after “{_shown(around)}”: was {_shown(was)}, now {_shown(now)}"
                yield told, was, now


def _unequal(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    for kind, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        if kind != "equal":
            yield a, b, c, d


def _shown(words: str) -> str:
    """Words from a file, for a terminal: short, and without what it would obey."""
    text = "".join(one for one in words[: 2 * SHOWN] if one.isprintable())
    return f"{text[:SHOWN]}…" if len(text) > SHOWN else text or "nothing"


def _copied(path: Path, own: Path) -> dict[str, Path]:
    """Copies of the files, by their names."""
    files = sorted(path.glob("[!.]*")) if path.is_dir() else [path]
    for file in files:
        if not file.is_file():
            raise Unreadable(f"{file.name or 'no name'} is no file: give one with REPORT=")
    if len(files) > FILES or sum(file.stat().st_size for file in files) > BYTES:
        raise Unreadable(f"more than {FILES} files or {BYTES:,} bytes")
    return {file.name: Path(shutil.copyfile(file, own / file.name)) for file in files}


def _manifest(content: FileContent) -> Manifest:
    """What a report says of itself."""
    try:
        manifest: Manifest = json.loads(content.manifest)
        manifest["parameters"]["language"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable("a file without the manifest that says which report it is") from None
    return manifest


def _options(manifests: Mapping[str, Manifest]) -> Options:
    """The options of the request that would make received files: words, for ``make`` to check."""
    if not manifests:
        raise Unreadable("a file that does not say which report it belongs to: give its directory")
    first, *_ = manifests.values()
    asked = first["parameters"]
    listed = {
        "languages": sorted({str(one["parameters"]["language"]) for one in manifests.values()}),
        "formats": sorted({Path(name).suffix[1:] for name in manifests}),
    }
    for manifest in manifests.values():
        listed |= manifest.get("request", {})
    words = {
        **{name: str(asked.get(name, "")) for name in ("country", "year", "period", "notebook")},
        "language": ",".join(map(str, listed["languages"])),
        "format": ",".join(map(str, listed["formats"])),
        "engine": "embedded" if str(first.get("engine")).startswith("embedded") else "auto",
        "donor_mark": "" if asked.get("donor_mark", True) else "0",
    }
    if any(len(word) > SHOWN for word in words.values()):
        raise Unreadable("a manifest with more than one report in it")
    return words
