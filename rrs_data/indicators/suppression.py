"""Suppression: which counts of people public reports show, all of them together.

A count below the threshold is hidden, and with it so many others that nobody can compute it from
all that public reports show. What protects it are worlds: registers in which some people have
another sex, age, place or country, which give the same public files byte for byte, and in which the
count differs by the threshold at least. Linear programs search them, and hide what costs least
until there are such worlds (after Kelly, Golden and Assad, Networks 22, 1992). So public reports
show nothing else that depends on these columns: no crossing of two of them, no event's people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rrs_data.indicators.counting import Counts
from rrs_data.indicators.keys import ROWS, UNKNOWN, WARNINGS, Filter, Term, as_texts, recorded
from rrs_data.indicators.sheets import Indicator, columns_of, entity_column
from rrs_data.indicators.tallies import NO_ROWS, Tally
from rrs_data.intake.schema import Schema
from rrs_data.programme.programme import REGION, Period, Programme

PEOPLE, PERSON, COUNTRY = "people", "person.", "country"
"""The register of people, how others point to it, and its column that says where they count."""

FINANCE = "finance"
UNSHOWN = (FINANCE, ROWS, WARNINGS, "restatements", PEOPLE)
"""Bases of figures that are not for everybody: money, rows of people, what a count was before."""


class Cell(NamedTuple):
    """A count of people: by which vector each of them adds to it, in which area and category."""

    vector: int
    area: str
    column: str = ""
    category: str = ""


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


@dataclass(frozen=True)
class Suppression:
    """What public reports show of people: ``cells`` of the ``vectors`` of their indicators."""

    schema: Schema
    vectors: Mapping[tuple[str, date, date], int]
    cells: Collection[Cell]

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
        return cell in self.cells

    def shows_term(self, term: Term, sheet: Indicator | None, days: Period) -> bool:
        """Whether a public report shows a figure."""
        if not sheet:
            return not (is_private(self.schema, term.base) or term.measure.startswith("cost"))
        if not term.measure or term.measure in ("baseline", "target"):
            return bool(term.measure) or self.shows(sheet, term.country, days, term.where)
        people = sheet.of_people or _of_people(sheet, self.schema, [term.measure])
        return not people and self.shows(sheet, term.country, days, term.where)

    def public(self, tally: Tally, days: Period) -> Tally:
        """What a public report shows of a tally: without rows."""
        shows = partial(self.shows, tally.indicator, tally.country, days)
        parts = [one for one in tally.breakdown if shows([Filter(one.by, (one.category,))])]
        evidence = NO_ROWS if tally.indicator.of_people else tally.evidence
        tally = replace(tally, shown=tuple(parts), evidence=evidence)
        return tally if shows() else replace(tally, value=None, numerator=None, denominator=None)


FOUND: dict[str, Suppression] = {}
"""What was found in this process, or handed on by the run; by all that decides on it."""


def suppression_of(counts: Counts, programme: Programme) -> Suppression:
    """What the public reports of a programme show."""
    key = repr((counts.registers.content, counts.indicators, programme))
    if key not in FOUND:
        FOUND[key] = Hiding(counts, programme).found()
    return FOUND[key]


@dataclass(frozen=True)
class Worlds:
    """All worlds in which people differ in one column; alike in all else, they are a group.

    ``numbers`` has the groups' people by value; of one of them ``matrix`` says what it adds to each
    of the ``cells``, which it costs ``costs`` to hide.
    """

    numbers: Any
    cells: Sequence[Cell]
    matrix: Any
    costs: Any

    @cached_property
    def counts(self) -> dict[Cell, float]:
        """What the cells come to, as it is."""
        return dict(zip(self.cells, self.matrix @ self.numbers.ravel(), strict=True))

    def hide(
        self, target: Cell, shown: Collection[Cell], width: float
    ) -> tuple[set[Cell], set[Cell]] | None:
        """What to hide at the least cost so that two worlds differ in a cell by ``width``.

        Returns it, and all cells in which worlds differ as much; None where none do.
        """
        from scipy.optimize import linprog  # only a public edition needs it
        from scipy.sparse import block_array, csr_array, eye_array, kron

        if target not in self.counts:
            return None
        row = self.matrix[[self.cells.index(target)]]
        known = [at for at, cell in enumerate(self.cells) if cell in shown]
        matrix, as_is, size = self.matrix[known], self.numbers.ravel(), self.numbers.size
        groups, values = self.numbers.shape
        alike = csr_array(kron(eye_array(groups), np.ones((1, values))))  # as large as it is
        moved, none = eye_array(len(known)), csr_array((groups, len(known)))
        rules = [[matrix, None, -moved], [-matrix, None, -moved]]
        rules += [[None, matrix, -moved], [None, -matrix, -moved], [row, -row, none[[0]]]]
        counts = matrix @ as_is
        found = linprog(
            [*np.zeros(2 * size), *self.costs[known]],
            A_ub=block_array(rules),
            b_ub=[*counts, *-counts, *counts, *-counts, -width],
            A_eq=block_array([[alike, None, none], [None, alike, none]]),
            b_eq=np.tile(self.numbers.sum(axis=1), 2),
        )
        if not found.success:
            return None
        one, other, apart = np.split(found.x, [size, 2 * size])
        worlds = np.array([self.matrix @ each for each in (as_is, one, other)])
        far = np.flatnonzero(np.ptp(worlds, axis=0) > width - 1e-6)
        hidden = [at for at, much in zip(known, apart, strict=True) if much > 1e-6]
        return {self.cells[at] for at in hidden}, {self.cells[int(at)] for at in far}


class Hiding:
    """Finds what is hidden in all public reports of a programme."""

    def __init__(self, counts: Counts, programme: Programme) -> None:
        """Count what each person adds to every figure that may be shown."""
        self.counts, self.width = counts, programme.small_counts
        self.countries = list(programme.countries)
        self.years = [programme.period(year) for year in programme.years]
        self.until = [programme.until(one) for one in self.years]
        self.schema, self.columns = counts.registers.schema, defaultdict[int, set[str]](set)
        sheets = [*filter(self._is_covered, counts.indicators.sheets.values())]
        names = {COUNTRY, *(one for sheet in sheets for one in self._columns(sheet))}
        own = counts.registers.frames[PEOPLE].set_index("person_id")
        texts = {one: np.asarray(recorded(as_texts(own[one]))) for one in sorted(names)}
        self.people = pd.DataFrame(texts, own.index)
        self.numbers: dict[bytes, int] = {}
        self.vectors: dict[tuple[str, date, date], int] = {}
        for last, sheet in product((False, True), sheets):
            self._number(sheet, last=last)

    def found(self) -> Suppression:
        """What is left to show once every hidden count is safe."""
        blocks = {str(name): self._worlds(str(name)) for name in self.people}
        counts = {cell: n for one in blocks.values() for cell, n in one.counts.items()}
        targets = sorted(cell for cell, n in counts.items() if n)
        counts |= {Cell(at, REGION): np.frombuffer(one).sum() for one, at in self.numbers.items()}
        shown = {one for one, n in counts.items() if n >= self.width or not (n or one.column)}
        shown, safe = {one for one in shown if Cell(*one[:2]) in shown}, set[Cell]()
        while unsafe := [one for one in targets if one not in shown | safe]:
            target, column = unsafe[0], unsafe[0].column
            tried = (
                blocks[one].hide(target, shown, self.width) for one in (column, COUNTRY) if one
            )
            alike = {one for one in shown if one.column == column}
            own = {one for one in alike if one.vector == target.vector}
            # Without a world nothing of the vector is shown, or else nothing of its column.
            new, far = next(filter(None, tried), None) or (own or alike, set() if own else {target})
            shown = {one for one in shown - new if Cell(*one[:2]) in shown - new}
            safe |= far
        return Suppression(self.schema, self.vectors, frozenset(shown))

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

    def _number(self, sheet: Indicator, *, last: bool) -> None:
        """Number what people add over the spans that are told, at ``last`` over others alike."""
        own = self.until if sheet.span == "programme" else [*self.years, self.until[-1]]
        told = own if sheet.adds == "unique" else [*own, *self.until]
        for one in [*self.years, *self.until]:
            vector = self._added(sheet, one)
            if one in told or (last and vector.tobytes() in self.numbers):
                number = self._numbered(vector)
                self.vectors[sheet.code, one.start, one.end] = number
                broken_down = sheet.adds == "unique" and one in own
                self.columns[number] |= self._columns(sheet) if broken_down else set()
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

    def _worlds(self, name: str) -> Worlds:
        """The worlds in which people differ in a column."""
        from scipy.sparse import csr_array, eye_array, kron, vstack

        others = [one for one in self.people if COUNTRY in (one, name) and one != name]
        vectors = np.array([np.frombuffer(one) for one in self.numbers]).T
        kinds, kind = np.unique(vectors, axis=0, return_inverse=True)
        own = self.people[others].assign(kind=kind)
        table = pd.crosstab([own[one] for one in own], self.people[name])
        groups, values = table.index.to_frame(index=False), table.columns.astype(str)
        cells, rows = list[Cell](), list[Any]()
        for vector in self.numbers.values():
            columns = self.columns[vector]
            whose = {("", ""): groups["kind"] >= 0}  # all of them
            for one in sorted(columns) if name == COUNTRY else [COUNTRY] if name in columns else []:
                whose |= {(one, each): groups[one] == each for each in sorted({*groups[one]})}
            for (one, each), these in whose.items() if name in columns | {COUNTRY} else ():
                part = (one, each) if name == COUNTRY else (each or REGION, name)
                cells += [
                    Cell(vector, *(at, *part) if name == COUNTRY else (*part, at)) for at in values
                ]
                rows.append(kron(these * kinds[groups["kind"], vector], eye_array(len(values))))
        costs = np.array([self._cost(one) for one in cells]) + np.arange(len(cells)) * 1e-4
        return Worlds(table.to_numpy(float), cells, csr_array(vstack(rows)), costs)

    def _cost(self, cell: Cell) -> float:
        """What it costs to hide a count: most for totals, the region and the first countries."""
        rank = len(self.countries) - [*self.countries, REGION].index(cell.area) or 6
        return 10.0 * abs(rank) * (0.2 if cell.category == UNKNOWN else 1 if cell.column else 20)
