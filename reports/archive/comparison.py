"""Comparison: what differs between files that somebody sent and those that were made here.

It is made by a process of its own, with bounds on time and memory, which may write no file:
``python -m reports.archive.comparison RECEIVED [MADE]`` takes one or two directories.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from reports.archive.content import WHOLE, FileContent, Unreadable, content_of
from reports.project import ROOT
from reports.render.programs import run

SECONDS, MEMORY = 300, 3 * 2**30
"""The time and the memory that it takes to read all files, at most."""

WORDS, TOLD = 50_000, 1000
"""Words of a place that are held beside each other, while more are known by their hash alone;
changes of a file that are told."""

AROUND, SHOWN = 3, 80
"""Words before a change, letters of what was and is."""


def in_bounds(received: Path, *made: Path) -> dict[str, Any]:
    """What the process says: the manifests of the reports by their names.

    Or, of two directories or files, whether they are the ``same`` bytes, which ``figures`` differ
    in them, and which ``others``. Raises Unreadable.
    """
    command = [sys.executable, "-B", "-m", __name__, *map(str, (received, *made))]
    code, said = run(command, seconds=SECONDS, directory=ROOT)
    last = said.strip().splitlines()[-1:]
    if code is None:
        raise Unreadable(f"a file that is not read after {SECONDS} seconds")
    if code:
        raise Unreadable(*last or ["a file that brings its reader down"])
    return dict(json.loads(*last))


def differences(received: FileContent, made: FileContent) -> dict[str, list[str]]:
    """The ``figures`` that differ between two files, and the ``others``: what else does."""
    hashes = re.findall(r"[0-9a-f]{64}", " ".join(made.carried.values()))
    known, letters = {one[:16] for one in hashes}, set("".join(made.texts.values()))
    figures, words = list[str](), list[str]()
    for told, was, now in _changes(received.texts, made.texts):
        # Hashes are no figures, nor is what has letters of no text of ours: a garbled font's.
        digits = len({re.sub(r"\D", "", one) for one in (was, now)}) > 1
        ours = (
            letters.issuperset(one for one in was if one.isalpha()) and now.strip("…") not in known
        )
        (figures if digits and ours else words).append(told)
    others = [*words, *(told for told, *_ in _changes(received.carried, made.carried))]
    places = {place for place, _ in received.digests.items() ^ made.digests.items()}
    if figures or others:
        places -= {WHOLE}
    seen_first = sorted(places, key=lambda place: (not place.startswith("the picture"), place))
    return {"figures": figures, "others": [*others, *(f"{one} differs" for one in seen_first)]}


def _changes(
    received: Mapping[str, str], made: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Each change of words, told with the words before it; then what was there, and what is now."""
    for place in dict.fromkeys([*made, *received]):
        one, other = (texts.get(place, "").split()[:WORDS] for texts in (received, made))
        for kind, a, b, c, d in SequenceMatcher(None, one, other).get_opcodes():
            if kind != "equal":
                around, was, now = map(" ".join, (one[:a][-AROUND:], one[a:b], other[c:d]))
                shown = [
                    x[:SHOWN] + "…" * (len(x) > SHOWN) or "nothing" for x in (around, was, now)
                ]
                yield "{}, after “{}”: was {}, now {}".format(place, *shown), was, now


def manifests_in(received: Path) -> dict[str, str]:
    """What each report says of itself, by its name. Raises Unreadable where none does."""
    found, reasons = dict[str, str](), list[str]()
    for file in sorted(received.glob("[!.]*")) if received.is_dir() else [received]:
        try:
            if manifest := content_of(file).manifest:
                found[file.name] = manifest
        except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over is its fault
            reasons.append(str(error) or type(error).__name__)
    if not found:
        mend = "give a .pdf, .html, .docx or .xlsx of a report, or its directory"
        raise Unreadable(*reasons[:1] or [f"nothing has the manifest of a report: {mend}"])
    return found


def compared(received: Path, made: Path) -> dict[str, Any]:
    """What differs between two files, or between the files of two directories."""
    result: dict[str, Any] = {"same": True, "figures": [], "others": []}
    if received.is_dir():
        names = {one.name for each in (received, made) for one in each.glob("[!.]*")}
        for name in sorted(names):
            try:
                found = compared(received / name, made / name)
            except Exception as error:  # noqa: BLE001 - as above
                found = {"same": False, "figures": [], "others": [str(error)]}
            result["same"] &= found["same"]
            for kind in ("figures", "others"):
                result[kind] += [f"{name}, {told}" for told in found[kind][:TOLD]]
    elif received.exists() and made.exists():
        if received.read_bytes() != made.read_bytes():
            result |= differences(content_of(received), content_of(made)) | {"same": False}
    else:
        result["others"] = ["missing" if made.exists() else "not made here"]
    return result


def main() -> None:
    """Print what is asked for, within the bounds that this system knows."""
    bounds = {"RLIMIT_CPU": SECONDS, "RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in bounds.items():
        with suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (most, most))
    received, *made = map(Path, sys.argv[1:])
    try:
        json.dump(compared(received, *made) if made else manifests_in(received), sys.stdout)
    except Exception as error:  # noqa: BLE001 - as above
        sys.exit(str(error) or type(error).__name__)


if __name__ == "__main__":
    main()
