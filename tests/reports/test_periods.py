"""Reporting periods."""

from datetime import date

import pandas as pd
import pytest

from rrs_data.programme.periods import Period, YearKind, year_of, year_period


def test_fiscal_year() -> None:
    """A fiscal year is named for the year in which it ends."""
    assert Period(date(2013, 10, 1), date(2014, 9, 30), 2014) == year_period(2014, "fiscal")


def test_calendar_year() -> None:
    """A calendar year has the days that its name says."""
    assert Period(date(2014, 1, 1), date(2014, 12, 31), 2014) == year_period(2014, "calendar")


@pytest.mark.parametrize(
    ("day", "kind", "year"),
    [
        (date(2013, 9, 30), "fiscal", 2013),
        (date(2013, 10, 1), "fiscal", 2014),
        (date(2013, 12, 31), "fiscal", 2014),
        (date(2014, 1, 1), "fiscal", 2014),
        (date(2013, 12, 31), "calendar", 2013),
        (date(2014, 1, 1), "calendar", 2014),
    ],
)
def test_year_of(day: date, kind: YearKind, year: int) -> None:
    """A day lies in the reporting year whose days hold it."""
    assert year == year_of(day, kind)


@pytest.mark.parametrize("kind", ["fiscal", "calendar"])
def test_years_touch(kind: YearKind) -> None:
    """Between a year's last day and the next year's first there is no gap and no overlap."""
    first, second = year_period(2014, kind), year_period(2015, kind)

    assert 1 == (second.start - first.end).days
    assert (2014, 2015) == (year_of(first.end, kind), year_of(second.start, kind))


def test_holds_both_ends() -> None:
    """A period holds its first and its last day; a missing day lies in no period."""
    days = pd.to_datetime(pd.Series(["2013-09-30", "2013-10-01", "2014-09-30", "2014-10-01", None]))

    assert [False, True, True, False, False] == list(year_period(2014, "fiscal").holds(days))


def test_clipped() -> None:
    """A period clipped to another keeps its year and what both have in common."""
    clipped = year_period(2013, "calendar").clipped(Period(date(2013, 3, 1), date(2015, 9, 30)))

    assert Period(date(2013, 3, 1), date(2013, 12, 31), 2013) == clipped


def test_record() -> None:
    """As data, days are ISO text."""
    expected = {"start": "2013-10-01", "end": "2014-09-30", "year": 2014}

    assert expected == year_period(2014, "fiscal").as_record()
