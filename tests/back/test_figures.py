"""Today's figures against the committed ones, against a recount, and against the published."""

from collections.abc import Callable

import pytest

from rrs_data import Report
from rrs_data.indicators.achievements import Achievement
from tests.back.recount import Recount
from tests.back.renew import line, read_table
from tests.conftest import REGISTERS

Everything = dict[tuple[str, int], dict[str, Achievement]]


@pytest.fixture(scope="module")
def recount() -> Recount:
    """The recount of the shipped registers."""
    return Recount(REGISTERS)


def test_committed_table(everything: Everything) -> None:
    """Every figure of every country and year is the committed one.

    Where a change is meant: ``python -m tests.back.renew``, then read ``git diff tests/back``.
    """
    today = [line(one) for achievements in everything.values() for one in achievements.values()]

    assert [] == sorted(set(today) ^ set(read_table()))
    assert read_table() == today
    assert 22 * 17 == len({cells[:3] for cells in today})


@pytest.mark.parametrize("code", [f"RRS-{number}" for number in range(1, 18)])
def test_recount(everything: Everything, recount: Recount, code: str) -> None:
    """A recount by hand, without any of the project's code, gives the same figures."""
    expected = {where: recount.value(code, *where) for where in everything}

    assert expected == {where: found[code].actual for where, found in everything.items()}


def test_recount_of_the_parts_of_a_share(everything: Everything, recount: Recount) -> None:
    """The numerator and the denominator of the share of women are recounted too."""
    for (country, year), achievements in everything.items():
        tally = achievements["RRS-16"].tally
        women, known = recount.women(country, f"{year - 1}-10-01", f"{year}-09-30")

        assert (women, known) == (tally.numerator, tally.denominator)


def test_published_figures_agree(report_of: Callable[..., Report]) -> None:
    """Each published figure, and each part of one, agrees with the computed one."""
    reconciled = report_of("ALL", 2014).reconciled

    assert [] == [
        (one.figure.code, one.country, one.computed) for one in reconciled if not one.agrees
    ]
    assert 13 == len(reconciled)


def test_published_figures_by_hand(recount: Recount) -> None:
    """The recount agrees with the donor's page as well."""
    first, last = "2012-10-01", "2014-09-30"
    parts = {code: recount.rrs_5(code, first, last) for code in ("KZ", "TJ", "KG", "TM", "UZ")}

    assert (recount.rrs_3("ALL", first, last) or 0) > 1200
    assert 90 == recount.rrs_3("KG", first, last)
    assert 63 == recount.rrs_5("ALL", first, last)
    assert {"KZ": 27, "TJ": 29, "KG": 6, "TM": 1, "UZ": 0} == parts
    assert 72 == recount.rrs_6("KG", first, last)
    assert 3 == recount.rrs_7("KG", "2013-11-01", last)
    assert 30 == recount.rrs_8("KG", "2013-11-01", last)
    assert (9, 3) == (recount.rrs_12("ALL", first, last), recount.rrs_12("KG", first, last))


def test_guests_came_from_three_countries(recount: Recount) -> None:
    """The 30 guests of Kyrgyzstan came from Kazakhstan, Uzbekistan and Tajikistan, as published."""
    homes = {
        stay.person["country"]
        for stay in recount.stays
        if stay.event["kind"] in ("internship", "school")
        and stay.event["level"] == "regional"
        and stay.event["host_country"] == "KG"
        and "2013-11-01" <= stay.day <= "2014-09-30"
        and stay.role == "participant"
    }

    assert {"KZ", "UZ", "TJ"} == homes - {"KG"}
