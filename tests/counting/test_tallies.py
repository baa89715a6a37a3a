"""Tallies: what is counted, once, by which rows; and the mistakes that must not be made.

The recounts of ``tests/back`` and ``tests/property`` find the values of every shipped sheet.
"""

from dataclasses import replace

import pytest

from rrs_data.indicators.counting import Counts
from rrs_data.indicators.sheets import Indicators
from rrs_data.programme.programme import year_period
from tests.small_registers import came, ident, registers_of

ROWS = {
    "organisations": [
        *({}, {"country": "KZ"}, {"country": "KZ", "kind": "government"}, {"country": "AF"}),
    ],
    "people": [
        {},
        {"sex": "M"},
        {"sex": "unknown", "organisation_id": "", "age_band": "unknown"},
        {"country": "KZ", "organisation_id": "ORG-002"},
        {"country": "KZ", "organisation_id": "ORG-003"},
        {"country": "AF", "organisation_id": "ORG-004", "sex": "M"},
    ],
    "events": [{"start": "2013-03-03", "end": "2013-03-05"}, {}, {"kind": "school"}],
    "attendances": came((1, 1), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 1), (3, 2), (3, 6)),
    "grants": [
        {"amount": "0.10"},
        {"amount": "0.20", "purpose": "vulnerable_groups"},
        {"amount": "0.30"},
        {"amount": "5000", "organisation_id": "ORG-002"},
    ],
}


@pytest.fixture
def count(indicators):
    """Counts a shipped sheet over the rows above, with another source."""

    def run(code, country="ALL", **changes):
        sheet = indicators.sheets[code]
        first, *more = sheet.sources
        sheet = replace(sheet, sources=(replace(first, **changes), *more))
        counts = Counts(registers_of(**ROWS), Indicators({}, {code: sheet}))
        return counts.tally(code, country, year_period(2014, 10))

    return run


def by(tally, column):
    """A breakdown as category and value."""
    return {one.category: one.value for one in tally.breakdown if one.by == column}


def test_breakdowns(count):
    """Attendances are broken down by event and person alike, sums too."""
    assert {"conference": 3.0, "school": 3.0} == by(count("RRS-4"), "event.kind")
    assert {"F": 3.0, "M": 3.0} == by(count("RRS-4"), "person.sex")
    assert {"networking": 0.4, "vulnerable_groups": 0.2} == by(count("RRS-14", "KG"), "purpose")


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ({"event.kind": ["school", "exchange"]}, (1, 2, 6)),
        ({"person.organisation.kind": {"not": "government"}}, (1, 2, 4, 6)),
        ({"event.days": {"max": 2}, "person.organisation.kind": "government"}, ()),
        ({"person.organisation.country": {"differs_from": "person.country"}}, ()),
        ({"event.host_country": {"differs_from": "person.country"}}, (4, 5, 6)),
        ({"any": [{"person.sex": "unknown"}, {"person.country": "AF"}]}, (3, 6)),
        ({"event.kind": "conference", "person.sex": {"not": "unknown"}}, (1, 2, 4, 5)),
    ],
)
def test_conditions(count, where, numbers):
    """All conditions of an analyst's sheet hold; a missing value fulfils none, nor “not”."""
    numbers = tuple(ident("people", number) for number in numbers)

    assert numbers == count("RRS-1", where=where).keys
