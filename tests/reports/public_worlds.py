"""Worlds: other people behind the same public reports, found from the registers by hand.

Groups of people who are alike in all that decides what a public report shows, but for one column,
may have any value in it that keeps the shown counts.
"""

from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from rrs_data import open_report

WIDTH = 5
"""The protection: how far apart a hidden count must be able to lie."""

COLUMNS = ("sex", "age_band", "place")
AREAS = ("KG", "KZ", "TJ", "TM", "UZ", "AF", "PK", "ALL")
YEARS = ("2013", "2014", "2015", "final")
COUNTED = ("RRS-1", "RRS-2", "RRS-3", "RRS-4", "RRS-9")
"""The sheets that count people where they are from."""


def told(report):
    """Every count of people that reports have: by sheet, area, days and part."""
    counted, programme, found = report.figures, report.programme, {}
    for area, year, code in product(AREAS, YEARS, COUNTED):
        period = programme.periods[year]
        one, own = counted.achievement(code, area, period), counted.span(code, period)
        before = programme.previous(area, period)
        parts = [(own, "", "", one.actual), (programme.until(own), "", "", one.cumulative)]
        parts += [(counted.span(code, before), "", "", one.previous)] if before else []
        parts += [
            (own, part.by, part.category, part.value)
            for part in one.tally.breakdown
            if part.by in COLUMNS
        ]
        for days, by, category, value in parts:
            if value is not None:
                found[code, area, days.start, days.end, by, category] = value
    return found


class Oracle:
    """What is known of everybody: how often each counts where, and what public reports show."""

    def __init__(self):
        report, public = (open_report("ALL", "final", "en", edition=e) for e in ("donor", "public"))
        achievements, programme = report.figures, report.programme
        self.people = report.registers["people"].set_index("person_id").astype("str")
        attended = report.registers["attendances"].set_index("row")["person_id"]
        self.times = {}
        for code, year in product(COUNTED, YEARS):
            period = programme.periods[year]
            for days in (period, programme.until(period)):
                tally = achievements.tally(code, "ALL", days)
                rows = attended.loc[tally.evidence.rows.get("attendances", [])]
                times = rows.value_counts() if code == "RRS-4" else pd.Series(1, rows.unique())
                times = times.reindex(self.people.index).fillna(0).to_numpy()
                self.times[code, days.start, days.end] = times
        self.kinds = np.unique(np.array([*self.times.values()]).T, axis=0, return_inverse=True)[1]
        self.shown, self.true = told(public), told(report)
        tables = {(code, *days, by) for code, _, *days, by, _ in self.shown}
        missing = [key for key, value in self.true.items() if value and key not in self.shown]
        apart = {key: WIDTH if (key[0], *key[2:5]) in tables else 2 for key in missing}
        # A large count of a table that no report shows is not hidden behind others.
        self.apart = {k: n for k, n in apart.items() if n == WIDTH or self.true[k] < WIDTH}

    def count(self, key, people):
        """What a count comes to where people are others."""
        code, area, *days, by, category = key
        whose = people["country"].isin([area] if area != "ALL" else AREAS)
        if by:
            whose &= people[by] == category
        return self.times[code, *days][whose.to_numpy()].sum()

    def world(self, columns, seed, wanted=()):
        """People who are others in these columns, so that all shown counts stay.

        Those that are ``wanted`` are larger or smaller, as far as that goes.
        """
        people, random = self.people, np.random.default_rng(seed)
        for column in columns:
            people = Group(self, people, column).others(random, wanted)
        return people


class Group:
    """The worlds in which people differ in a column alone."""

    def __init__(self, oracle, people, column):
        self.oracle, self.people, self.column = oracle, people, column
        others = [*COLUMNS] if column == "country" else ["country"]
        groups = people.groupby([oracle.kinds, *[people[one] for one in others]], sort=False)
        self.members = [list(group.index) for _, group in groups]
        self.places = people.index.get_indexer([one[0] for one in self.members])
        self.values = sorted(set(people[column]))
        about = [key for key in oracle.shown if column == "country" or key[4] == column]
        known = np.unique([[*self.row(key), oracle.shown[key]] for key in about], axis=0)
        sizes = np.kron(np.eye(len(self.members)), np.ones(len(self.values)))
        self.rules = csr_array(np.vstack([known[:, :-1], sizes]))
        self.right = [*known[:, -1], *map(len, self.members)]

    def row(self, key):
        """How often one of each group, with each value, counts."""
        code, area, *days, by, category = key
        one, column = self.people.iloc[self.places], self.column
        whose = np.ones(len(self.places), bool)
        if by and by != column:
            whose &= (one[by] == category).to_numpy()
        if area != "ALL" and column != "country":
            whose &= (one["country"] == area).to_numpy()
        wanted = area if column == "country" else category
        allowed = [v == wanted or (column == "country" and area == "ALL") for v in self.values]
        return np.outer(self.oracle.times[code, *days][self.places] * whose, allowed).ravel()

    def moves(self, key):
        """Whether a count depends on the column."""
        return key[4] == self.column or (self.column == "country" and key[1] != "ALL")

    def others(self, random, wanted):
        """The people of a world, far from those that there are."""
        costs = random.normal(size=self.rules.shape[1])
        costs += sum(random.choice([-9, 9]) * self.row(key) for key in wanted if self.moves(key))
        rules = LinearConstraint(self.rules, self.right, self.right)
        bounds, near = Bounds(0, np.inf), {"mip_rel_gap": 0.5}
        found = milp(costs, integrality=1, bounds=bounds, constraints=[rules], options=near)
        people = self.people.copy()
        numbers = np.round(found.x).astype(int).reshape(len(self.members), -1)
        for group, each in zip(self.members, numbers, strict=True):
            people.loc[group, self.column] = np.repeat(self.values, each)
        return people

    def widen(self, ends, apart):
        """Widen the known ends of counts until all are so far apart, or none of them gives way."""
        keys = [key for key in apart if self.moves(key)]
        rows, wide = np.array([self.row(key) for key in keys]), np.array([*map(apart.get, keys)])
        low, high = np.array([ends[key] for key in keys], float).T
        random, single = np.random.default_rng(1), list[int]()
        while (near := np.flatnonzero(high - low < wide - 1e-6)).size and {*near} - {*single}:
            costs = random.choice([-1, 1], near.size) @ rows[near]
            before = near.size
            low, high = self._seen(costs, rows, low, high)
            if before == np.flatnonzero(high - low < wide - 1e-6).size:
                one = next(at for at in near if at not in single)
                single.append(one)
                low, high = self._seen(rows[one], rows, low, high)
        ends |= dict(zip(keys, zip(low, high, strict=True), strict=True))

    def _seen(self, costs, rows, low, high):
        for sign in (1, -1):
            counts = rows @ linprog(sign * costs, A_eq=self.rules, b_eq=self.right).x
            low, high = np.minimum(low, counts), np.maximum(high, counts)
        return low, high
