"""The public edition: what it hides cannot be computed, and decides about no byte of it.

The oracle takes the registers and every number that the public reports of all countries and years
show, and asks a linear program how small and how large each hidden count of people can be.
"""

import shutil
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

from reports.pipeline.cli import main
from rrs_data import open_report
from rrs_data.indicators.achievements import Achievements
from tests.conftest import REGISTERS

WIDTH = 5
"""The protection: how far apart a hidden count must be able to lie."""

COLUMNS = ("sex", "age_band", "place")
AREAS = ("KG", "KZ", "TJ", "TM", "UZ", "AF", "PK", "ALL")
YEARS = ("2013", "2014", "2015", "final")
COUNTED = ("RRS-1", "RRS-2", "RRS-3", "RRS-4", "RRS-9")
"""The sheets that count people where they are from."""

NOT_SHOWN = ("RRS-8", "RRS-16", "RRS-19", "RRS-20")
"""Others on people, which are not shown at all."""


@cache
def told(*, public):
    """Every count of people in achievements.json of all reports: by sheet, area, days and part."""
    report, found = open_report("ALL", "final", "en"), {}
    programme = report.programme
    counted = Achievements(report.registers, report.indicators, programme, public)
    for area, year, code in product(AREAS, YEARS, COUNTED):
        if (period := programme.periods[year]) not in programme.periods_of(area).values():
            continue
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
        self.published = told(public=True)

    @cache  # noqa: B019 - one oracle for the whole module
    def worlds(self, column):
        """The groups of people, what they may be, and what is known of them as equations."""
        others = [*COLUMNS] if column == "country" else ["country"]
        kind = np.unique(np.array([*self.times.values()]).T, axis=0, return_inverse=True)[1]
        groups = self.people.groupby([kind, *[self.people[one] for one in others]], sort=False)
        members = [list(group.index) for _, group in groups]
        values = sorted(set(self.people[column]))
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
        known = np.unique([[*row(key), self.published[key]] for key in about], axis=0)
        sizes = np.kron(np.eye(len(members)), np.ones(len(values)))
        rules = csr_array(np.vstack([known[:, :-1], sizes]))
        return row, rules, [*known[:, -1], *map(len, members)]

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


def test_what_is_shown_is_right_and_large():
    """A public report shows the donor's counts, none of them small, and none of other sheets."""
    true, shown = told(public=False), told(public=True)
    report = open_report("ALL", "final", "en")
    public = Achievements(report.registers, report.indicators, report.programme, public=True)

    assert shown == {key: true[key] for key in shown}
    assert [] == [key for key, value in shown.items() if 0 < value < WIDTH]
    assert {None} == {public.achievement(one, "ALL", report.period).actual for one in NOT_SHOWN}


def test_no_hidden_count_can_be_computed():
    """From all that is shown, each hidden count can lie as far apart as the threshold.

    What no report tells of anybody, as who was trained by the end of a middle year, is large.
    """
    oracle, shown = Oracle(), told(public=True)
    sheets = {(code, *days) for code, _, *days, _, _ in shown}
    hidden = {k: n for k, n in told(public=False).items() if n and k not in shown}
    untold = {k: n for k, n in hidden.items() if (k[0], *k[2:4]) not in sheets}

    widths = {key: np.ptp(oracle.interval(key)) for key in hidden.keys() - untold.keys()}

    print(f"{len(hidden)} of {len(told(public=False))} hidden; smallest {min(widths.values())}")
    assert {} == {key: width for key, width in widths.items() if width < WIDTH - 1e-6}
    assert [] == [key for key, value in untold.items() if value < WIDTH]


def altered(directory, changes):
    """A copy of the registers in which some people have other values in a column."""
    shutil.copytree(REGISTERS, directory)
    path = directory / "people.csv"
    people = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("person_id")
    for person, column, value in changes:
        people.loc[person, column] = value
    people.to_csv(path, lineterminator="\n")
    return directory


def counts_of(oracle, person):
    """The counts in which somebody with such values is."""
    at = oracle.people.index.get_loc(person.name)
    parts = [("", ""), *((by, person[by]) for by in COLUMNS)]
    return {
        (code, area, *days, *part)
        for (code, *days), times in oracle.times.items()
        for area, part in product((person["country"], "ALL"), parts)
        if times[at]
    }


def hidden_change(column, country, value):
    """Somebody of a country of whom only hidden counts tell that a column has another value."""
    oracle, shown, true = Oracle(), told(public=True), told(public=False)
    for _, person in oracle.people[oracle.people["country"] == country].iterrows():
        other = person.copy()
        other[column] = value
        before, after = counts_of(oracle, person), counts_of(oracle, other)
        leaves = [true[key] for key in before - after if key in true]
        comes = [true.get(key, 0) for key in after - before]
        if (
            leaves
            and not (before ^ after) & shown.keys()
            and all(n > 1 and n != WIDTH for n in leaves)
            and all(n and n != WIDTH - 1 for n in comes)
        ):
            return person.name, column, value
    return None


CHANGES = (("sex", "KG", "unknown"), ("age_band", "KG", "unknown"), ("country", "UZ", "TM"))
"""Columns in which somebody of a country has another value."""


def made(directory, changes):
    """The public reports on two countries from registers with some changes, by file name."""
    registers = altered(directory / "registers", changes)
    for country in ("KG", "UZ"):
        words = ["report", country, "2014", "--edition", "public", "--engine", "embedded"]
        words += ["--language", "en", "--format", "pdf,html,docx,xlsx"]
        words += ["--registers", str(registers), "--output", str(directory / "output")]

        assert 0 == main(words)

    files = sorted((directory / "output").rglob("[!.]*.*"))
    return {file.relative_to(directory).as_posix(): file.read_bytes() for file in files}


def test_hidden_counts_decide_about_no_byte(tmp_path):
    """Registers in which only hidden counts differ give the same public files, byte for byte."""
    changes = [hidden_change(*one) for one in CHANGES]

    first, second = made(tmp_path / "first", []), made(tmp_path / "second", changes)

    assert None not in changes
    assert [] == [name for name in first if first[name] != second.get(name)]
    assert {"output/index.html", "output/KG/2014-public/rrs-KG-2014-public-en.pdf"} <= {*first}
