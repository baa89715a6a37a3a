"""Suppression: which counts of people public reports show, all of them together.

A count below the threshold is hidden, and with it so many others that nobody can compute it from
all that public reports show: :mod:`rrs_data.indicators.worlds` finds them. So these show nothing
else that depends on what people are: no crossing of two columns, no event's people.

What is hidden is chosen once and kept with the parameters: a new choice would depend on hidden
counts, and show what an earlier one hid. Where the shown counts are those that it was checked for,
readers know no more than then; where others are, it is checked anew and extended.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from itertools import pairwise, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rrs_data.indicators.counting import Counts
from rrs_data.indicators.keys import ROWS, UNKNOWN, WARNINGS, Filter, Term, as_texts, recorded
from rrs_data.indicators.sheets import Indicator, columns_of, entity_column
from rrs_data.indicators.tallies import NO_ROWS, Tally
from rrs_data.intake.schema import Schema
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.programme import CHOICE, FINAL, REGION, Period, Programme

PEOPLE, PERSON, COUNTRY = "people", "person.", "country"
"""The register of people, how others point to it, and its column that says where they count."""

FINANCE = "finance"
UNSHOWN = (FINANCE, ROWS, WARNINGS, "restatements", PEOPLE)
"""Bases of figures that are not for everybody: money, rows of people, what a count was before."""

CHECKED = "# What public editions hide: see docs/publishing.md. Checked for shown counts {}\n"
HEADER = ("indicator", "period", "country", "column", "category")

Line = tuple[str, ...]
"""A hidden count as the file has it, below its header; a total has neither column nor category."""


class Cell(NamedTuple):
    """A count of people: by which vector each of them adds to it, in which area and category."""

    vector: int
    area: str
    column: str = ""
    category: str = ""

    @property
    def total(self) -> Cell:
        """The count that it is a part of, or itself."""
        return Cell(self.vector, self.area)


def is_private(schema: Schema, base: str) -> bool:
    """Whether what a register or another base of figures holds is not for everybody."""
    own = schema.registers.get(base)
    return base in UNSHOWN or (own is not None and "person_id" in own.column)


def _of_people(sheet: Indicator, schema: Schema, columns: Iterable[str]) -> list[str]:
    """What columns are called in the register of people; those of others are left out."""
    paths = [entity_column(sheet, sheet.sources[0], schema, one) for one in columns]
    own = [one.removeprefix(PERSON) for one in paths if one.startswith(PERSON)]
    return [one for one in [*own, *paths] if one == "person_id" or (one in own and "." not in one)]


def _asked(sheet: Indicator, schema: Schema) -> list[str]:
    """The columns of people that decide what an indicator counts."""
    wheres = [(one.where, (one.met or {}).get("where", {})) for one in sheet.sources]
    return _of_people(
        sheet, schema, [path for each in wheres for one in each for path in columns_of(one)]
    )


class Suppression:
    """What the public reports of a programme show of people, of all that they could show.

    What a person adds to a count is a vector; counts with the same one have its number in common.
    Those that are ``told``, by indicator and period, are shown unless they are hidden; others
    follow from them: who is new in a year, who came again.
    """

    def __init__(self, counts: Counts, programme: Programme, params: Path) -> None:
        """Count what each person adds, and read which counts are hidden. Raises FaultsError."""
        self.counts, self.width, self.file = counts, programme.small_counts, params / CHOICE
        self.countries = list(programme.countries)
        self.years = [programme.period(year) for year in programme.years]
        self.until = [programme.until(one) for one in self.years]
        named = {f"..{year.name}": days for year, days in zip(self.years, self.until, strict=True)}
        named |= {one.name: one for one in (programme.period(FINAL), *self.years)}
        self.names = {(days.start, days.end): name for name, days in named.items()}
        self.schema, self.columns = counts.registers.schema, defaultdict[int, set[str]](set)
        sheets = [*filter(self._is_covered, counts.indicators.sheets.values())]
        names = {COUNTRY, *(one for sheet in sheets for one in self._columns(sheet))}
        own = counts.registers.frames[PEOPLE].set_index("person_id")
        texts = {one: np.asarray(recorded(as_texts(own[one]))) for one in sorted(names)}
        self.people = pd.DataFrame(texts, own.index)
        self.numbers: dict[bytes, int] = {}
        self.vectors: dict[tuple[str, date, date], int] = {}
        self.told: dict[tuple[str, str], int] = {}
        for sheet in sheets:
            self._number(sheet)
        for sheet, one in product(sheets, [*self.years, *self.until]):  # others that are alike
            if (vector := self._added(sheet, one).tobytes()) in self.numbers:
                self.vectors[sheet.code, one.start, one.end] = self.numbers[vector]
        self.lines = self._read()
        self.shown = self.shown_by(self.lines)

    @cached_property
    def cells(self) -> dict[Cell, int]:
        """What all counts come to, those of nobody too."""
        found: dict[Cell, int] = {}
        for vector, number in self.numbers.items():
            times, countries = np.frombuffer(vector), self.people[COUNTRY]
            for column in ("", *sorted(self.columns[number])):
                values = self.people[column] if column else np.full(len(times), "")
                table = pd.crosstab(countries, values, times, aggfunc="sum").fillna(0)
                table.loc[REGION] = table.sum()
                for area, row in zip(table.index, table.to_numpy(), strict=True):
                    parts = [Cell(number, str(area), column, str(one)) for one in table]
                    found |= dict(zip(parts, map(int, row), strict=True))
        return found

    def shown_by(self, lines: Collection[Line]) -> frozenset[Cell]:
        """The counts that are shown where these are hidden; the parts of a hidden total are too."""
        hidden = {Cell(self.told[code, period], *one) for code, period, *one in lines}
        told = {*self.told.values()}
        kept = (one for one in self.cells if one.vector in told)
        return frozenset(one for one in kept if not {one, one.total} & hidden)

    def lines_of(self, cells: Collection[Cell]) -> list[Line]:
        """Counts as the file has them."""
        told = self.told.items()
        return [(*key, *one[1:]) for key, number in told for one in cells if one.vector == number]

    def text(self, lines: Collection[Line]) -> str:
        """The choice as it is kept: in order, with a checksum of the counts that it shows."""
        shown = [one for one in self.shown_by(lines) if self.cells[one]]
        counts = sorted((*self.lines_of([one]), self.cells[one]) for one in shown)
        checksum = hashlib.sha256(repr((self.width, counts)).encode()).hexdigest()
        kept = pd.DataFrame(sorted(lines), columns=HEADER)
        return CHECKED.format(checksum) + kept.to_csv(index=False, lineterminator="\n")

    def is_checked(self) -> bool:
        """Whether the kept choice was checked for the counts that it shows."""
        return self.file.exists() and self.file.read_text(encoding="utf-8") == self.text(self.lines)

    def shows(
        self, sheet: Indicator, area: str, days: Period, where: Sequence[Filter] = ()
    ) -> bool:
        """Whether a public report shows what an indicator, or a part of it, comes to."""
        part = {one: _of_people(sheet, self.schema, [one.column]) for one in where}
        if not sheet.of_people:
            registers = [one.register for one in sheet.sources]
            return not (any(part.values()) or FINANCE in registers or _asked(sheet, self.schema))
        cell = Cell(self.vectors.get((sheet.code, days.start, days.end), -1), area)
        for one, names in part.items():
            value = ",".join(one.wanted) or UNKNOWN
            if names == [COUNTRY] and cell.area == REGION and not one.no:
                cell = cell._replace(area=value)
            elif names and not one.no and not cell.column:
                cell = cell._replace(column=names[0], category=value)
            else:
                return False
        return cell in self.shown

    def shows_term(self, term: Term, sheet: Indicator | None, days: Period) -> bool:
        """Whether a public report shows a figure."""
        if not sheet:
            return not (is_private(self.schema, term.base) or term.measure.startswith("cost"))
        if term.measure in ("baseline", "target"):
            return True
        people = sheet.of_people or _of_people(sheet, self.schema, [term.measure])
        return not (term.measure and people) and self.shows(sheet, term.country, days, term.where)

    def public(self, tally: Tally, days: Period) -> Tally:
        """What a public report shows of a tally: without rows."""
        shows = partial(self.shows, tally.indicator, tally.country, days)
        parts = [one for one in tally.breakdown if shows([Filter(one.by, (one.category,))])]
        evidence = NO_ROWS if tally.indicator.of_people else tally.evidence
        tally = replace(tally, shown=tuple(parts), evidence=evidence)
        return tally if shows() else replace(tally, value=None, numerator=None, denominator=None)

    def _read(self) -> set[Line]:
        """The kept choice, empty where there is none. Raises FaultsError."""
        if not self.file.exists():
            return set()
        mend = f"correct it, or bring the file back: git checkout -- {self.file}"
        try:
            rows = [*csv.reader(self.file.read_text(encoding="utf-8").splitlines())]
        except (OSError, ValueError, csv.Error) as error:
            raise FaultsError([Fault(str(self.file), str(error), "CSV in UTF-8", mend)]) from None
        lines = {at: tuple(row) for at, row in enumerate(rows, 1) if "#" not in "".join(row)[:1]}
        if not lines or lines.pop(min(lines)) != HEADER:
            expected = f"the header {','.join(HEADER)}"
            raise FaultsError([Fault(f"{self.file}, line 2", "another header", expected, mend)])
        codes, periods = (", ".join(dict.fromkeys(one)) for one in zip(*self.told, strict=True))
        expected = (
            f"a count: of {codes}; in {periods}; of {', '.join([*self.countries, REGION])}; "
            "then a column by which it is broken down and one of its categories, or neither"
        )
        wrong = {at: ",".join(line) for at, line in lines.items() if not self._is_count(line)}
        where = f"{self.file}, line"
        raise_if_any([Fault(f"{where} {at}", it, expected, mend) for at, it in wrong.items()])
        return {*lines.values()}

    def _is_count(self, line: Line) -> bool:
        """Whether a line is a count, whatever values people have now."""
        if len(line) != len(HEADER) or line[:2] not in self.told:
            return False
        area, column, category = line[2:]
        if area not in (*self.countries, REGION, UNKNOWN):
            return False
        if not column or column not in self.columns[self.told[line[0], line[1]]]:
            return not column and not category
        known = self.schema.column(PEOPLE, column)
        return category in ((known and known.allowed) or (category,)) or category == UNKNOWN

    def _is_covered(self, sheet: Indicator) -> bool:
        """Whether people count where they are from, and nothing else about them decides."""
        known = sheet.unit in (PEOPLE, "attendances") and not _asked(sheet, self.schema)
        return known and all(
            one.country == PERSON + COUNTRY and (sheet.count == "rows" or one.key == "person_id")
            for one in sheet.sources
        )

    def _columns(self, sheet: Indicator) -> set[str]:
        """The columns of people by which an indicator is broken down."""
        return {*_of_people(sheet, self.schema, sheet.by)} - {COUNTRY}

    def _number(self, sheet: Indicator) -> None:
        """Number what people add over the spans that are told, and what follows from these."""
        own = self.until if sheet.span == "programme" else [*self.years, self.until[-1]]
        told = own if sheet.adds == "unique" else [*own, *self.until]
        for one in [each for each in [*self.years, *self.until] if each in told]:
            number = self._numbered(self._added(sheet, one))
            self.told[sheet.code, self.names[one.start, one.end]] = number
            if sheet.adds == "unique":
                self.columns[number] |= self._columns(sheet)
        for year, (before, both) in zip(self.years[1:], pairwise(self.until), strict=True):
            new = self._added(sheet, both) - self._added(sheet, before)
            if {before, both} <= {*told}:
                self._numbered(new)
                self._numbered(self._added(sheet, year) - new)

    def _numbered(self, vector: Any) -> int:
        return self.numbers.setdefault(vector.tobytes(), len(self.numbers))

    def _added(self, sheet: Indicator, days: Period) -> Any:
        """How often each person counts in all countries."""
        found = []
        for name, rows in self.counts.tally(sheet.code, REGION, days).evidence.rows.items():
            kept = self.counts.column(name, "row").isin(rows)
            found.append(self.counts.column(name, "person_id")[kept])
        times = pd.concat([pd.Series(dtype="str"), *found]).value_counts()
        times = times.clip(upper=None if sheet.count == "rows" else 1)
        return times.reindex(self.people.index, fill_value=0).to_numpy(float)


def suppression_of(counts: Counts, programme: Programme, params: Path) -> Suppression:
    """What public reports show, as it was checked for these counts. Raises FaultsError."""
    found = Suppression(counts, programme, params)
    if not found.is_checked():
        what = "not checked for the counts of these registers" if found.lines else "not there"
        mend = "make the public edition: make report EDITION=public writes the file; commit it"
        fault = Fault(str(found.file), what, "what all public editions hide, checked", mend)
        raise FaultsError([fault])
    return found
