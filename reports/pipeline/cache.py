"""The cache: a report is kept as long as it would be made again the same.

What is in place is the cache. A stamp beside a report's files, ``.stamp.json``, holds the digests,
by name, of all that each page was made from and of what was made, and a checksum of its own.

No file's time or directory counts, only what is in it; the commit of unchanged code is no input.
All is found with the standard library, before pandas or an engine is imported.
"""

from __future__ import annotations

import json
import platform
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reports.archive.record import as_json, sha256_of
from reports.pipeline.request import WORKBOOK, Request
from reports.pipeline.summary import Build
from reports.project import PUBLISHED, REGISTERS, ROOT, Edition
from reports.render.programs import installed, run
from rrs_data.intake.schema import DESCRIPTOR

Digests = Mapping[str, str]  # by the name of the thing: ``registers: events.csv``

STAMP = ".stamp.json"

RENDERING = ("reports/render/", "reports/templates/", "reports/filters/", "reports/_quarto.yml")
"""What makes files of an executed notebook; all other code is behind its cells."""

RENDERED_WITH = ("option: LANGUAGE", "option: FORMAT", "rendering: ")
"""The inputs that a page is only rendered with, as their names begin."""


def inputs_of(request: Request, edition: Edition, registers: Digests) -> dict[str, str]:
    """What the pages of a report are made from."""
    params, notebooks = request.params, request.notebooks
    own = [request.notebook_of(edition)]
    own += [file for file in files_below(notebooks) if file.suffix != ".ipynb"]  # imported modules
    narrative = params / "narrative" / edition.country / edition.period
    options = {
        "LANGUAGE": ",".join(request.languages),
        "FORMAT": ",".join(request.formats),
        "DONOR_MARK": str(request.donor_mark),
        "STRICT": str(request.strict),
        "WORKBOOK": str(WORKBOOK in request.formats),  # its values are the notebook's
    }
    return {
        **_named("option", options),
        **_named("engine", _engine(request.engine)),
        **_named("registers", registers),
        **_named("parameters", digests_of(edition.parameters(params), params)),
        **_named("narrative", digests_of(files_below(narrative), params)),
        **_named("publications", digests_of(files_below(request.published), request.published)),
        **_named("notebooks", digests_of(own, notebooks)),
        **code(),
        **_named("environment", environment()),
    }


def register_digests(source: str | Path) -> Digests | None:
    """The files of registers, and the review of duplicates; None where they are at an address."""
    if "://" in str(source):
        return None
    path = Path(source)
    if path.is_dir():
        return digests_of(files_below(path), path)
    beside = [path.with_name(name) for name in ("duplicates.csv", DESCRIPTOR)]
    return digests_of([path, *(file for file in beside if file.exists())], path.parent)


def changes(before: Digests, after: Digests) -> list[str]:
    """What is not the same, by name, with a word on what is new and what is gone."""
    names = [name for name in {**after, **before} if before.get(name) != after.get(name)]
    words = {(False, True): " (new)", (True, False): " (gone)"}
    return [name + words.get((name in before, name in after), "") for name in names]


def digest_of(value: Any) -> str:
    """The SHA-256 of plain values: whatever JSON holds."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return sha256_of(text.encode("utf-8", "surrogateescape"))


def digests_of(files: Iterable[Path], root: Path) -> Digests:
    """The SHA-256 of files by their paths from ``root``; of one that cannot be read, why not."""
    digests = {}
    for file in files:
        try:
            digest = sha256_of(file)
        except OSError as error:
            digest = f"not readable: {error.strerror}"
        digests[file.relative_to(root).as_posix()] = digest
    return digests


def files_below(directory: Path) -> Iterator[Path]:
    """All files below a directory in order, apart from hidden ones and what is made."""
    made = ("__pycache__", "_output", "_failed")
    for path in sorted(directory.rglob("*")):
        parts = path.relative_to(directory).parts
        if path.is_file() and not any(one[0] == "." or one in made for one in parts):
            yield path


@cache
def code() -> Digests:
    """The code of both packages with the data in it, and apart from it what renders."""
    files = [file for name in ("rrs_data", "reports") for file in files_below(ROOT / name)]
    others = [file for file in files if not any(map(file.is_relative_to, (REGISTERS, PUBLISHED)))]
    # What describes no registers of its own has this schema.
    digests = digests_of([*others, REGISTERS / DESCRIPTOR], ROOT).items()
    kinds = {True: "rendering", False: "code"}
    return {f"{kinds[name.startswith(RENDERING)]}: {name}": digest for name, digest in digests}


@cache
def environment() -> Digests:
    """The interpreter, the lock file and the installed packages."""
    packages = sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    installed_packages = {path.name.removesuffix(".dist-info"): "" for path in packages}
    lock = digests_of(ROOT.glob("requirements.lock"), ROOT)
    return {"Python": platform.python_version(), **lock, **installed_packages}


@cache
def _engine(name: str) -> Digests:
    """The engine that is asked for, and the programs that it may take; all others are packages.

    A release of Quarto has a pandoc and a Typst of its own; conda installs them beside it.
    """
    programs = ("pandoc",) if name == "embedded" else ("quarto", "pandoc", "typst")
    paths = [path for program in programs for path in installed(program)]
    return {name: "", **{str(path): _version(path) for path in paths}}


def _version(program: Path) -> str:
    try:
        return run([str(program), "--version"], seconds=60)[1]
    except OSError as error:
        return str(error)


def _named(kind: str, digests: Digests) -> dict[str, str]:
    return {f"{kind}: {name}": digest for name, digest in digests.items()}


Stamp = dict[str, Any]
"""A report: its ``pages`` by language, and the ``common`` files with their digests.

Of a page it has the digests of its ``inputs`` and of its ``files``, and the ``manifest``.
"""


def read_stamp(directory: Path) -> Stamp:
    """The stamp of a report's directory; an empty one where it is missing or damaged."""
    try:
        stamp: Stamp = json.loads((directory / STAMP).read_text(encoding="utf-8"))
        if stamp.pop("checksum") == digest_of(stamp):
            return stamp
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return {"pages": {}, "common": {}}


def write_stamp(stamp: Stamp, directory: Path) -> None:
    """Write it, with its checksum, into a directory whose files are all there."""
    text = as_json({**stamp, "checksum": digest_of(stamp)})
    (directory / STAMP).write_text(text, encoding="utf-8")


def plan_of(request: Request, edition: Edition, registers: Digests) -> Build:
    """What is to be done with a report, from what lies in the output directory."""
    directory, inputs = request.output / edition.directory, inputs_of(request, edition, registers)
    stamp = read_stamp(directory)
    anew, why, names = set[str](), list[str](), list[str]()
    for language in request.languages:
        found = ["not made before"]
        if page := stamp["pages"].get(language):
            files = stamp["common"] | page["files"]
            now = digests_of((directory / name for name in files), directory)
            before, after = _named("changed file", files), _named("changed file", now)
            found = changes(page["inputs"] | before, inputs | after)
            names += page["files"]
        if not all(name.startswith(RENDERED_WITH) for name in found):
            anew.add(language)
        why += found
    if request.force:
        anew, why = set(request.languages), ["asked for with FORCE=1"]
    kept = () if why else tuple(directory / name for name in [*names, *stamp["common"]])
    return Build(edition, directory, stamp, inputs, anew, list(dict.fromkeys(why)), kept)
