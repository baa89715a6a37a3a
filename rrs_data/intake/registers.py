"""Registers: the programme's records as typed frames, with their rows numbered and hashed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from rrs_data.intake import in_database, take_in
from rrs_data.intake.checks import CheckedSet, Context, check_register, check_set
from rrs_data.intake.checks.links import merged
from rrs_data.intake.duplicates import FILE as REVIEW
from rrs_data.intake.duplicates import Review, apply, read_review
from rrs_data.intake.findings import Finding
from rrs_data.intake.frames import Frames
from rrs_data.intake.hidden import reveal
from rrs_data.intake.rows import Rows
from rrs_data.intake.schema import SHIPPED, Schema, load_schema
from rrs_data.intake.scope import Scope
from rrs_data.intake.slices import select
from rrs_data.intake.store import Memory, StoredSet, open_store
from rrs_data.programme.periods import Period
from rrs_data.programme.programme import REGION


@dataclass(frozen=True)
class Registers:
    """All registers of a programme, or the rows of them that one report needs.

    ``frames`` holds one frame per register: the schema's columns, typed, and ``row``, the row's
    number in the file as a spreadsheet shows it (the header is row 1). ``counts`` are those of the
    whole registers, ``hashes`` each file's SHA-256. ``illustrative`` says that the rows are
    invented; ``warnings`` are what the check doubts but lets through. ``scope`` says which rows are
    there, None that all are; ``load_whole`` loads all, and ``memory`` keeps figures that were
    counted from them.
    """

    schema: Schema
    frames: Mapping[str, pd.DataFrame]
    hashes: dict[str, str]
    illustrative: bool = False
    counts: Mapping[str, Rows] = field(default_factory=dict)
    warnings: tuple[Finding, ...] = ()
    scope: Scope | None = None
    memory: Memory | None = None
    load_whole: Callable[[], Registers] | None = field(default=None, repr=False, compare=False)
    _views: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The frame of one register."""
        return self.frames[name]

    def view(self, name: str) -> pd.DataFrame:
        """A register with the columns of the registers that it points to.

        Every foreign key adds the other register's columns under a dotted name: a row of
        ``attendances`` has ``event.level`` and ``person.organisation.country``. The join is many
        to one, so that no row is ever multiplied.
        """
        if name not in self._views:
            frame = self.frames[name]
            for key in self.schema.registers[name].foreign_keys:
                other = self.view(key.register).add_prefix(key.prefix)
                frame = frame.merge(
                    other,
                    how="left",
                    left_on=key.column,
                    right_on=key.prefix + key.key,
                    validate="many_to_one",
                )
            self._views[name] = frame
        return self._views[name]

    def holds(self, country: str, until: date) -> bool:
        """Whether all rows are here that belong to a country (or the region) up to a day."""
        own = self.scope
        return own is None or (own.country in (country, REGION) and until <= own.until)

    def reaches(self, country: str, until: date) -> bool:
        """Whether figures of a country up to a day can be counted, if need be from other rows."""
        return self.load_whole is not None or self.holds(country, until)

    def whole(self) -> Registers:
        """The registers with all their rows."""
        return self.load_whole() if self.load_whole else self

    def slice(self, name: str, country: str, period: Period) -> pd.DataFrame:
        """The rows of a register's view that belong to a country (or the region) and a period."""
        return self.view(name).iloc[self.places(name, country, period)]

    def places(self, name: str, country: str, period: Period | None) -> np.ndarray:
        """Where those rows are in the view; of all days where there is no ``period``."""
        view, register = self.view(name), self.schema.registers[name]
        kept = np.ones(len(view), dtype=bool)
        if country != REGION:
            kept &= (view[register.country] == country).to_numpy(dtype=bool, na_value=False)
        if register.date and period:
            kept &= period.holds(view[register.date]).to_numpy(dtype=bool, na_value=False)
        return np.flatnonzero(kept)


def load_registers(
    source: str | Path = SHIPPED, context: Context | None = None, scope: Scope | None = None
) -> Registers:
    """Read and check all registers of a directory, workbook, address or database.

    ``context`` is what the programme says of them (:class:`rrs_data.intake.checks.Context`); with a
    ``scope`` only the rows of one report are loaded, and from a database no others are ever read.
    What was checked before is not checked again.
    Raises FaultsError with every fault of every register.
    """
    source = reveal(source)
    stored, memory = _checked(source, context, scope)
    stored.findings.raise_errors()
    return replace(
        registers_of(stored, load_schema(), scope, review_of(source)),
        memory=memory,
        load_whole=None if in_database(source) else lambda: load_registers(source, context),
    )


def checked_registers(
    source: str | Path, context: Context | None = None, scope: Scope | None = None
) -> StoredSet:
    """The checked registers of a source, from the store where it has them; errors are in them."""
    return _checked(source, context, scope)[0]


def _checked(
    source: str | Path, context: Context | None, scope: Scope | None
) -> tuple[StoredSet, Memory | None]:
    """The checked registers, and what is remembered of them where they are in the store."""
    schema, store = load_schema(), open_store()
    key = store.set_key(Path(source), context) if store and Path(source).exists() else None
    if store and key and (known := store.find(key, schema)):
        return known, store.memory(key)
    intake = take_in(source, schema, scope)
    review = review_of(source)
    checked = check_set(
        intake.raws,
        schema,
        context,
        before=[*intake.findings, *review.findings],
        review=review,
        check=store.check if store else check_register,
    )
    stored = StoredSet(
        checked.registers,
        merged(checked.links, checked.registers, review.accepted),
        checked.findings,
        intake.descriptor,
        _merged(checked, review),
    )
    if not store or not key or stored.findings.errors:
        return stored, None
    if store.set_key(Path(source), context) != key:  # a file was changed while it was read
        return stored, None
    store.keep(key, stored)
    return stored, store.memory(key)


def review_of(source: str | Path) -> Review:
    """The decisions on duplicates that lie beside the registers; none for an address."""
    path = Path(source)
    directory = path if path.is_dir() else path.parent
    return read_review(directory / REVIEW) if path.exists() else Review()


def _merged(checked: CheckedSet, review: Review) -> dict[str, int]:
    """How many rows of each register repeat others, as a person has confirmed."""
    if not review.accepted or checked.findings.errors:
        return {}
    return apply(Frames(checked.registers, {}), review)[1]


def registers_of(
    stored: StoredSet,
    schema: Schema,
    scope: Scope | None = None,
    review: Review | None = None,
) -> Registers:
    """The frames of checked registers, or of the rows of them that belong to a scope.

    What a review has accepted as repeated is one row under one id.
    """
    columns = {name: one.columns for name, one in stored.registers.items()}
    places = select(columns, stored.links, scope, schema) if scope else {}
    frames: Mapping[str, pd.DataFrame] = Frames(stored.registers, places)
    if review and review.accepted:
        frames, _ = apply(frames, review, schema)
    return Registers(
        schema=schema,
        frames=frames,
        hashes={name: one.digest for name, one in stored.registers.items()},
        illustrative=stored.descriptor.get("illustrative") is True,
        counts=stored.counts,
        warnings=stored.findings.warnings,
        scope=scope,
    )
