"""The manifest: what a report was made from, so that it can be checked and made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reports.archive.record import Record, as_csv
from reports.project.edition import Edition
from reports.render.beside import Attachment

FACTS = ("period", "illustrative", "registers")
"""What is taken from the record; ``registers`` are SHA-256 by name."""

KINDS = {".yml": "application/yaml", ".csv": "text/csv", ".json": "application/json"}


def manifest(
    report: Edition, record: Record, provenance: Mapping[str, Any], params: Path
) -> dict[str, Any]:
    """Everything that decides about a report's content: no clock, no path, nobody's name.

    Registers and files of parameters (relative to ``params``) have their SHA-256.
    """
    language = provenance["parameters"]["language"]
    files = [*parameter_files(params), *_narrative_files(params, report, language)]
    return {
        **provenance,
        **{name: record[name] for name in FACTS if name in record},
        "parameter_files": {
            file.relative_to(params).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files
        },
    }


def parameter_files(params: Path) -> list[Path]:
    """The files of parameters that every report is made with."""
    return sorted(params.glob("*.yml"))


def attachments(
    record: Record, contents: Mapping[str, Any], params: Path, labels: Mapping[str, Any]
) -> tuple[Attachment, ...]:
    """What a PDF carries: its figures, the parameters and the manifest, with a word on each.

    ``contents`` is the manifest. The figures are the data that the PDF shows; it was made from the
    others.
    """
    text = json.dumps(contents, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    words = labels.get("attached", {})
    figures = as_csv(record).encode("utf-8-sig")
    sources = [(file.name, file.read_bytes()) for file in parameter_files(params)]
    return (
        _attachment("achievements.csv", figures, "data", words.get("figures", "")),
        *(_attachment(*source, "source", words.get("parameters", "")) for source in sources),
        _attachment("manifest.json", text.encode(), "source", words.get("manifest", "")),
    )


def _attachment(name: str, content: bytes, relation: str, description: str) -> Attachment:
    kind = KINDS.get(Path(name).suffix, "text/plain")
    return Attachment(name, content, kind, relation, description or name)


def _narrative_files(params: Path, report: Edition, language: str) -> list[Path]:
    directory = params / "narrative" / report.country / str(report.year)
    return sorted(directory.glob(f"*.{language}.md"))
