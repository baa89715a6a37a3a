"""What an import writes: clean registers, the log of changes, the findings; all or nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from rrs_data.intake.partners.cleaning import Cleaned
from rrs_data.intake.partners.log import write_log
from rrs_data.intake.schema import DESCRIPTOR, Register, Schema
from rrs_data.language.language import Language
from rrs_data.programme.faults import Fault, FaultsError

CHANGES, FINDINGS = "changes.csv", "findings.csv"
BATCH = 50_000
"""Rows that are turned into Python's texts at a time."""


@dataclass(frozen=True)
class Imported:
    """All that an import writes: ``findings`` is the text of their file."""

    cleaned: Mapping[str, Cleaned]
    findings: str
    descriptor: Mapping[str, Any]


def write_import(imported: Imported, directory: Path, schema: Schema, language: Language) -> int:
    """Write a new directory, whole or not at all; return how many cells were changed.

    Raises FaultsError when there is something in it already, or when it cannot be written.
    """
    try:
        with _new(directory) as made:
            for name, one in imported.cleaned.items():
                _write_register(made / schema.registers[name].path, one, schema.registers[name])
            if imported.descriptor:
                _write_descriptor(made / DESCRIPTOR, imported.descriptor)
            (made / FINDINGS).write_text(imported.findings, encoding="utf-8", newline="")
            with (made / CHANGES).open("w", encoding="utf-8-sig", newline="") as file:
                return write_log(file, imported.cleaned.values(), language)
    except OSError as error:
        raise FaultsError([Fault.not_writable(directory, error)]) from None


@contextmanager
def _new(directory: Path) -> Iterator[Path]:
    """A directory beside the wanted one that takes its place when all is written."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise FaultsError([_taken(directory)])
    directory.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{directory.name}.", dir=directory.parent) as scratch:
        made = Path(scratch) / directory.name
        made.mkdir()
        yield made
        made.replace(directory)


def _write_register(path: Path, cleaned: Cleaned, register: Register) -> None:
    """Write a register as CSV with every column of the schema; one that the file lacks is empty."""
    empty = pa.repeat("", len(cleaned.seen.rows))
    columns = [
        cleaned.columns[column.name].rows() if column.name in cleaned.columns else empty
        for column in register.columns
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in register.columns])
        for start in range(0, len(empty), BATCH):
            texts = [column.slice(start, BATCH).to_pylist() for column in columns]
            writer.writerows(zip(*texts, strict=True))


def _write_descriptor(path: Path, descriptor: Mapping[str, Any]) -> None:
    """Keep what the source says of itself: that its rows are invented, for instance."""
    text = json.dumps(dict(descriptor), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def _taken(directory: Path) -> Fault:
    return Fault(
        f"OUTPUT, {directory}",
        "a directory that is not empty" if directory.is_dir() else "a file",
        "a new or empty directory: what is there may have been worked on",
        "move it away, or choose another directory with OUTPUT=",
    )
