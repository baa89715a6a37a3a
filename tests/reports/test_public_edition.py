"""The public edition: what it hides cannot be computed, and decides about no byte of it.

The oracle takes the registers and every number that the public reports of all countries and years
show, and asks a linear program how small and how large each hidden count of people can be.
"""

import shutil
from datetime import date
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, hstack

from reports.pipeline.cli import main
from reports.pipeline.request import checked, read_content
from reports.project import PARAMS, PUBLIC_OUTPUT
from rrs_data import open_report
from rrs_data.indicators.achievements import Achievements
from rrs_data.programme.faults import FaultsError
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
    counted = Achievements(
        report.registers, report.indicators, programme, PARAMS if public else None
    )
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
        self.published, self.groups, self.found = told(public=True), {}, {}

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
        self.groups[column] = members, values
        return row, rules, [*known[:, -1], *map(len, members)]

    def now(self, column):
        """How many of each group have each value."""
        members, values = self.groups[column]
        have = self.people[column]
        return np.array([[sum(have[group] == one) for one in values] for group in members]).ravel()

    def moved(self, column, numbers):
        """Who has which other value where so many of each group have each."""
        members, values = self.groups[column]
        for group, wanted in zip(members, numbers.reshape(len(members), -1), strict=True):
            left = dict(zip(values, wanted.astype(int), strict=True))
            spare = []
            for person in group:
                if left[self.people.loc[person, column]] > 0:
                    left[self.people.loc[person, column]] -= 1
                else:
                    spare.append(person)
            others = [one for one, number in left.items() for _ in range(number)]
            yield from ((person, column, one) for person, one in zip(spare, others, strict=True))

    def interval(self, key):
        """The widest interval of a hidden count over the columns in which people may differ."""
        found = []
        for column in [key[4], "country"] if key[4] else ["country"]:
            if column == "country" and key[1] == "ALL":
                continue
            row, rules, right = self.worlds(column)
            cost = row(key)
            if (column, cost.tobytes()) not in self.found:
                ends = [linprog(sign * cost, A_eq=rules, b_eq=right) for sign in (1, -1)]
                self.found[column, cost.tobytes()] = ends[0].fun, -ends[1].fun
            found.append(self.found[column, cost.tobytes()])
            if found[-1][1] - found[-1][0] > WIDTH - 1e-6:
                break
        return max(found, key=lambda ends: ends[1] - ends[0])


def test_what_is_shown_is_right_and_large():
    """A public report shows the donor's counts, none of them small, and none of other sheets."""
    true, shown = told(public=False), told(public=True)
    report = open_report("ALL", "final", "en")
    public = Achievements(report.registers, report.indicators, report.programme, PARAMS)

    assert shown == {key: true[key] for key in shown}
    assert [] == [key for key, value in shown.items() if 0 < value < WIDTH]
    assert {None} == {public.achievement(one, "ALL", report.period).actual for one in NOT_SHOWN}


def test_no_hidden_count_can_be_computed():
    """From all that is shown, each count missing in a shown table can be five more or less.

    A small one of a table that is not shown at all can be told no nearer than by two.
    """
    oracle, shown, true = Oracle(), told(public=True), told(public=False)
    tables = {(code, *days, by) for code, _, *days, by, _ in shown}
    hidden = {key: (key[0], *key[2:5]) in tables for key in true.keys() - shown.keys() if true[key]}

    near = {
        key: np.ptp(oracle.interval(key))
        for key, in_table in hidden.items()
        if in_table or true[key] < WIDTH
    }

    least = min(width for key, width in near.items() if hidden[key])
    print(
        f"{len(shown)} shown, {sum(hidden.values())} hidden in tables, {least:.2f} apart at least"
    )
    assert {} == {
        key: width for key, width in near.items() if width < (WIDTH if hidden[key] else 2) - 1e-6
    }


def altered(directory, changes):
    """A copy of the registers in which some people have other values in a column."""
    shutil.copytree(REGISTERS, directory)
    path = directory / "people.csv"
    people = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("person_id")
    for person, column, value in changes:
        people.loc[person, column] = value
    people.to_csv(path, lineterminator="\n")
    return directory


def another_world(oracle, column, target):
    """The fewest people with other values in a column so that a hidden count is one more or less.

    Every shown count stays, and each hidden one stays small or large.
    """
    true, shown = told(public=False), told(public=True)
    row, rules, right = oracle.worlds(column)
    hidden = [
        key
        for key, value in true.items()
        if value and key not in shown and (key[4] == column or column == "country")
        if not (column == "country" and key[1] == "ALL")
    ]
    least = [1 if true[key] < WIDTH else WIDTH for key in hidden]
    most = [WIDTH - 1 if true[key] < WIDTH else np.inf for key in hidden]
    now, wanted = oracle.now(column), true[target] + (-1 if true[target] == WIDTH - 1 else 1)
    size = len(now)
    each = eye_array(size)
    found = milp(
        [*np.zeros(size), *np.ones(size)],
        integrality=1,
        bounds=Bounds(0, np.inf),
        constraints=[
            LinearConstraint(csr_array(hstack([rules, csr_array(rules.shape)])), right, right),
            LinearConstraint(_wide([row(key) for key in hidden], size), least, most),
            LinearConstraint(_wide([row(target)], size), wanted, wanted),
            LinearConstraint(csr_array(hstack([each, -each])), -np.inf, now),
            LinearConstraint(csr_array(hstack([-each, -each])), -np.inf, -now),
        ],
    )
    assert found.success
    return oracle.moved(column, np.round(found.x[:size]))


def _wide(rows, size):
    return csr_array(np.hstack([np.array(rows), np.zeros((len(rows), size))]))


CHANGED = (
    ("sex", ("RRS-1", "KG", date(2013, 10, 1), date(2014, 9, 30), "sex", "unknown")),
    ("place", ("RRS-1", "KG", date(2014, 10, 1), date(2015, 9, 30), "place", "unknown")),
    ("country", ("RRS-1", "TM", date(2013, 10, 1), date(2014, 9, 30), "", "")),
)
"""Hidden counts that are to be others, by people who differ in a column."""


def made(directory, changes):
    """The public reports on two countries from registers with some changes, by file name."""
    given = ["--registers", str(directory / "registers")] if changes else []
    for country in ("KG", "UZ"):
        words = ["report", country, "2014", "--edition", "public", "--engine", "embedded"]
        words += ["--language", "en", "--format", "pdf,html,xlsx"]

        assert 0 == main([*words, *given, "--output", str(directory / "output")])

    files = sorted((directory / "output").rglob("[!.]*.*"))
    return {file.relative_to(directory).as_posix(): file.read_bytes() for file in files}


def test_hidden_counts_decide_about_no_byte(tmp_path):
    """Where the same counts are hidden, what they are is in no public file.

    Some people have another sex, place or country, so that hidden counts alone differ.
    """
    oracle = Oracle()
    changes = [one for each in CHANGED for one in another_world(oracle, *each)]
    first = made(tmp_path / "first", ())
    altered(tmp_path / "second" / "registers", changes)

    second = made(tmp_path / "second", changes)

    assert len(changes) >= len(CHANGED)
    assert [] == [name for name in first if first[name] != second.get(name)]
    assert {"output/index.html", "output/KG/2014-public/rrs-KG-2014-public-en.pdf"} <= {*first}


def test_a_doubt_about_personal_data_stops_it(tmp_path):
    """A donor's report goes on with a warning where a title may be a person's name."""
    directory = altered(tmp_path / "registers", ())
    path = directory / "organisations.csv"
    text = path.read_text(encoding="utf-8").replace(
        "Resource Center “Bright Path”", "Chyngyz Aitmatov"
    )
    path.write_text(text, encoding="utf-8")
    asked = {"country": "KG", "year": "2014", "edition": "public", "registers": str(directory)}

    with pytest.raises(FaultsError, match=r" 2  title_en "):
        read_content(checked(asked))


def test_a_quarter_has_no_public_edition():
    """What a year hides could be computed from its quarters."""
    with pytest.raises(FaultsError, match="of a part of a year there is no public edition"):
        checked({"country": "KG", "year": "2014", "period": "Q2", "edition": "public"})


def test_a_public_edition_has_names_of_its_own():
    """It stands beside the donor's, or in a directory of its own if none is asked for."""
    asked = checked({"country": "KG", "year": "2014", "edition": "public"})
    (edition,) = asked.editions

    assert PUBLIC_OUTPUT == asked.output
    assert ("KG/2014-public", "rrs-KG-2014-public-en") == (
        edition.directory.as_posix(),
        edition.stem("en"),
    )
