"""What was published: computed anew, frozen when it is sent, restated with a reason."""

import json
import re
from copy import copy
from dataclasses import replace
from datetime import date

import pytest

from rrs_data.indicators import publications
from rrs_data.indicators.keys import Key
from rrs_data.indicators.reconciliation import FILE, Reconciled, load_published
from rrs_data.report.sections import tracking
from tests.conftest import PARAMS


def test_what_does_not_agree():
    """Another number than the published one; the same where it was more than that; no figure."""
    figure = load_published(PARAMS).figures[0]
    for relation, computed in (("equals", 89), ("equals", None), ("more_than", 90)):
        one = replace(figure, value=90, relation=relation)

        assert not Reconciled(one, one.country, 90, Key(()), computed).agrees


def test_published_figures_agree(report_of):
    """Each agrees with the one computed as of its own day, the same in every later report."""
    reports = [report_of("KG", 2014), report_of("TM", 2015), report_of("ALL", 2014)]
    first, *later = [report.figures.reconciled(report.period) for report in reports]

    assert [first, first] == later
    assert [True] * 13 == [one.agrees for one in first]


def test_a_figure_of_some_countries_counts_those_alone(report_of, shipped):
    """“From Kazakhstan, Uzbekistan and Tajikistan” does not agree with guests of two of them."""
    (figure,) = [one for one in shipped.published.figures if one.code == "PUB-7"]
    two = replace(shipped.published, figures=(replace(figure, category="KZ,UZ"),))
    report = report_of("KG", 2014, published=two)
    (one,) = report.figures.reconciled(report.period)
    since = "KG/2013-11-01..2014-09-30/RRS-8"

    assert one.computed == sum(shipped.value(f"{since}[country={code}]") for code in ("KZ", "UZ"))
    assert one.computed < 30
    assert not one.agrees


RESTATED = """restatements:
  - date: 2015-03-02
    reason: late_data
    why: {ru: Лист поступил позже., en: Late.}
    approved: director
    figures:
      - {figure: "KG/2014/RRS-3", was: 89, now: 90}
"""
TEXT = f"""{RESTATED}\
      - {{figure: "KG/2014/RRS-16", was: 0.59, now: 0.6}}
      - {{figure: "KZ/2014/RRS-1", was: 300, now: 301}}
"""


def publish(directory, figures, day="2014-12-29"):
    """Write a publication of the report KG 2014."""
    path = directory / "published" / "KG" / "2014" / f"{day}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"country": "KG", "year": "2014", "date": day, "files": {}, "figures": figures}
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def stopped(shipped, tmp_path):
    """What stops a report, with the text of the restatements."""

    def check(country="KG", year=2014, text=""):
        if text:
            (tmp_path / FILE).write_text(text, encoding="utf-8")
        figures, found = (
            copy(shipped.figures),
            publications.load_publications(tmp_path / "published"),
        )
        figures.published = load_published(tmp_path)
        return publications.check_publications(
            figures, found, [(country, shipped.programme.period(year))]
        )

    return check


def test_a_silent_change_stops(stopped, tmp_path):
    """It stops its own, later and regional reports alone; a written reason lets all pass."""
    publish(tmp_path, {"KG/2014/RRS-3": 89, "KG/2014/RRS-1": 61})
    for country, year in [("KG", 2014), ("KG", 2015), ("ALL", 2014)]:
        (fault,) = stopped(country, year)

        assert "KG/2014/RRS-3 was 89" in fault.found
        assert '- {figure: "KG/2014/RRS-3", was: 89, now: 90}' in fault.mend

    told = fault.mend.partition("below “restatements:”:")[2].replace("YYYY-MM-DD", "2015-03-02")
    assert [] == stopped("KG", 2013) + stopped("UZ", 2014) + stopped(text=f"restatements:{told}")


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        ("was: 89", "was: 88", "in force is 89"),
        ("now: 90", "now: 91", "KG/2014/RRS-3 was 91"),
        ("RRS-3", "RRS-6", "never published"),
    ],
)
def test_a_restatement_that_does_not_fit(stopped, tmp_path, was, now, found):
    """Was, now and the figure itself must be what was published and what is counted."""
    publish(tmp_path, {"KG/2014/RRS-3": 89})

    assert any(found in fault.found for fault in stopped(text=RESTATED.replace(was, now)))


def test_restatements_stop_nothing_where_nothing_is_published(stopped):
    """So a report is made again beside them, to be compared with what was received."""
    assert [] == stopped(text=RESTATED)


def test_the_first_publication_counts(tmp_path):
    """Publications are read by their day; a figure is what it was first."""
    for day, value in (("2015-04-01", 62), ("2014-12-29", 61)):
        publish(tmp_path, {"KG/2014/RRS-1": value}, day)
    found = publications.load_publications(tmp_path / "published")

    assert [date(2014, 12, 29), date(2015, 4, 1)] == [one.day for one in found]
    assert {"KG/2014/RRS-1": 61.0} == publications.in_force(found, load_published(PARAMS))[0]


def test_what_is_frozen():
    """What follows from other figures, and what grows by itself, is not frozen."""
    frozen = ["KG/2014/RRS-1[sex=F]", "ALL/*/events[event_id=EV-020].contact_hours"]
    others = ["KG/2014/RRS-1 / KG/2014/RRS-1.target", "ALL/*/events"]
    others += ["KG/2014/indicators[status=met]", "KG/2014/programme.deviation_threshold"]

    assert frozen == list(filter(publications.is_frozen, frozen + others))


@pytest.fixture
def restating(report_of, tmp_path):
    """Opens a report beside these restatements."""

    def report(*asked, text=TEXT):
        (tmp_path / FILE).write_text(text, encoding="utf-8")
        return report_of(*asked, published=load_published(tmp_path))

    return report


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Late data", r"60\%"]), ("ru", ["Данные поступили позже", "60"])],
)
def test_was_now_and_why(restating, language, words):
    """The table says what was, what came in between, what is now, why and who approved it."""
    again = TEXT + TEXT.removeprefix("restatements:\n").replace("2015-03", "2015-06")
    _, table = tracking.restated(restating("KG", 2014, language, text=again))
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
def test_whom_a_restatement_concerns(restating, country, year, number):
    """A report prints those of its country up to its year, and of other figures that it shows."""
    report = restating(country, year)

    assert number == len(tracking.concerning(report))
    assert str(report.figure("KZ/2014/RRS-1"))
    assert "KZ/2014/RRS-1" in {one.figure for one in tracking.concerning(report).values()}
