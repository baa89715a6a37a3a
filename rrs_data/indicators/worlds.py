"""Worlds: what public reports must hide so that no hidden count of people can be computed.

What protects a count are worlds: registers in which some people have another sex, age, place or
country, which give the same public files byte for byte, and in which the count differs by the
threshold at least. Linear programs search them, and hide what costs least until there are such
worlds (after Kelly, Golden and Assad, Networks 22, 1992).
"""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from rrs_data.indicators.keys import UNKNOWN
from rrs_data.indicators.suppression import COUNTRY, Cell, Line, Suppression
from rrs_data.programme.programme import REGION


class Worlds:
    """All worlds in which people differ in one column; alike in all else, they are a group.

    ``numbers`` has the groups' people by value; of one of them ``matrix`` says what it adds to each
    of the ``cells``, which it costs ``costs`` to hide.
    """

    def __init__(self, public: Suppression, name: str) -> None:
        """Find the groups of people, and what they add to the counts."""
        from scipy.sparse import csr_array, eye_array, kron, vstack

        others = [one for one in public.people if COUNTRY in (one, name) and one != name]
        vectors = np.array([np.frombuffer(one) for one in public.numbers]).T
        kinds, kind = np.unique(vectors, axis=0, return_inverse=True)
        own = public.people[others].assign(kind=kind)
        table = pd.crosstab([own[one] for one in own], public.people[name])
        groups, values = table.index.to_frame(index=False), table.columns.astype(str)
        self.numbers, self.cells, rows = table.to_numpy(float), list[Cell](), list[Any]()
        for vector in public.numbers.values():
            columns = public.columns[vector]
            whose = {("", ""): groups["kind"] >= 0}  # all of them
            for one in sorted(columns) if name == COUNTRY else [COUNTRY] if name in columns else []:
                whose |= {(one, each): groups[one] == each for each in sorted({*groups[one]})}
            for (one, each), these in whose.items() if name in columns | {COUNTRY} else ():
                part = (one, each) if name == COUNTRY else (each or REGION, name)
                self.cells += [
                    Cell(vector, *(at, *part) if name == COUNTRY else (*part, at)) for at in values
                ]
                rows.append(kron(these * kinds[groups["kind"], vector], eye_array(len(values))))
        self.matrix, numbers = csr_array(vstack(rows)), np.arange(len(self.cells))
        self.costs = np.array([_cost(public, one) for one in self.cells]) + numbers * 1e-4

    def hide(
        self, target: Cell, shown: Collection[Cell], width: float
    ) -> tuple[set[Cell], set[Cell]] | None:
        """What to hide at the least cost so that two worlds differ in a cell by ``width``.

        Returns it, and all cells in which worlds differ as much; None where none do.
        """
        from scipy.optimize import linprog  # only a public edition needs it
        from scipy.sparse import block_array, csr_array, eye_array, kron

        if target not in self.cells:
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


def hidden_in(public: Suppression) -> list[Line]:
    """What is hidden once every hidden count is safe, and what was hidden before."""
    blocks, counts = {str(name): Worlds(public, str(name)) for name in public.people}, public.cells
    width, told = public.width, {*public.told.values()}
    whole = {one for one, n in counts.items() if one.vector in told or n < width}
    targets = sorted(one for one in whole if counts[one] and one != Cell(one.vector, REGION))
    shown = {one for one in public.shown if counts[one] >= width or not (counts[one] or one.column)}
    shown, safe = {one for one in shown if one.total in shown}, set[Cell]()
    while unsafe := [one for one in targets if one not in shown | safe]:
        target, column = unsafe[0], unsafe[0].column
        tried = (blocks[one].hide(target, shown, width) for one in (column, COUNTRY) if one)
        alike = {one for one in shown if one.column == column}
        own = {one for one in alike if one.vector == target.vector}
        # Without a world nothing of the vector is shown, or else nothing of its column.
        new, far = next(filter(None, tried), None) or (own or alike, set() if own else {target})
        shown = {one for one in shown - new if one.total in shown - new}
        safe |= far
    hidden = {one for one in counts if one.vector in told and (counts[one] or not one.column)}
    hidden -= shown
    partly = {one[:3] for one in hidden if one.column}  # a part of nobody may be one of somebody
    hidden |= {one for one in counts if not counts[one] and one.column and one[:3] in partly}
    totals = {one for one in hidden if not one.column}
    return public.lines_of([one for one in hidden if one in totals or one.total not in totals])


def _cost(public: Suppression, cell: Cell) -> float:
    """What it costs to hide a count: most for totals, the region and the first countries."""
    if not (cell.column or public.cells[cell]):  # all know that nobody counts before a beginning
        return 1e5
    rank = len(public.countries) - [*public.countries, REGION].index(cell.area) or 6
    return 10.0 * abs(rank) * (0.2 if cell.category == UNKNOWN else 1 if cell.column else 20)
