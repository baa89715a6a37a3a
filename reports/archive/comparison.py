"""Comparison: what differs between files that somebody sent and those that were made here.

It is made by a process of its own, with bounds on time and memory, which may write no file:
``python -m reports.archive.comparison RECEIVED [MADE]`` takes one or two directories.
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from typing import Any

from reports.archive.content import WHOLE, FileContent, Unreadable, content_of
from reports.project import ROOT

SECONDS, MEMORY = 300, 3 * 2**30
"""The time and the memory that it takes to read all files, at most."""

LINES, WORDS, TOLD = 20_000, 500, 1000
"""Lines and words that are held beside each other, while more are known by their hash alone;
changes of a file that are told."""

AROUND, SHOWN = 3, 80
"""Words before a change, letters of what was and is."""


def in_bounds(received: Path, *made: Path) -> dict[str, Any]:
    """What the process says: the manifests of a directory's reports by their names.

    Or, of two directories or files, whether they are the ``same`` bytes, which ``figures`` differ
    in them, and which ``others``. Raises Unreadable.
    """
    command = [sys.executable, "-B", "-m", __name__, *map(str, (received, *made))]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable(f"a file that is not read after {SECONDS} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unreadable(*said or ["a file that brings its reader down"])
    return dict(json.loads(done.stdout))


def differences(received: FileContent, made: FileContent) -> dict[str, list[str]]:
    """The ``figures`` that differ between two files, and the ``others``: what else does."""
    known = {
        word[:16] for text in made.carried.values() for word in re.findall(r"[0-9a-f]{64}", text)
    }
    letters = set(chain.from_iterable(made.texts.values()))
    figures, words = list[str](), list[str]()
    for told, was, now in _changes(received.texts, made.texts):
        # Hashes are no figures, nor is what has letters of no text of ours: a garbled font's.
        digits = len({re.sub(r"\D", "", one) for one in (was, now)}) > 1
        figure = (
            digits
            and now.strip("…") not in known
            and letters.issuperset(one for one in was if one.isalpha())
        )
        (figures if figure else words).append(told)
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
        both = received.get(place, ""), made.get(place, "")
        lines, others = (
            (text.splitlines()[:LINES] for text in both) if len({*both}) > 1 else ((), ())
        )
        for a, b, c, d in _unequal(lines, others):
            one, other = (" ".join(x).split()[:WORDS] for x in (lines[a:b], others[c:d]))
            before = " ".join(lines[:a][-1:]).split()
            for e, f, g, h in _unequal(one, other):
                around = " ".join([*before, *one[:e]][-AROUND:])
                was, now = " ".join(one[e:f]), " ".join(other[g:h])
                told = f"{place}, after “{_short(around)}”: was {_short(was)}, now {_short(now)}"
                yield told, was, now


def _unequal(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    for kind, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        if kind != "equal":
            yield a, b, c, d


def _short(words: str) -> str:
    return f"{words[:SHOWN]}…" if len(words) > SHOWN else words or "nothing"


def manifests_in(directory: Path) -> dict[str, str]:
    """What each report in a directory says of itself. Raises Unreadable where none does."""
    found, reasons = dict[str, str](), list[str]()
    for file in sorted(directory.iterdir()):
        try:
            found[file.name] = content_of(file).manifest
        except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over is its fault
            reasons.append(str(error) or type(error).__name__)
    found = {name: manifest for name, manifest in found.items() if manifest}
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
