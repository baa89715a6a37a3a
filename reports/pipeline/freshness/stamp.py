"""Stamps: what each report in an output directory was made from, and the digests of its files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reports.pipeline.freshness.digests import Digests, digest_of_file, digests_of
from reports.pipeline.freshness.ingredients import Ingredients
from reports.project.edition import Edition

MADE = ".made"
"""The directory, below that of the outputs, with one stamp for each report."""


@dataclass(frozen=True)
class Stamp:
    """What a report was made from; ``files`` are paths from the output directory."""

    made_from: Ingredients
    files: Digests

    def touched(self, output: Path) -> list[str]:
        """The files that are no longer what they were when they were made."""
        return [
            name for name, digest in self.files.items() if digest_of_file(output / name) != digest
        ]


def stamp_path(output: Path, report: Edition) -> Path:
    """Where a report's stamp lies."""
    return output / MADE / f"{report.country}-{report.year}.json"


def read_stamp(path: Path) -> Stamp | None:
    """A stamp; None where there is none, or none that can be read."""
    content = read_json(path)
    try:
        return Stamp(content["made_from"], content["files"])
    except (KeyError, TypeError):
        return None


def write_stamp(
    output: Path, report: Edition, made_from: Ingredients, files: Iterable[Path]
) -> None:
    """Stamp a report whose files are in place. A disk that is full costs only the next run time."""
    stamp = Stamp(made_from, digests_of(files, output))
    write_json(stamp_path(output, report), asdict(stamp))


def read_json(path: Path) -> Any:
    """A file's JSON; None where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
