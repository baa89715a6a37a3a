"""Registers: the programme's records as typed frames, with their rows numbered and hashed."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.checks import register as checks
from rrs_data.intake.checks.plausibility import Context, of_rows, of_sums
from rrs_data.intake.descriptor import handed_on, schema_of
from rrs_data.intake.files import BY_SUFFIX, path_of
from rrs_data.intake.findings import Finding, Findings, Rows
from rrs_data.intake.raw import Raw
from rrs_data.intake.review import Review, merge_accepted, read_review, review_path
from rrs_data.intake.schema import SHIPPED, ForeignKey, Register, Schema
from rrs_data.intake.source import take_in
from rrs_data.programme.faults import raise_if_any

KEPT = 4  # sets of registers that a process keeps: a session of an analyst compares two or three


@dataclass(frozen=True)
class Registers:
    """All registers of a programme.

    ``frames`` holds one frame per register: the schema's columns, typed, and ``row``, the row's
    number in the file (the header is row 1); what a review has accepted as repeated is one row
    under one id. ``hashes`` are each file's SHA-256, ``counts`` the rows that were read, and those
    refused for an error or as confirmed repeats; ``findings`` are what the check found. ``content``
    tells checked sets apart: see :func:`adopt`.
    """

    schema: Schema
    frames: Mapping[str, pd.DataFrame]
    hashes: dict[str, str]
    counts: Mapping[str, Rows] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    content: str = ""
    targets: checks.Checked | None = field(default=None, repr=False, compare=False)
    """As the file has them, where they were read: whoever counts the rest may doubt them."""
    _links: dict[tuple[str, str], np.ndarray] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def illustrative(self) -> bool:
        """Whether the rows are invented, as their descriptor says."""
        return self.schema.illustrative

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The frame of one register, which may be changed: others have the rows as they are."""
        return self.frames[name].copy(deep=False)

    def columns(self, name: str, paths: Iterable[str], kept: Any = slice(None)) -> pd.DataFrame:
        """``row`` and some columns of a register, and of the registers that it points to.

        Every foreign key gives the other register's columns a dotted name: a row of ``attendances``
        has ``event.level`` and ``person.organisation.country``. The join is many to one, so that no
        row is ever multiplied; only columns that are asked for are joined, for of a million
        attendances all take gigabytes. The index is the rows' position; ``kept`` takes some rows.
        """
        wanted = dict.fromkeys(["row", *paths])
        return pd.DataFrame({path: self.column(name, path)[kept] for path in wanted})

    def column(self, name: str, path: str) -> pd.Series:
        """One of them by its dotted path."""
        frame = self.frames[name]
        for key in self.schema.registers[name].foreign_keys:
            if path.startswith(key.prefix):
                values = self.column(key.register, path.removeprefix(key.prefix))
                return values.reindex(self._link(name, key)).set_axis(frame.index)
        return frame[path]

    def _link(self, name: str, key: ForeignKey) -> np.ndarray:
        """For each row the position of the one that it points to; -1 where there is none."""
        link = (name, key.column)
        if link not in self._links:
            own, ids = self.frames[name][key.column], self.frames[key.register][key.key]
            found = pc.index_in(pa.array(own), value_set=pa.array(ids), skip_nulls=True)
            self._links[link] = found.fill_null(-1).to_numpy()
        return self._links[link]


def with_derived(register: Register, frame: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from a register's own columns.

    A text that is there in some languages stands for the others too. An event has its ``days`` and
    its ``cost``, the sum of the columns ``cost_…``, which is unknown where any part of it is.
    """
    for own, others, _ in register.texts:
        any_of_them = reduce(pd.Series.fillna, [frame[name] for name in own])
        filled = {name: frame[name].fillna(any_of_them) for name in own}
        frame = frame.assign(**filled, **dict.fromkeys(others, any_of_them))
    if register.name != "events":
        return frame
    costs = [one.name for one in register.columns if one.is_number and one.name[:5] == "cost_"]
    days = (frame["end"] - frame["start"]).dt.days + 1
    return frame.assign(days=days, cost=frame[costs].sum(axis=1, skipna=False, min_count=1))


_kept: dict[str, Registers] = {}
"""What this process has checked or adopted, by content, as long as no file of it changes."""


def load_registers(
    source: str | Path = SHIPPED, context: Context | None = None, schema: Schema | None = None
) -> Registers:
    """Read and check all registers of a directory, workbook, address or database.

    ``context`` is what the programme says of them; without a ``schema`` it is that of their own
    descriptor. Files that this process has checked before are not checked again until one of them
    changes. Raises FaultsError with every fault of every register.

        load_registers("rrs_data/registers").frames["events"]
    """
    schema = schema or schema_of(source)
    if kept := _kept.get(content_of_source(source, context, schema)):
        return kept
    registers = checked_registers(source, context, schema)
    raise_if_any(registers.findings.errors)
    if path_of(source):  # what lies at an address may change unseen
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[registers.content] = registers
    return registers


def adopt(registers: Registers) -> None:
    """Let this process, which has no other, take a checked set for its source's."""
    handed_on[:] = [registers.schema]
    _kept[registers.content] = registers


def checked_registers(
    source: str | Path, context: Context | None = None, schema: Schema | None = None
) -> Registers:
    """The registers of a source as they were checked; what is wrong is in the findings."""
    schema = schema or schema_of(source)
    content = content_of_source(source, context, schema)
    intake, path = take_in(source, schema), path_of(source)
    review = read_review(review_path(path)) if path and path.exists() else Review()
    checked, findings = check_set(intake.raws, schema, context, intake.findings, review)
    frames = {name: with_derived(one.register, one.frame) for name, one in checked.items()}
    if review.accepted:
        frames = merge_accepted(frames, review, schema)
    refused = findings.rows_with_errors()
    if not findings.errors:  # what was confirmed as a repeat is not used either
        refused.update({name: len(checked[name].frame) - len(frames[name]) for name in frames})
    reads = {name: one.raw.read for name, one in checked.items()}
    counts = {name: Rows(read, min(read, refused[name])) for name, read in reads.items()}
    hashes = {name: one.raw.digest for name, one in checked.items()}
    return Registers(schema, frames, hashes, counts, findings, content, checked.get("targets"))


def check_set(
    raws: Mapping[str, Raw],
    schema: Schema,
    context: Context | None = None,
    before: Iterable[Finding] = (),
    review: Review | None = None,
) -> tuple[dict[str, checks.Checked], Findings]:
    """Check all registers that could be read; return them, and everything that was found.

    ``before`` are findings of the readers. Without a ``context`` nothing is held against the
    programme's parameters; without a ``review`` no duplicates are looked for.
    """
    currency, checked = context[0].currency if context else None, dict[str, checks.Checked]()
    findings = [*before, *(review.findings if review else ())]
    for name, register in schema.registers.items():
        if name in raws:
            one = checked[name] = checks.check_register(raws[name], register, currency)
            findings += [*checks.cell_findings(one), *checks.repeated(one), *of_rows(one, context)]
    findings += checks.unknown(checked)
    faulty = {one.register for one in findings if one.severity == "error"}
    sound = {name: one for name, one in checked.items() if name not in faulty}
    findings += of_sums(sound, context)
    if review:
        findings += checks.probable_duplicates(checked, review)
    return checked, Findings(_in_order(findings, schema))


def _in_order(findings: list[Finding], schema: Schema) -> list[Finding]:
    """By register and row, errors first; of a cell, and of a row that adds up others, only one."""
    places = {name: place for place, name in enumerate(schema.registers)}
    totals = {(one.register, one.row) for one in findings if one.rule == "total-row"}
    first: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(findings, key=lambda one: one.severity):
        if finding.rule == "total-row" or (finding.register, finding.row) not in totals:
            first.setdefault(_cell(finding), finding)
    of = first.values()
    return sorted(of, key=lambda one: (places.get(one.register, -1), one.file, one.row))


def _cell(finding: Finding) -> tuple[object, ...]:
    """What a finding speaks of: a cell, or else a whole row, column or file under its rule."""
    place = (finding.register, finding.file, finding.sheet, finding.row, finding.column)
    return place if finding.row and finding.column else (*place, finding.rule, finding.value)


def content_of_source(source: str | Path, context: Context | None, schema: Schema) -> str:
    """One SHA-256 of all that decides what is found in a source, as it shows without reading it.

    That is where it lies, what it is checked against, its schema, and of every file, the review of
    duplicates among them, the size and the time of its last change; of an address nothing more.
    """
    files = []
    if path := path_of(source):
        source = path.absolute()
        with suppress(OSError, ValueError):
            listed = sorted(path.iterdir()) if path.is_dir() else [path, review_path(path)]
            found = [one for one in listed if one.suffix.lower() in BY_SUFFIX and one.exists()]
            files = [(one.name, one.stat().st_size, one.stat().st_mtime_ns) for one in found]
    described = schema.digest, schema.illustrative, schema.languages
    everything = repr((str(source), context, described, files))
    return hashlib.sha256(everything.encode("utf-8", "surrogateescape")).hexdigest()
