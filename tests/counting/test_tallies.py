"""Tallies: what is counted, once, by which rows; and the mistakes that must not be made.

The recounts of ``tests/back`` and ``tests/property`` find the values of every shipped sheet.
"""

from dataclasses import replace

import pytest

from rrs_data.indicators.counting import Counts
from rrs_data.indicators.sheets import Indicators
from rrs_data.programme.programme import year_period
from tests.small_registers import came, ident, registers_of

EARLIER = {"start": "2013-03-03", "end": "2013-03-05"}

ROWS = {
    "organisations": [
        {},
        {"country": "KZ"},
        {"country": "KZ", "kind": "government"},
        {"country": "AF"},
    ],
    "people": [
        {},
        {"sex": "M"},
        {"sex": "unknown", "organisation_id": "", "age_band": "unknown"},
        {"country": "KZ", "organisation_id": "ORG-002"},
        {"country": "KZ", "organisation_id": "ORG-003"},
        {"country": "AF", "organisation_id": "ORG-004", "sex": "M"},
    ],
    "events": [EARLIER, {}, {"kind": "school"}],
    "attendances": came((1, 1), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 1), (3, 2), (3, 6)),
    "services": [
        {},
        {},
        {"organisation_id": "ORG-002"},
        {"organisation_id": "ORG-001", "kind": "mentoring", "start": "2013-02-01"},
    ],
    "grants": [
        {"amount": "0.10"},
        {"amount": "0.20", "purpose": "vulnerable_groups"},
        {"amount": "0.30"},
        {"amount": "5000", "organisation_id": "ORG-002"},
    ],
}


@pytest.fixture
def count(indicators):
    """Counts a shipped sheet over the rows above, with other rows or another source."""

    def run(code, country="ALL", year=2014, rows=None, by=(), **changes):
        sheet = indicators.sheets[code]
        (first, *more) = sheet.sources
        sheet = replace(sheet, sources=(replace(first, **changes), *more), by=by or sheet.by)
        counts = Counts(registers_of(**{**ROWS, **(rows or {})}), Indicators({}, {code: sheet}))
        return counts.tally(code, country, year_period(year, 10))

    return run


def by(tally, column):
    """A breakdown as category and value; a category of nobody's share has none."""
    found = {one.category: one.value for one in tally.breakdown if one.by == column}
    return {category: value for category, value in found.items() if value is not None}


def test_breakdowns(count):
    """Attendances are broken down by event and person alike, sums and shares too (“2 of 3”)."""
    share = count("RRS-16", by=("country", "age_band"))
    parts = {one.category: (one.numerator, one.denominator) for one in share.breakdown}

    assert {"conference": 3.0, "school": 3.0} == by(count("RRS-4"), "event.kind")
    assert {"F": 3.0, "M": 3.0} == by(count("RRS-4"), "person.sex")
    assert {"networking": 0.4, "vulnerable_groups": 0.2} == by(count("RRS-14", "KG"), "purpose")
    assert {"AF": (0, 1), "KG": (1, 2), "KZ": (1, 1), "25-34": (2, 4)} == parts
    assert {"AF": 0.0, "KG": 0.5, "KZ": 1.0} == by(share, "country")


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


def test_rows_are_not_dropped_without_a_word(count):
    """Who has no region or sex still counts; who has no organisation came from no CSO."""
    nobody = {"region": "", "sex": "unknown", "age_band": "unknown"}
    alone = {"organisation_id": ""}
    found = count(
        "RRS-1", "KG", rows={"people": [nobody, alone], "attendances": came((2, 1), (2, 2))}
    )
    _, (why, left_out) = found.evidence.judged()["attendances"]

    assert (1.0, {"unknown": 1.0}) == (found.value, by(found, "sex"))
    assert ("person.organisation.kind", [3]) == (why[1], left_out.tolist())
