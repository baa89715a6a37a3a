"""Tallies: what is counted, once, and by which evidence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rrs_data.indicators.counting import Counts
from rrs_data.indicators.sheets import Indicator, Indicators, Met
from rrs_data.indicators.tallies import Tally
from rrs_data.intake.registers import Registers
from rrs_data.programme.programme import Period, Programme, year_period
from tests.small_registers import came, ident, registers_of

YEAR = year_period(2014, "fiscal")
BEFORE = year_period(2013, "fiscal")

EARLIER = {"start": "2013-03-03", "end": "2013-03-05"}

ROWS: dict[str, list[dict[str, Any]]] = {
    "organisations": [
        {},
        {"country": "KZ"},
        {"country": "KZ", "kind": "government"},
        {"country": "AF"},
    ],
    "people": [
        {},
        {"sex": "M"},
        {"sex": "unknown", "organisation_id": ""},
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

CountOf = Callable[..., Tally]


def sheet(indicator: Indicator, **changes: Any) -> Indicator:
    """A sheet like another, with one source and some of its values changed."""
    (source, *_) = indicator.sources
    own = {name: changes.pop(name) for name in list(changes) if hasattr(source, name)}
    return replace(indicator, sources=(replace(source, **own),), **changes)


@pytest.fixture
def count(indicators: Indicators) -> CountOf:
    """Counts a shipped sheet, with changes, over the rows above."""

    def run(
        code: str,
        country: str = "ALL",
        period: Period = YEAR,
        registers: Registers | None = None,
        **changes: Any,
    ) -> Tally:
        indicator = indicators.sheets[code]
        indicator = sheet(indicator, **changes) if changes else indicator
        counts = Counts(registers or registers_of(**ROWS), Indicators({}, {code: indicator}))
        return counts.tally(code, country, period)

    return run


def people(*numbers: int) -> tuple[str, ...]:
    """The ids of these people."""
    return tuple(ident("people", number) for number in numbers)


def test_distinct(count: CountOf) -> None:
    """A person at several events is counted once; each of the rows is evidence.

    Who came in an earlier year is not new, and stays in that year when coming again.
    """
    found = count("RRS-1")

    assert 5.0 == found.value
    assert people(1, 2, 3, 4, 6) == found.keys
    assert {"attendances": (3, 4, 5, 6, 8, 9, 10)} == found.rows
    assert people(1) == count("RRS-2", period=BEFORE).keys
    assert people(2, 3, 4, 6) == count("RRS-2").keys


def test_nobody(count: CountOf) -> None:
    """Nobody is zero people, without a breakdown and without evidence."""
    found = count("RRS-1", "TM")

    assert (0.0, (), (), {}) == (found.value, found.breakdown, found.keys, found.rows)


def test_breakdown_of_rows(count: CountOf) -> None:
    """Attendances are broken down by event and person alike."""
    found = count("RRS-4")

    assert 7.0 == found.value
    assert {"conference": 4.0, "school": 3.0} == found.by("event.kind")
    assert {"F": 3.0, "M": 3.0, "unknown": 1.0} == found.by("person.sex")


def test_across_a_border(count: CountOf) -> None:
    """An event that crosses the border of years is counted in the one in which it ends."""
    crossing = {"start": "2013-09-28", "end": "2013-10-01"}
    rows = {**ROWS, "events": [crossing, crossing, crossing]}
    registers = registers_of(**rows)

    assert 0.0 == count("RRS-1", period=BEFORE, registers=registers).value
    assert 5.0 == count("RRS-1", registers=registers).value


def test_service_belongs_to_its_beginning(count: CountOf) -> None:
    """A service belongs to the period in which it begins, however long it lasts."""
    services = [{"start": "2013-09-30", "end": "2014-06-30"}]
    registers = registers_of(organisations=[{}], services=services)

    assert 1.0 == count("RRS-5", period=BEFORE, registers=registers).value
    assert 0.0 == count("RRS-5", registers=registers).value


def test_two_registers(count: CountOf) -> None:
    """An organisation found in two registers is counted once; both are evidence."""
    found = count("RRS-6")

    assert ("ORG-001", "ORG-002", "ORG-004") == found.keys
    assert {"services": (2, 3, 4), "attendances": (8, 9, 10)} == found.rows


def test_sum(count: CountOf) -> None:
    """Amounts are added up, and so are the parts."""
    found = count("RRS-14", "KG")

    assert 0.6 == found.value
    assert {"networking": 0.4, "vulnerable_groups": 0.2} == found.by("purpose")
    assert ("GR-001", "GR-002", "GR-003") == found.keys


def test_share(count: CountOf) -> None:
    """A share keeps its parts, and so does each category of its breakdown: “2 of 3” of Kyrgyzstan.

    Who has no recorded sex is in neither of them.
    """
    found = count("RRS-16", by=("country", "age_band"))
    parts = {one.category: (one.numerator, one.denominator) for one in found.breakdown}

    assert (0.5, 2.0, 4.0) == (found.value, found.numerator, found.denominator)
    assert {"AF": (0, 1), "KG": (1, 2), "KZ": (1, 1), "25-34": (2, 4)} == parts
    assert {"AF": 0.0, "KG": 0.5, "KZ": 1.0} == found.by("country")


def test_share_of_nobody(count: CountOf) -> None:
    """A share of nobody does not exist; it is not zero."""
    found = count("RRS-16", "TM")

    assert (None, 0.0, 0.0) == (found.value, found.numerator, found.denominator)


def test_pairs(count: CountOf) -> None:
    """Two countries are a pair when their CSOs were at the same event, in either order."""
    found = count("RRS-15")

    assert ("AF–KG", "KG–KZ") == found.keys
    assert 2.0 == found.value
    assert {"attendances": (3, 4, 6, 8, 9, 10)} == found.rows


def test_pairs_of_a_country(count: CountOf) -> None:
    """A country's pairs are those that it belongs to, with the events' rows of both."""
    found = count("RRS-15", "KZ")

    assert ("KG–KZ",) == found.keys
    assert {"attendances": (3, 4, 6)} == found.rows
    assert (0.0, {}) == (count("RRS-15", "TM").value, count("RRS-15", "TM").rows)


def test_met(count: CountOf) -> None:
    """Only CSOs that were at an event together with CSOs of Afghanistan or Pakistan count."""
    found = count("RRS-17")

    assert ("ORG-001",) == found.keys
    assert {"attendances": (8, 9)} == found.rows


TRAINING = {"kind": "training", "level": "national", "start": "2014-03-03"}


@pytest.mark.parametrize(
    ("event", "trained"),
    [
        ({"kind": "training", "level": "regional", "contact_hours": "4"}, True),
        ({"kind": "school", "level": "regional"}, True),
        ({**TRAINING, "end": "2014-03-03", "contact_hours": "15"}, True),
        ({**TRAINING, "end": "2014-03-04", "contact_hours": "14.5"}, False),
        ({**TRAINING, "end": "2014-03-05", "contact_hours": "6"}, True),
        ({**TRAINING, "level": "local", "end": "2014-03-05", "instructors": "false"}, False),
        ({"kind": "conference"}, False),
        ({"kind": "teleconference"}, False),
        ({"kind": "internship"}, False),
        ({"kind": "exchange"}, False),
    ],
)
def test_what_is_a_training(count: CountOf, event: dict[str, str], trained: bool) -> None:
    """The donor's definition: named instructors; in the country 15 contact hours or three days."""
    registers = registers_of(**{**ROWS, "events": [event], "attendances": came((1, 1))})

    assert float(trained) == count("RRS-9", registers=registers).value


def test_prize_counts_by_achievement(count: CountOf) -> None:
    """A prize counts by the date of the achievement, not by that of the award."""
    registers = registers_of(organisations=[{}], prizes=[{}])

    assert 1.0 == count("RRS-12", registers=registers).value
    assert 0.0 == count("RRS-12", period=year_period(2015, "fiscal"), registers=registers).value


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ({"event.kind": ["school", "exchange"]}, (1, 2, 6)),
        ({"person.organisation.kind": {"not": "government"}}, (1, 2, 3, 4, 6)),
        ({"event.days": {"max": 2}, "person.organisation.kind": "government"}, ()),
        ({"person.organisation.country": {"differs_from": "person.country"}}, ()),
        ({"event.host_country": {"differs_from": "person.country"}}, (4, 5, 6)),
        ({"any": [{"person.sex": "unknown"}, {"person.country": "AF"}]}, (3, 6)),
    ],
)
def test_conditions(count: CountOf, where: dict[str, Any], numbers: tuple[int, ...]) -> None:
    """All conditions hold; a missing value fulfils none of them but “not”."""
    assert people(*numbers) == count("RRS-1", where=where).keys


def test_sheet_of_ones_own(count: CountOf) -> None:
    """An analyst's sheet counts without any Python: values, lists, not, min and met."""
    found = count(
        "RRS-1",
        where={"event.kind": "conference", "person.sex": {"not": "unknown"}},
        met=Met("event_id", {"person.organisation.kind": "government"}),
    )

    assert people(1, 2, 4, 5) == found.keys


def test_nothing_at_all(indicators: Indicators, programme: Programme) -> None:
    """Over registers without rows every indicator is zero, and a share does not exist."""
    counts = Counts(registers_of(), indicators)
    values = {code: counts.tally(code, "ALL", programme.span).value for code in indicators.sheets}

    assert {"RRS-16": None} == {code: value for code, value in values.items() if value != 0.0}
