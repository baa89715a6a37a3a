"""Together: what several partners sent becomes one set of registers, and no row forgets its file.

A row that several of them keep under one id, the same in every cell, is taken once. Different rows
of one id are told, each by its file, sheet and row.
"""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import pandas as pd
import pyarrow as pa

from rrs_data.intake.checks.register import cell_findings, check_register
from rrs_data.intake.findings import Finding
from rrs_data.intake.raw import Raw
from rrs_data.intake.schema import Register, Schema
from rrs_data.intake.source import take_in

WORKBOOKS = (".xlsx", ".xlsm")
ROWS = ("first", "last")
"""What findings call the row of another one."""

Place = tuple[str, str, int]
"""A file, a sheet and a row as a person sees it."""


@dataclass(frozen=True)
class Together:
    """Registers of one source or several, and where each of their rows stands.

    ``places`` goes by the register and the row's number in it; ``repeated`` counts the rows that
    several partners keep.
    """

    raws: Mapping[str, Raw]
    findings: tuple[Finding, ...]
    places: Mapping[str, Sequence[Place]]
    repeated: int = 0

    def place(self, register: str, row: int) -> Place:
        """Where a row stands; a row that is no register's is as it is."""
        places = self.places.get(register, ())
        return places[row - 2] if 2 <= row < len(places) + 2 else ("", "", row)

    def told(self, one: Finding) -> Finding:
        """A finding of the check with the file, the sheet and the row that it speaks of."""
        if not one.row or one.register not in self.places:
            return one
        file, sheet, row = self.place(one.register, one.row)
        details = dict(one.details)
        for name in ROWS:
            if isinstance(number := details.get(name), int):
                other, other_sheet, seen = self.place(one.register, number)
                where = ", ".join(filter(None, (PurePath(other).name, other_sheet)))
                same = (other, other_sheet) == (file, sheet)
                details[name] = seen if same else f"{seen}, {where}"
        return replace(one, file=file or one.file, sheet=sheet, row=row, details=details)


def sources_of(given: str) -> list[str]:
    """The sources that were given: one; several, quoted as in a shell; a directory of workbooks."""
    path = Path(given).expanduser()
    if path.is_dir():
        files = [one for one in sorted(path.iterdir()) if one.name[0] not in ".~"]
        books = [str(one) for one in files if one.suffix.lower() in WORKBOOKS]
        tables = [one for one in files if one.suffix.lower() in (".csv", ".tsv", ".parquet")]
        return books if len(books) > 1 and not tables else [given]
    return [given] if "://" in given or path.exists() else shlex.split(given) or [given]


def take_in_all(sources: Iterable[str], schema: Schema) -> Together:
    """Take in every source, and put the rows of each register below each other."""
    intakes = [take_in(source, schema) for source in sources]
    found = [finding for intake in intakes for finding in intake.findings]
    raws, places, repeated = {}, {}, 0
    for name, register in schema.registers.items():
        own = [intake.raws[name] for intake in intakes if name in intake.raws]
        if len(own) == 1:
            raws[name] = own[0]
        elif own:
            raws[name], places[name], again = _below_each_other(own, register)
            repeated += again
            found += [one for raw in own for one in raw.findings]
            found += [one for raw in own for one in _of_other_columns(raw, register)]
    return Together(raws, tuple(found), places, repeated)


def _of_other_columns(raw: Raw, register: Register) -> list[Finding]:
    """What is told of columns that no register has; their rows are not put together."""
    found = cell_findings(check_register(raw, register))
    return [one for one in found if one.column in raw.others.column_names]


def _below_each_other(raws: list[Raw], register: Register) -> tuple[Raw, list[Place], int]:
    """One register of several, numbered anew, the place of each of its rows, and repeated ones."""
    cells = pd.concat([raw.cells.to_pandas() for raw in raws], ignore_index=True).fillna("")
    names = [name for name in register.column if name in cells]
    places = [(raw.file, raw.sheet, row) for raw in raws for row in raw.rows.to_pylist()]
    again = pd.Series(data=False, index=cells.index)
    keys = {key.column for key in register.foreign_keys}
    if set(register.key) - keys:  # an attendance has no id of its own: it may be of other people
        files = pd.Series([file for file, *_ in places])
        first = files.groupby([cells[name] for name in names], sort=False).transform("first")
        again = cells.duplicated(names) & (files != first)
    kept = cells.loc[~again, names]
    combined = replace(
        raws[0],
        file=", ".join(dict.fromkeys(raw.file for raw in raws)),
        sheet="",
        cells=pa.table({name: pa.array(kept[name].tolist(), pa.string()) for name in names}),
        others=pa.table({}),
        headers={name: title for raw in raws[::-1] for name, title in raw.headers.items()},
        rows=pa.array(range(2, len(kept) + 2), pa.int32()),
        read=sum(raw.read for raw in raws),
        findings=(),
    )
    return combined, [places[at] for at in kept.index], int(again.sum())
