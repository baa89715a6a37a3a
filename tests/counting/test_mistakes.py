"""How others get counting wrong: one test for each mistake that this project must not make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rrs_data.indicators.achievements import Achievements
from rrs_data.indicators.sheets import Indicators
from rrs_data.programme.programme import Programme
from tests.small_registers import came, registers_of

AchievementsOf = Callable[..., Achievements]

ORGANISATIONS: list[dict[str, Any]] = [{}, {"country": "KZ"}]
PEOPLE: list[dict[str, Any]] = [
    {},
    {"sex": "unknown"},
    {"sex": "M", "country": "KZ", "organisation_id": "ORG-002"},
]
EVENTS: list[dict[str, Any]] = [
    {"start": "2013-03-03", "end": "2013-03-05"},
    {},
    {"start": "2014-05-05", "end": "2014-05-06", "topic": "social_partnership"},
    {"start": "2015-03-03", "end": "2015-03-05"},
]


@pytest.fixture
def evaluate(indicators: Indicators, programme: Programme) -> AchievementsOf:
    """Achievements over the rows above and others."""

    def make(**rows: list[dict[str, Any]]) -> Achievements:
        given = {"organisations": ORGANISATIONS, "people": PEOPLE, "events": EVENTS, **rows}
        return Achievements(registers_of(**given), indicators, programme)

    return make


def test_cumulative_people_falling(evaluate: AchievementsOf, programme: Programme) -> None:
    """Who comes again stays counted in the first year, and is unique in each."""
    achievements = evaluate(attendances=came((1, 1), (2, 1), (4, 1), (2, 2)))
    years = [programme.period(year) for year in programme.years]
    found = {
        code: [achievements.achievement(code, "KG", year).actual for year in years]
        for code in ("RRS-1", "RRS-2", "RRS-3")
    }

    assert {"RRS-1": [1, 2, 1], "RRS-2": [1, 1, 0], "RRS-3": [1, 2, 2]} == found


def test_percentages_averaged(evaluate: AchievementsOf, programme: Programme) -> None:
    """The share of two countries is sum over sum: 1 of 4, not the mean of 0 % and 100 %."""
    men: list[dict[str, Any]] = [{"sex": "M"}] * 3
    people = [*men, {"country": "KZ", "organisation_id": "ORG-002"}]
    achievements = evaluate(people=people, attendances=came((2, 1), (2, 2), (2, 3), (2, 4)))
    year = programme.period(2014)

    assert [0.0, 1.0] == [achievements.counts.tally("RRS-16", c, year).value for c in ("KG", "KZ")]
    assert 0.25 == achievements.counts.tally("RRS-16", "ALL", year).value


def test_rows_dropped_without_a_word(evaluate: AchievementsOf, programme: Programme) -> None:
    """Who has no organisation, oblast or sex still counts as a person who came."""
    nobody = {"organisation_id": "", "oblast": "", "sex": "unknown", "age_band": "unknown"}
    tally = evaluate(people=[nobody], attendances=came((2, 1))).counts.tally(
        "RRS-1", "KG", programme.period(2014)
    )

    assert 1.0 == tally.value
    assert {"unknown": 1.0} == tally.by("organisation.kind")


def test_last_year_changed_silently(evaluate: AchievementsOf, programme: Programme) -> None:
    """What happens later never changes an earlier year's figures."""
    earlier = came((1, 1), (2, 2), (2, 3))
    before = evaluate(attendances=earlier)
    after = evaluate(attendances=[*earlier, *came((4, 1), (4, 2), (4, 3))])
    year = programme.period(2014)

    assert [one.as_record() for one in before.of("KG", year)] == [
        one.as_record() for one in after.of("KG", year)
    ]


def test_region_summed_from_countries(evaluate: AchievementsOf, programme: Programme) -> None:
    """A guest of two hosts is one person of the region, though counted by each host."""
    events = [{"kind": "school"}, {"kind": "school", "host_country": "TJ"}]
    achievements = evaluate(events=events, attendances=came((1, 3), (2, 3)))
    year = programme.period(2014)

    assert [1.0, 1.0, 1.0] == [
        achievements.counts.tally("RRS-8", where, year).value for where in ("KG", "TJ", "ALL")
    ]
