"""Stamps: what each page of a report was made from, and the digests of what was made.

A stamp lies beside the report's files, in ``.stamp.json``, and is placed together with them. It is
the cache's only memory: what is in place is kept as long as the stamp, which holds its own
checksum, says that it would be made again the same. Anything that is wrong is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from reports.pipeline.inputs import Digests, changes, digest_of, digest_of_file

STAMP = ".stamp.json"
FEW = 3
"""How many changes are named before the rest is only counted."""


@dataclass(frozen=True)
class PageStamp:
    """One language: what its notebook was run with, what else it was rendered with, what came.

    ``notebook`` is the name of the executed notebook among the ``files``; ``manifest`` is what the
    page says of its making.
    """

    running: Digests
    rendering: Digests
    notebook: str
    files: Digests
    manifest: Mapping[str, Any]


@dataclass(frozen=True)
class Stamp:
    """A report: its pages by language, and the files that are common to them."""

    pages: Mapping[str, PageStamp] = field(default_factory=dict)
    common: Digests = field(default_factory=dict)

    @classmethod
    def read(cls, directory: Path) -> Stamp:
        """The stamp of a report's directory; an empty one where it is missing or damaged."""
        try:
            content = json.loads((directory / STAMP).read_text(encoding="utf-8"))
            checksum = content.pop("checksum")
            if checksum != digest_of(content):
                return cls()
            pages = {name: PageStamp(**page) for name, page in content["pages"].items()}
            return cls(pages, content["common"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, directory: Path) -> Path:
        """Write it into a directory whose files are all there."""
        content = asdict(self)
        content["checksum"] = digest_of(content)
        path = directory / STAMP
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        path.write_text(text, encoding="utf-8")
        return path


@dataclass(frozen=True)
class PageVerdict:
    """What is done with a page: whether its notebook is run, whether it is rendered, and why."""

    run: bool = False
    render: bool = False
    changes: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the page is as it would be made again."""
        return not self.render


def verdict_on(
    directory: Path, page: PageStamp | None, running: Digests, rendering: Digests
) -> PageVerdict:
    """Compare a page with what it would be made from now, and its files with what was made."""
    if page is None:
        return PageVerdict(run=True, render=True, changes=("not made before",))
    damaged = touched(directory, page.files)
    changed = changes(page.running, running)
    if changed or page.notebook in damaged:
        return PageVerdict(run=True, render=True, changes=(*changed, *map(_damaged, damaged)))
    changed = [*changes(page.rendering, rendering), *map(_damaged, damaged)]
    return PageVerdict(render=bool(changed), changes=tuple(changed))


def touched(directory: Path, files: Digests) -> list[str]:
    """The files that are not, or no longer, what they were when they were made."""
    return [name for name, digest in files.items() if digest_of_file(directory / name) != digest]


def short(found: Iterable[str]) -> str:
    """The first changes, and how many more there are."""
    listed = list(dict.fromkeys(found))
    more = [f"and {len(listed) - FEW} more"] if len(listed) > FEW else []
    return ", ".join([*listed[:FEW], *more])


def _damaged(name: str) -> str:
    return f"{name}: not the file that was made"
