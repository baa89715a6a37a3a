"""What was published: computed anew, frozen when it is sent, restated with a reason."""

import json
import re
import shutil
from copy import copy
from dataclasses import replace
from datetime import date

import pytest

from rrs_data import FaultsError, open_report
from rrs_data.indicators.keys import Key
from rrs_data.indicators.publications import (
    check_publications,
    in_force,
    is_frozen,
    load_publications,
)
from rrs_data.indicators.reconciliation import FILE, Reconciled, load_published
from rrs_data.report.sections import tracking
from tests.conftest import PARAMS
from tests.small_registers import came, ident, registers_of


@pytest.mark.parametrize(
    ("relation", "computed"), [("equals", 89), ("equals", None), ("more_than", 90)]
)
def test_what_does_not_agree(relation, computed):
    """Another number than the published one; the same where it was more than that; no figure."""
    (figure, *_) = load_published(PARAMS).figures
    one = replace(figure, value=90, relation=relation)

    assert not Reconciled(one, one.country, 90, Key(()), computed).agrees


def test_computed_on_the_day(report_of):
    """Published figures are computed as of their own day, the same in every later report."""
    reports = [report_of(*where) for where in [("KG", 2014), ("TM", 2015), ("ALL", 2014)]]
    found = [report.figures.reconciled(report.period) for report in reports]
    later = [[(one.figure.code, one.country, one.computed) for one in own] for own in found]

    assert [later[0]] * 3 == later
    assert 13 == len(later[0])


def test_a_figure_of_some_countries_counts_those_alone(report_of):
    """“From Kazakhstan, Uzbekistan and Tajikistan” does not agree with a guest from elsewhere."""
    countries = ("KZ", "UZ", "AF")
    registers = registers_of(
        organisations=[{"country": country} for country in countries],
        people=[
            {"country": country, "organisation_id": ident("organisations", number)}
            for number, country in enumerate(countries, 1)
        ],
        events=[{"kind": "internship"}],
        attendances=came((1, 1), (1, 2), (1, 3)),
    )
    report = report_of("KG", 2014, registers=registers)
    (one,) = [one for one in report.figures.reconciled(report.period) if one.figure.code == "PUB-7"]

    assert (3, 2) == (report.value("RRS-8"), one.computed)


@pytest.mark.parametrize(
    ("old", "new", "found", "expected"),
    [
        ("indicator: RRS-12", "indicator: RRS-99", "RRS-99", "an indicator with a sheet: RRS-1"),
        ("category: school", "category: course", "course", "kind: one of "),
        ("indicator: RRS-7", "indicator: RRS-15", "internship", "RRS-15 has no breakdown"),
    ],
)
def test_what_no_sheet_counts(tmp_path, old, new, found, expected):
    """A published figure of no indicator, breakdown or category is told before a report is made."""
    directory = shutil.copytree(PARAMS, tmp_path / "params")
    path = directory / "published.yml"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(FaultsError) as error:
        open_report("KG", 2014, "en", params=directory)

    fault = error.value.faults[0]
    assert re.match(rf"{path}, line \d+: figures › PUB-", fault.where)
    assert found == fault.found
    assert expected in fault.expected


RESTATED = """restatements:
  - date: 2015-03-02
    reason: late_data
    why: {ru: Поздно, en: Late}
    approved: director
    figures:
      - {figure: "KG/2014/RRS-3", was: 89, now: 90}
"""


TEXT = f"""{RESTATED.replace("Поздно", "Лист поступил позже.")}\
      - {{figure: "KG/2014/RRS-16", was: 0.59, now: 0.6}}
      - {{figure: "KZ/2014/RRS-1", was: 300, now: 301}}
"""


def published(directory, country="KG", year="2014", **figures):
    path = directory / country / year / "2014-12-29.json"
    path.parent.mkdir(parents=True)
    keys = {f"{country}/{year}/{name.replace('_', '-')}": value for name, value in figures.items()}
    content = {"country": country, "year": year, "date": "2014-12-29", "figures": keys, "files": {}}
    path.write_text(json.dumps(content), encoding="utf-8")


def check(figures, directory, country="KG", year=2014, text=""):
    """What stops a report, with the text of the restatements."""
    if text:
        (directory / FILE).write_text(text, encoding="utf-8")
    period = figures.programme.period(year)
    found = load_publications(directory / "published")
    own = copy(figures)
    own.published = load_published(directory)
    return check_publications(own, found, [(country, period)])


@pytest.fixture
def figures(shipped):
    return shipped.figures


def test_a_silent_change_stops(figures, tmp_path):
    """A changed figure stops its own report, the later years' and the regional one.

    An earlier report, and another country's, do not answer for it; a written reason lets all pass.
    """
    published(tmp_path / "published", RRS_3=89, RRS_1=61)
    for country, year in [("KG", 2014), ("KG", 2015), ("ALL", 2014)]:
        (fault,) = check(figures, tmp_path, country, year)

        assert "KG/2014/RRS-3 was 89" in fault.found
        assert '- {figure: "KG/2014/RRS-3", was: 89, now: 90}' in fault.mend

    assert [] == check(figures, tmp_path, "KG", 2013) + check(figures, tmp_path, "UZ", 2014)
    assert [] == check(figures, tmp_path, text=RESTATED)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (RESTATED.replace("was: 89", "was: 88"), "in force is 89"),
        (RESTATED.replace("now: 90", "now: 91"), "KG/2014/RRS-3 was 91"),
        (RESTATED.replace("RRS-3", "RRS-6"), "never published"),
    ],
)
def test_a_restatement_that_does_not_fit(figures, tmp_path, text, part):
    """Was, now and the figure itself must be what was published and what is counted."""
    published(tmp_path / "published", RRS_3=89)

    assert any(part in fault.found for fault in check(figures, tmp_path, text=text))


def test_the_first_publication_counts(tmp_path):
    """Publications are read by their day; a figure is what it was first."""
    published(tmp_path, RRS_1=61)
    again = json.loads((tmp_path / "KG/2014/2014-12-29.json").read_text(encoding="utf-8"))
    again |= {"date": "2015-04-01", "figures": {"KG/2014/RRS-1": 62}}
    (tmp_path / "KG/2014/2015-04-01.json").write_text(json.dumps(again), encoding="utf-8")
    found = load_publications(tmp_path)

    assert [date(2014, 12, 29), date(2015, 4, 1)] == [one.day for one in found]
    assert {"KG/2014/RRS-1": 61.0} == in_force(found, ())


@pytest.mark.parametrize(
    ("key", "frozen"),
    [
        ("KG/2014/RRS-1[sex=F]", True),
        ("ALL/*/events[event_id=EV-020].contact_hours", True),
        ("KG/2014/RRS-1 / KG/2014/RRS-1.target", False),
        ("ALL/*/events", False),
        ("KG/2014/indicators[status=met]", False),
        ("KG/2014/programme.deviation_threshold", False),
    ],
)
def test_what_is_frozen(key, frozen):
    """What follows from other figures, and what grows by itself, is not frozen."""
    assert frozen == is_frozen(key)


@pytest.fixture
def params(tmp_path):
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Late data", r"60\%"]), ("ru", ["Данные поступили позже", "60"])],
)
def test_was_now_and_why(report_of, params, language, words):
    """The table says what was, what is now, why and who approved it; both are figures.

    An entry that another followed tells what was true in between.
    """
    again = TEXT + TEXT.removeprefix("restatements:\n").replace("2015-03", "2015-06")
    (params / FILE).write_text(again, encoding="utf-8")
    _, table = tracking.restated(report_of("KG", 2014, language, published=load_published(params)))
    text = table.bundle()[0]["text/markdown"]
    keys = re.findall(r'(?:indicator|register)="([^"]*)"', text)

    assert [] == [word for word in ["89", "90", "director", *words] if word not in text]
    assert "KZ/2014" not in text
    assert ["restatements.1.was", "restatements.1.now"] == keys[:2]
    assert ["restatements.4.was", "RRS-3", "restatements.5.was", "RRS-16"] == keys[4:]


@pytest.mark.parametrize(
    ("country", "year", "number"),
    [("KG", 2014, 2), ("KG", 2013, 0), ("ALL", 2014, 3), ("UZ", 2014, 0)],
)
def test_whom_a_restatement_concerns(report_of, params, country, year, number):
    """A report prints those of its country up to its year; the region's prints all.

    Another country's is printed where its figure is shown.
    """
    report = report_of(country, year, published=load_published(params))

    assert number == len(tracking.concerning(report))
    assert str(report.figure("KZ/2014/RRS-1"))
    assert "KZ/2014/RRS-1" in {one.figure for one in tracking.concerning(report).values()}
