"""Dates: in order, and inside the programme."""

import pytest

from tests.small_raws import told

ORGANISATION = {"organisations": [{}]}


def test_order() -> None:
    """A row that ends before it starts is told at its end; one day is no fault."""
    services = [
        {"start": "2014-02-03", "end": "2014-02-03"},
        {"start": "2014-02-03", "end": "2014-02-02"},
    ]

    assert ["dates-order services 3 end"] == told(**ORGANISATION, services=services)


def test_award_after_the_achievement() -> None:
    """A prize is not handed over before what it is for; a grant does not start before its award."""
    prizes = [{"achievement_date": "2014-02-03", "award_date": "2014-02-02"}]
    grants = [{"awarded": "2014-03-04", "start": "2014-03-03"}]

    assert ["dates-order grants 2 start", "dates-order prizes 2 award_date"] == told(
        **ORGANISATION, prizes=prizes, grants=grants
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2012-09-30", ["date-outside services 2 start"]),
        ("2012-10-01", []),
        ("2015-09-30", []),
        ("2015-10-01", ["date-outside services 2 start"]),
    ],
)
def test_deciding_date(day: str, expected: list[str]) -> None:
    """The date that decides about the period lies in the programme, both ends included."""
    services = [{"start": day, "end": "2015-10-02"}]

    assert expected == told(**ORGANISATION, services=services)


def test_far_date() -> None:
    """Another date may lie outside the programme; years away it is doubted."""
    services = [{"end": "2016-05-01"}, {"end": "2041-05-01"}]

    assert ["date-far services 3 end"] == told(**ORGANISATION, services=services)


def test_year() -> None:
    """A target of a year that no report is on is at fault."""
    targets = [{"indicator": "RRS-1"}, {"indicator": "RRS-1", "year": "2041"}]

    assert ["year-outside targets 3 year"] == told(targets=targets)


def test_without_a_programme() -> None:
    """Without the programme's parameters no date lies outside."""
    services = [{"start": "1999-01-01", "end": "2041-01-01"}]

    assert [] == told(context=None, **ORGANISATION, services=services)
