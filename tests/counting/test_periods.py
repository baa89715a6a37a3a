"""Periods: quarters and halves of a year, how indicators add up over them, and their targets."""

import pytest

from rrs_data.indicators.achievements import Achievements
from rrs_data.programme.programme import PARTS, QUARTERS, year_period
from tests.small_registers import registers_of


def test_days_of_a_part():
    """Quarters and halves are counted from the month with which the programme's years begin."""
    expected = {
        (1, ""): "2014-01-01..2014-12-31",
        (10, ""): "2013-10-01..2014-09-30",
        (10, "Q1"): "2013-10-01..2013-12-31",
        (10, "H2"): "2014-04-01..2014-09-30",
        (4, "Q4"): "2014-01-01..2014-03-31",
    }
    periods = {(first, part): year_period(2014, first, part) for first, part in expected}

    assert expected == {asked: f"{one.start}..{one.end}" for asked, one in periods.items()}
    assert ("2014", "2014-Q1") == (periods[10, ""].name, periods[10, "Q1"].name)


def test_the_period_before(programme):
    """Before a quarter is a quarter, also across years; before a country's first one is none."""
    asked = ["2014-Q2", "2014-Q1", "2014-H1", "2014", "final"]
    before = [programme.previous("KG", programme.periods[name]) for name in asked]

    assert ["2014-Q1", "2013-Q4", "2013-H2", "2013", None] == [one and one.name for one in before]
    assert programme.previous("AF", programme.periods["2014-Q1"]) is None


def test_parts_add_up(achievements, programme, country_years):
    """Quarters make up halves and year, or the last stands for all, or nobody is counted twice."""
    unlike = set()
    for country, year in (one for one in country_years if one[0] in ("KG", "AF")):
        parts = {
            part: {one.indicator.code: one.actual or 0 for one in achievements.of(country, period)}
            for part in ("", *PARTS)
            for period in [programme.period(year, part)]
        }
        for code, sheet in achievements.indicators.sheets.items():
            whole, half, *quarters = (parts[part][code] for part in ("", "H1", *QUARTERS))
            both = half + parts["H2"][code]
            holds = {
                "sum": whole == sum(quarters) == both and half == sum(quarters[:2]),
                "last": whole == quarters[-1] == parts["H2"][code] and half == quarters[1],
                "unique": sheet.unit != "people" or max(quarters) <= whole <= sum(quarters),
            }
            assert holds[sheet.adds], (country, year, code)
            unlike |= {code} if whole != sum(quarters) else set()

    assert {"RRS-1", "RRS-9"} <= unlike


@pytest.mark.parametrize(
    ("given", "code", "name", "expected"),
    [
        ({"2014": 8}, "RRS-13", "2014-Q2", None),
        ({"2014-Q1": 1, "2014-Q2": 2}, "RRS-13", "2014-H1", 3),
        ({"2014-Q1": 1, "2014-Q2": 2}, "RRS-13", "2014", None),
        ({"2014-H1": 3, "2014-Q3": 1, "2014-Q4": 2}, "RRS-13", "2014", 6),
        ({"2014-H1": 3, "2014-H2": 4, "2014": 9}, "RRS-13", "2014", 9),
        ({"2013": 2, "2014": 5, "2015": 2}, "RRS-13", "final", 9),
        ({"2013": 2, "2014": 5, "final": 10}, "RRS-13", "final", 10),
        ({"2013": 31, "2014": 50}, "RRS-9", "final", None),
        ({"2014-Q1": 9, "2014-Q2": 9}, "RRS-9", "2014-H1", None),
        ({"final": 120}, "RRS-9", "final", 120),
        ({"2013": 39, "2014": 90, "2015": 95}, "RRS-3", "final", 95),
        ({"2013": 39, "2014": 90}, "RRS-3", "final", 90),
        ({"2014-Q4": 90}, "RRS-3", "2014", 90),
        ({"2014": 90}, "RRS-3", "2014-Q4", None),
    ],
)
def test_target_of_a_period(indicators, programme, given, code, name, expected):
    """A period's own target, or what its parts' come to, or the last one's; never a divided one."""
    rows = [
        {"indicator": code, "target": str(target), "year": year, "period": part}
        for period, target in given.items()
        for year, _, part in [period.partition("-")]
    ]
    achievements = Achievements(registers_of(targets=rows), indicators, programme)

    assert expected == achievements.achievement(code, "KG", programme.periods[name]).target
