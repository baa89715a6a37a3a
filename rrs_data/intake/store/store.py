"""The store: a register of the same content is judged once, a set of registers checked once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from rrs_data.intake import Raw
from rrs_data.intake.checks import Checked, Context, check_register
from rrs_data.intake.checks.links import Links
from rrs_data.intake.findings import Findings
from rrs_data.intake.rows import Rows
from rrs_data.intake.schema import Register, Schema
from rrs_data.intake.store.arrow import read_columns, write_columns
from rrs_data.intake.store.digests import MEMORY, code_digest, digest_of, source_digests
from rrs_data.intake.store.entries import as_plain, from_plain, read_register, write_register
from rrs_data.intake.store.memory import Memory
from rrs_data.intake.store.place import cache_directory, put, tidy, used

SET = "set.json"
BROKEN = (OSError, ValueError, KeyError, TypeError, pa.ArrowException)
"""What a damaged entry may raise: it is then made anew."""


@dataclass(frozen=True)
class StoredSet:
    """Registers that were checked: their cells, and which rows point to which.

    ``descriptor`` is the source's own ``datapackage.json``; ``merged`` counts the rows of each
    register that were left out because a person confirmed that they repeat others.
    """

    registers: Mapping[str, Checked]
    links: Mapping[str, Links]
    findings: Findings
    descriptor: Mapping[str, Any]
    merged: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, Rows]:
        """The rows of each register: read, and refused for an error or as confirmed repeats."""
        errors = self.findings.rows_with_errors()
        return {
            name: Rows(one.read, min(one.read, errors[name] + self.merged.get(name, 0)))
            for name, one in self.registers.items()
        }


class Store:
    """Checked registers in a directory, by content: of the files, of the code, of the programme."""

    def __init__(self, root: Path) -> None:
        """Keep everything below ``root``."""
        self._root = root
        self._kept = root / code_digest()[:16]

    def set_key(self, source: Path, context: Context | None) -> str:
        """What tells one set from another: its files' names and content, and what it is held to."""
        digests = source_digests(source, self._root / MEMORY)
        files = [text for pair in digests.items() for text in pair]
        return digest_of([str(source.absolute()), repr(context), *files])[:32]

    def check(self, raw: Raw, register: Register) -> Checked:
        """Judge a register, or take what was found when the same content was judged before."""
        directory = self._register(register.name, raw)
        try:
            checked = read_register(directory, register)
        except FileNotFoundError:
            pass
        except BROKEN:
            shutil.rmtree(directory, ignore_errors=True)
        else:
            used(directory)
            return checked
        checked = check_register(raw, register)
        put(directory, lambda scratch: write_register(scratch, checked))
        return checked

    def find(self, key: str, schema: Schema) -> StoredSet | None:
        """The set of a key, or None where there is none that is whole."""
        directory = self._kept / "sets" / key
        try:
            stored = self._read(directory, schema)
        except FileNotFoundError:
            return None
        except BROKEN:
            shutil.rmtree(directory, ignore_errors=True)
            return None
        used(directory)
        return stored

    def memory(self, key: str) -> Memory:
        """What is remembered of the set of a key."""
        return Memory(self._kept / "sets" / key / "figures")

    def keep(self, key: str, stored: StoredSet) -> None:
        """Keep a set, and remove what was not used for longest."""
        put(self._kept / "sets" / key, lambda scratch: self._write(scratch, stored))
        tidy(self._root)

    def _register(self, name: str, one: Raw | Checked) -> Path:
        """Where a register of this content, place and header is kept."""
        headers = [text for pair in one.headers.items() for text in pair]
        return (
            self._kept
            / "registers"
            / digest_of([name, one.digest, one.file, one.sheet, *headers])[:32]
        )

    def _write(self, directory: Path, stored: StoredSet) -> None:
        """Write a set: its links and findings, and where its registers are kept."""
        places = {name: self._register(name, one).name for name, one in stored.registers.items()}
        for name, links in stored.links.items():
            columns = {column: pa.array(link, pa.int32()) for column, link in links.items()}
            if columns:
                write_columns(directory / f"{name}.arrow", columns)
        about = {
            "registers": places,
            "findings": as_plain(stored.findings),
            "descriptor": stored.descriptor,
            "merged": stored.merged,
        }
        (directory / SET).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    def _read(self, directory: Path, schema: Schema) -> StoredSet:
        about = json.loads((directory / SET).read_text(encoding="utf-8"))
        registers, links = {}, {}
        for name, place in about["registers"].items():
            kept = self._kept / "registers" / place
            registers[name] = read_register(kept, schema.registers[name])
            used(kept)
            columns = (
                read_columns(directory / f"{name}.arrow")
                if schema.registers[name].foreign_keys
                else {}
            )
            links[name] = {column: np.asarray(array) for column, array in columns.items()}
        findings = Findings(from_plain(about["findings"]))
        return StoredSet(registers, links, findings, about["descriptor"], about["merged"])


def open_store() -> Store | None:
    """The store in the user's cache, or None where there is no place for one."""
    directory = cache_directory()
    return Store(directory) if directory else None
