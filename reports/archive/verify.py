"""Verification: whether a report that somebody received is what was published, or is made here.

The report is made again, and the two are compared place by place. Nothing in a received file
excuses a difference in it: what it says of itself only chooses which report of the programme is
made. The versions that it names are printed in the new report too, so that they excuse nothing but
themselves, and the answer tells them.
"""

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reports.archive.comparison import in_bounds
from reports.archive.content import Unreadable
from reports.archive.manifest import commit_of, making
from reports.archive.record import as_json, sha256_of
from reports.project import OUTPUT, ROOT
from reports.render.quarto_engine import choose_engine
from rrs_data.indicators.publications import load_publications

Manifest = Mapping[str, Any]
Make = Callable[[dict[str, str], Manifest, Path], None]
"""Makes a report by the words of a request, printed as made with these versions, in a directory."""

IDENTICAL, SAME_CONTENT, ALTERED, NOT_JUDGED = range(4)
"""What a verification may come to; also its exit codes."""

HEADS = (
    "Identical: the same bytes as the report made here, or as the one that was published.",
    "The same content in other bytes: text, pictures, links, attachments and fonts are equal.",
    "Altered: it is not what these registers, these parameters and this code give.",
    "Cannot be judged: what is needed stands below.",
)
VERSION = re.compile(
    r'(?<="commit": ")([0-9a-f]{40}( \(with uncommitted changes\))?)?(?=")'
    r"|Quarto [\d.]{,20}(?= \()|(?<![\d.])\d{1,4}(\.\d{1,4}){1,3}((a|b|rc|\.post|\.dev)\d{1,4})?"
)
"""What may differ in what two manifests say of their making for both to have the same form."""

OWN_NAME = re.compile(r"[\w-]{1,80}\.[a-z]{3,5}")
"""The name of a report's file."""

FILES, BYTES, LETTERS = 200, 100_000_000, 100_000
"""Files of a directory and their bytes, at most; letters of a manifest."""

LISTED, LONGEST, WORD = 20, 400, 80
"""Lines that are listed, and letters of one; letters of a word that a manifest asks for."""


@dataclass
class Verdict:
    """What a verification came to: figures that differ, what else does, and what is to be known."""

    code: int = IDENTICAL
    figures: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """The outcome for a terminal, without what a terminal would obey."""
        heads = "Figures that differ:", "What else differs:", "Remarks:"
        lines = [HEADS[self.code]]
        for head, told in zip(heads, (self.figures, self.others, self.remarks), strict=True):
            more = [f"and {len(told) - LISTED} more"] if len(told) > LISTED else []
            lines += [head] if told and self.code != NOT_JUDGED else []
            shown = ("".join(filter(str.isprintable, one)) for one in (*told[:LISTED], *more))
            lines += [f"    {one[:LONGEST]}" for one in shown]
        return "\n".join(lines) + "\n"


def verify(path: Path, make: Make, published: Path) -> Verdict:
    """Say what a received file, or a directory of files, is; nothing is raised."""
    try:
        with tempfile.TemporaryDirectory(prefix="rrs-verify-") as scratch:
            return _judged(path, make, published, Path(scratch, "made"))
    except Exception as error:  # noqa: BLE001 - a hostile file must find no way to another code
        return Verdict(NOT_JUDGED, remarks=(str(error) or type(error).__name__).splitlines())


def _judged(path: Path, make: Make, published: Path, here: Path) -> Verdict:
    files, unseen = _files(path)
    sent = {sha: one.path for one in load_publications(published) for sha in one.files.values()}
    hashes = {sha256_of(file) for file in files}
    if hashes <= sent.keys():
        return Verdict(remarks=sorted({f"published: {sent[sha]}" for sha in hashes}) + unseen)
    claims = in_bounds(path).items()
    manifests = {name: manifest for name, text in claims if (manifest := _manifest(text))}
    if not manifests:
        raise Unreadable("a file whose manifest is malformed")
    first = next(iter(manifests.values()))
    options = _options(manifests)
    engine = choose_engine(options["engine"])[0].describe()
    made_with = making(engine, commit_of(ROOT, apart_from=OUTPUT))
    claimed = {name: first.get(name) for name in made_with}
    forms = {VERSION.sub("…", as_json(one)) for one in (claimed, made_with)}
    make(options, claimed if len(forms) == 1 else {}, here)
    (made,) = here.glob("*/*/")
    if path.is_file():
        made /= Path(first["file"]).with_suffix(path.suffix.lower())
    same, figures, others = in_bounds(path, made).values()
    told, true = (as_json(one).splitlines() for one in (claimed, made_with))
    unseen += [f"says that it was made with {one.strip(' ,')}" for one in told if one not in true]
    code = ALTERED if figures or others else IDENTICAL if same and told == true else SAME_CONTENT
    return Verdict(code, figures, others, unseen)


def _files(path: Path) -> tuple[list[Path], list[str]]:
    """The files to look at, and what is said of those that nobody sees. Raises Unreadable."""
    every = sorted(path.iterdir()) if path.is_dir() else [path]
    hidden = [one for one in every if path.is_dir() and one.name[0] == "."]
    files = [one for one in every if one not in hidden]
    for file in files:
        if not file.is_file() or (file.is_symlink() and path.is_dir()):
            name = file.name or "no name"
            raise Unreadable(f"{name} is no file: a report or its directory is needed")
    if not 0 < len(files) <= FILES or sum(file.stat().st_size for file in files) > BYTES:
        raise Unreadable(f"a directory without a file, more than {FILES} or {BYTES:,} bytes")
    unseen = [f"not looked at: {one.name}" for one in hidden if one.name != ".stamp.json"]
    return files, unseen


def _manifest(text: str) -> Manifest:
    """A manifest; an empty one where it is malformed."""
    try:
        manifest: Manifest = json.loads(text) if len(text) < LETTERS else {}
        asked = {**manifest["parameters"], **manifest.get("request", {})}
        whole = OWN_NAME.fullmatch(manifest["file"]) and "language" in manifest["parameters"]
        listed = [isinstance(asked.get(name, []), list) for name in ("languages", "formats")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return manifest if whole and all(listed) else {}


def _options(manifests: Mapping[str, Manifest]) -> dict[str, str]:
    """The options of the request that would make received files: words, for ``make`` to check."""
    first, *_ = manifests.values()
    asked = {
        "languages": sorted({str(one["parameters"]["language"]) for one in manifests.values()}),
        "formats": sorted({Path(name).suffix[1:].lower() for name in manifests}),
    }
    for manifest in manifests.values():
        asked |= manifest["parameters"] | manifest.get("request", {})
    same = ("country", "year", "period", "notebook", "edition")
    words = {
        **{name: str(asked.get(name, "")) for name in same},
        "language": ",".join(map(str, asked["languages"])),
        "format": ",".join(map(str, asked["formats"])),
        "engine": "embedded" if str(first.get("engine")).startswith("embedded") else "quarto",
        "donor_mark": "" if asked.get("donor_mark", True) else "0",
    }
    if any(len(word) > WORD for word in words.values()):
        raise Unreadable("a manifest with more than one report in it")
    return words
