"""The public edition: what it hides cannot be computed, and decides about no byte of it.

The oracle takes the registers and every number that the public reports of all countries and years
show, and asks a linear program how small and how large each hidden count of people can be.
"""

from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from rrs_data import open_report

WIDTH = 5
"""The protection: how far apart a hidden count must be able to lie."""

COLUMNS = ("sex", "age_band", "place")
AREAS = ("KG", "KZ", "TJ", "TM", "UZ", "AF", "PK", "ALL")
LATER = ("AF", "PK")
YEARS = ("2013", "2014", "2015", "final")
COUNTED = ("RRS-1", "RRS-2", "RRS-3", "RRS-4", "RRS-9")
"""The sheets that count people where they are from."""

NOT_SHOWN = ("RRS-8", "RRS-16", "RRS-19", "RRS-20")
"""Others on people, which are not shown at all."""


@cache
def told(edition):
    """Every count of people in achievements.json of all reports: by sheet, area, days and part."""
    found = {}
    for area, year in product(AREAS, YEARS):
        if area in LATER and year == "2013":
            continue
        report = open_report(area, year, "en", edition=edition)
        programme, counted = report.programme, report.figures.achievements
        before = programme.previous(area, report.period)
        for code in COUNTED:
            one, own = report.achievements[code], counted.span(code, report.period)
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
    """What everybody may be for all that is known of them, counted from the registers by hand."""

    def __init__(self):
        report = open_report("ALL", "final", "en")
        achievements, programme = report.figures.achievements, report.programme
        self.people = report.registers["people"].set_index("person_id").astype("str")
        attended = report.registers["attendances"].set_index("row")["person_id"]
        self.times = {}
        for code, year in product(COUNTED, YEARS):
            period = programme.periods[year]
            for days in (period, programme.until(period)):
                tally = achievements.counts.tally(code, "ALL", days)
                rows = attended.loc[tally.evidence.rows.get("attendances", [])]
                times = rows.value_counts() if code == "RRS-4" else pd.Series(1, rows.unique())
                times = times.reindex(self.people.index).fillna(0).to_numpy()
                self.times[code, days.start, days.end] = times
        self.published = told("public")

    @cache  # noqa: B019 - one oracle for the whole module
    def worlds(self, column):
        """The groups of people, what they may be, and what is known of them as equations."""
        others = [*COLUMNS] if column == "country" else ["country"]
        kind = np.unique(np.array([*self.times.values()]).T, axis=0, return_inverse=True)[1]
        groups = self.people.groupby([kind, *[self.people[one] for one in others]], sort=False)
        members = [list(group.index) for _, group in groups]
        values = sorted(set(self.people[column]))
        size = len(members) * len(values)
        places = self.people.index.get_indexer([one[0] for one in members])

        def row(key):
            code, area, *days, by, category = key
            one = self.people.iloc[places]
            whose = np.ones(len(places), bool)
            if by and by != column:
                whose &= (one[by] == category).to_numpy()
            if area != "ALL" and column != "country":
                whose &= (one["country"] == area).to_numpy()
            wanted = area if column == "country" else category
            allowed = [v == wanted or (column == "country" and area == "ALL") for v in values]
            return np.outer(self.times[code, *days][places] * whose, allowed).ravel()

        about = [k for k in self.published if column == "country" or k[4] == column]
        sizes = np.kron(np.eye(len(members)), np.ones(len(values)))
        rules = np.array([row(key) for key in about])
        right = [self.published[key] for key in about]
        same = np.unique(np.column_stack([rules, right]), axis=0)
        rules = np.vstack([same[:, :size], sizes])
        right = [*same[:, size], *map(len, members)]
        return row, rules, right

    def interval(self, key):
        """The widest interval of a hidden count over the columns in which people may differ."""
        found = []
        for column in [key[4], "country"] if key[4] else ["country"]:
            if column == "country" and key[1] == "ALL":
                continue
            row, rules, right = self.worlds(column)
            cost = row(key)
            ends = [linprog(sign * cost, A_eq=rules, b_eq=right) for sign in (1, -1)]
            found.append((ends[0].fun, -ends[1].fun))
            if found[-1][1] - found[-1][0] > WIDTH - 1e-6:
                break
        return max(found, key=lambda ends: ends[1] - ends[0])


@pytest.fixture(scope="module")
def oracle():
    return Oracle()


def test_what_is_shown_is_right_and_large():
    """A public report shows the donor's counts, none of them small, and none of other sheets."""
    true, shown = told("donor"), told("public")
    report = open_report("ALL", 2014, "en", edition="public")

    assert shown == {key: true[key] for key in shown}
    assert [] == [key for key, value in shown.items() if 0 < value < WIDTH]
    assert {None} == {report.achievements[code].actual for code in NOT_SHOWN}


def test_no_hidden_count_can_be_computed(oracle):
    """From all that is shown, each hidden count can lie as far apart as the threshold."""
    hidden = [key for key, value in told("donor").items() if value and key not in told("public")]

    widths = {key: np.ptp(oracle.interval(key)) for key in hidden}

    print(f"{len(hidden)} of {len(told('donor'))} hidden, the smallest {min(widths.values()):.2f}")
    assert {} == {key: width for key, width in widths.items() if width < WIDTH - 1e-6}
