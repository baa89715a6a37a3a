"""Achievements: an actual beside its target and its past, and reasons where it is off."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from rrs_data.indicators.achievements import Achievements, reasons_owed
from tests.small_registers import registers_of


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
def test_status(shipped, actual, target, status, deviation):
    """The threshold itself is on target, a zero target is met by zero, and lower may be better."""
    one = replace(shipped.achievements["RRS-1"], threshold=0.1)

    def given(actual, target, direction, baseline=None):
        indicator = replace(one.indicator, direction=direction)
        tally = SimpleNamespace(value=actual)
        return replace(one, tally=tally, target=target, baseline=baseline, indicator=indicator)

    higher, lower = (given(actual, target, direction) for direction in ("up", "down"))
    better = given(1, 2, "down", baseline=4)
    percent = None if deviation is None else 1 + deviation

    assert (status, status) == (higher.status, lower.status)
    assert (status in ("below", "above")) == higher.off_target == lower.off_target
    assert (status in ("met", "above")) == higher.favourable
    assert (status in ("met", "below")) == lower.favourable
    assert deviation == pytest.approx(higher.deviation, abs=1e-4)
    assert percent == pytest.approx(higher.percent_of_target, abs=1e-4)
    assert lower.percent_of_target is None
    assert (1.5, -0.5, True) == (better.percent_of_target, better.deviation, better.favourable)


def test_past(everything):
    """Beside the year stand the year before, if the country took part, and all since the start."""
    for (country, year), found in everything.items():
        before = everything.get((country, year - 1))

        assert {code: one.previous for code, one in found.items()} == {
            code: before and before[code].actual for code in found
        }
        assert found["RRS-3"].actual == found["RRS-1"].cumulative


def test_a_row_without_an_id_counts(indicators, programme):
    """What is counted by rows does not ask for the register's key, which need not be filled in."""
    events = [{"kind": "school", "event_id": name} for name in ("EV-001", "")]
    achievements = Achievements(registers_of(events=events), indicators, programme)

    assert 2 == achievements.achievement("RRS-7", "KG", programme.period(2014)).actual


def test_an_overspent_budget_line_owes_a_reason(indicators, programme):
    """More than the threshold above what was approved is an overrun (2 CFR 200.329)."""
    lines = [
        {"budget_line": line, "spent": spent}
        for line, spent in (("events", "110"), ("grants", "111"))
    ]
    achievements = Achievements(registers_of(finance=lines), indicators, programme)
    owed = reasons_owed(achievements, "KG", programme.period(2014))

    assert ["grants"] == [heading for heading, *_ in owed]
