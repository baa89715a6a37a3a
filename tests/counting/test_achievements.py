"""Achievements: an actual beside its target and its past, and reasons where it is off."""

import json
from dataclasses import replace
from typing import NamedTuple

import pytest

from rrs_data.indicators.achievements import Achievements, reasons_owed
from tests.small_registers import came, registers_of


class Counted(NamedTuple):
    value: float | None


@pytest.fixture
def evaluate(indicators, programme):
    def make(**rows):
        return Achievements(registers_of(**rows), indicators, programme)

    return make


@pytest.mark.parametrize(
    ("actual", "target", "status", "deviation"),
    [
        (81, 90, "met", -0.1),
        (99.001, 90, "above", 0.10001),
        (80.999, 90, "below", -0.10001),
        (0.33, 0.3, "met", 0.1),
        (0, 10, "below", -1.0),
        (0, 0, "met", None),
        (1, 0, "above", None),
        (5, None, "no_target", None),
        (None, 5, "no_data", None),
    ],
)
def test_status(achievements, actual, target, status, deviation):
    """The threshold of 10% itself is on target; a zero target is met by zero alone.

    A percentage of a zero target does not exist, nor one of no target or of no value. Where lower
    is better, to lie below the target is good; off target it is in either case. What was reached is
    then the share of the way from the baseline.
    """
    (shipped, *_) = achievements.of("KG", achievements.programme.period(2014))
    given = replace(shipped, tally=Counted(actual), target=target, threshold=0.1, baseline=None)
    higher, lower = (
        replace(given, indicator=replace(shipped.indicator, direction=direction))
        for direction in ("up", "down")
    )
    percent = None if deviation is None else pytest.approx(1 + deviation, abs=1e-4)

    assert (status, status) == (higher.status, lower.status)
    assert (status in ("below", "above")) == higher.off_target == lower.off_target
    assert (status in ("met", "above")) == higher.favourable
    assert (status in ("met", "below")) == lower.favourable
    assert deviation == (higher.deviation and pytest.approx(higher.deviation, abs=1e-4))
    assert percent == higher.percent_of_target
    assert lower.percent_of_target is None
    better = replace(lower, tally=Counted(1), target=2, baseline=4)
    assert (1.5, -0.5, True) == (better.percent_of_target, better.deviation, better.favourable)


PEOPLE = {
    "organisations": [{}, {"country": "AF"}],
    "people": [{}, {}, {"country": "AF", "organisation_id": "ORG-002"}],
    "events": [
        {"start": "2013-03-03", "end": "2013-03-04"},
        {},
        {"start": "2015-03-03", "end": "2015-03-04"},
    ],
    "attendances": came((1, 1), (2, 1), (2, 2), (2, 3), (3, 2)),
}


def test_past(evaluate, programme):
    """Beside the year stand the year before and everything since the start.

    A country that joins in 2014 has no year before: None, not zero.
    """
    achievements = evaluate(**PEOPLE)
    found = [
        (one.previous, one.actual, one.cumulative)
        for year in programme.years
        for one in [achievements.achievement("RRS-1", "KG", programme.period(year))]
    ]

    year = programme.period(2014)
    before = [achievements.achievement("RRS-1", area, year).previous for area in ("AF", "TM")]

    assert [(None, 1.0, 1.0), (1.0, 2.0, 2.0), (2.0, 1.0, 2.0)] == found
    assert [None, 0.0] == before


def test_an_overspent_budget_line_owes_a_reason(evaluate, programme):
    """More than the threshold above what was approved is an overrun (2 CFR 200.329)."""
    lines = [
        {"budget_line": line, "spent": spent}
        for line, spent in (("events", "110"), ("grants", "111"))
    ]
    owed = reasons_owed(evaluate(finance=lines), "KG", programme.period(2014))

    assert ["grants"] == [heading for heading, *_ in owed]


def test_no_ids_of_people_in_records(achievements, programme):
    """People's ids never leave the house: in records they are a number."""
    records = [one.as_record() for one in achievements.of("KG", programme.period(2014))]

    assert "P-" not in json.dumps(records)
    assert {"RRS-1", "RRS-2", "RRS-3", "RRS-4", "RRS-8", "RRS-9", "RRS-16", "RRS-19", "RRS-20"} == {
        record["indicator"] for record in records if record["evidence"]["ids"] is None
    }
