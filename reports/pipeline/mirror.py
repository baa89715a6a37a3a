"""Mirrors: outputs at an address (``s3://…``) are made in a directory here, then sent there.

The directory stays, so that the next run knows what is kept. At the address each file is replaced
whole; the list of all reports goes last, so that it leads to nothing that is not there yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.freshness.digests import digest_of
from reports.pipeline.outcome import Failure

if TYPE_CHECKING:
    from reports.pipeline.outcome import Outcome

ADDRESS = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://")
SUBJECT = "The copy at the address"


def is_address(given: str) -> bool:
    """Whether an output is at an address that fsspec reads, and not a directory."""
    return ADDRESS.match(given.strip()) is not None


def mirror_of(address: str) -> Path:
    """The directory here in which the outputs of an address are made."""
    from platformdirs import user_cache_path

    return user_cache_path("rrs-reports") / "outputs" / digest_of(address.strip())[:16]


def send(address: str, mirror: Path, outcomes: Sequence[Outcome]) -> tuple[Failure, ...]:
    """Send what was made, and what is kept but not there; what failed comes back."""
    from fsspec.core import url_to_fs

    made = [file for outcome in outcomes for file in outcome.files if not outcome.kept]
    kept = [file for outcome in outcomes for file in outcome.files if outcome.kept]
    pages = sorted(mirror.glob("index*.html"))
    try:
        system, root = url_to_fs(address.strip())
        there = _sizes(system, root)
        missing = [file for file in kept if there.get(_name(file, mirror)) != file.stat().st_size]
        for file in (*made, *missing, *pages):
            _put(system, file, f"{root.rstrip('/')}/{_name(file, mirror)}")
    except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
        message = (
            f"The reports could not be sent to {address}: {type(error).__name__}: {error}\n"
            f"    to mend:  allow writing there, and run again; until then they lie in {mirror}"
        )
        return (Failure(SUBJECT, message),)
    return ()


def _sizes(system: Any, root: str) -> dict[str, int]:
    """The files at an address by their names below it, with their sizes."""
    try:
        found = system.find(root, detail=True)
    except FileNotFoundError:
        return {}
    start = len(root.rstrip("/")) + 1
    return {name[start:]: int(info["size"]) for name, info in found.items()}


def _put(system: Any, file: Path, target: str) -> None:
    system.makedirs(target.rpartition("/")[0], exist_ok=True)
    system.put_file(str(file), target)


def _name(file: Path, mirror: Path) -> str:
    return file.relative_to(mirror).as_posix()
