"""What holds of every count, whatever the registers hold."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rrs_data import load_indicators, load_programme
from rrs_data.indicators.counting import Counts
from rrs_data.intake.registers import Registers
from rrs_data.programme.periods import Period
from tests.conftest import PARAMS
from tests.property.strategies import COUNTRIES, Rows, registers
from tests.small_registers import SCHEMA, complete, ident, registers_of

PROGRAMME, INDICATORS = load_programme(PARAMS), load_indicators(PARAMS)
YEARS = [PROGRAMME.period(year) for year in PROGRAMME.years]


def one_of(*codes: str) -> st.SearchStrategy[str]:
    """One of these indicators; without any, one of each kind of count."""
    return st.sampled_from(codes or ALL_KINDS)


ALL_KINDS = ("RRS-1", "RRS-2", "RRS-4", "RRS-6", "RRS-8", "RRS-14", "RRS-15", "RRS-16", "RRS-17")
places = st.sampled_from(["ALL", *COUNTRIES])
periods = st.sampled_from([*YEARS, PROGRAMME.span])

few = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Few examples, the same ones at each run: a failure is one that can be made again."""


def counts_of(rows: Rows) -> Counts:
    """The counts over generated rows."""
    return Counts(registers_of(**rows), INDICATORS)


@few
@given(registers(), one_of("RRS-1", "RRS-2", "RRS-4", "RRS-6", "RRS-8", "RRS-14", "RRS-17"), places)
def test_breakdowns_add_up(rows: Rows, code: str, place: str) -> None:
    """Every breakdown adds up to its total; no row vanishes for want of a value."""
    tally = counts_of(rows).tally(code, place, PROGRAMME.span)

    for by in INDICATORS.sheets[code].by:
        assert tally.value == pytest.approx(sum(tally.by(by).values()), abs=1e-6), by


@few
@given(registers(), one_of(), places, periods)
def test_evidence_is_what_was_counted(rows: Rows, code: str, place: str, period: Period) -> None:
    """There are as many keys as were counted, and rows speak for them."""
    tally = counts_of(rows).tally(code, place, period)

    if code != "RRS-14":
        counted = tally.denominator if code == "RRS-16" else tally.value
        assert counted == len(tally.keys)
    assert len(set(tally.keys)) == len(tally.keys)
    assert bool(tally.keys) == bool(tally.rows)


@few
@given(
    registers(),
    one_of("RRS-1", "RRS-3", "RRS-4", "RRS-6", "RRS-8", "RRS-9", "RRS-15", "RRS-17"),
    places,
    periods,
    st.data(),
)
def test_one_more_attendance(
    rows: Rows, code: str, place: str, period: Period, data: st.DataObject
) -> None:
    """A further row never lowers a count of attendances, people, organisations or pairs."""
    taken = {(row["event_id"], row["person_id"]) for row in rows["attendances"]}
    free = [
        (event, person)
        for event in (ident("events", n + 1) for n in range(len(rows["events"])))
        for person in (ident("people", n + 1) for n in range(len(rows["people"])))
        if (event, person) not in taken
    ]
    assume(free)
    event, person = data.draw(st.sampled_from(free))
    further = [*rows["attendances"], {"event_id": event, "person_id": person}]
    before, after = (
        counts_of(each).tally(code, place, period).value
        for each in (rows, {**rows, "attendances": further})
    )

    assert after is not None
    assert before is not None
    assert before <= after
    assert code != "RRS-4" or after <= before + 1


@few
@given(registers(), one_of(), places, st.integers(0, 2**32))
def test_order_of_rows(rows: Rows, code: str, place: str, seed: int) -> None:
    """In whatever order the rows stand, values, parts, keys and evidence are the same."""
    mixed: Rows = {}
    for name, own in rows.items():
        # Ids are given before the rows are mixed, so that each row keeps its own.
        mixed[name] = list(complete(name, own))
        Random(seed).shuffle(mixed[name])  # noqa: S311
    tallies, evidence = [], []
    for registers_ in (registers_of(**rows), registers_of(**mixed)):
        tally = Counts(registers_, INDICATORS).tally(code, place, PROGRAMME.span)
        tallies.append((tally.value, tally.numerator, tally.breakdown, tally.keys))
        evidence.append(
            {
                (name, *map(str, key))
                for name, numbers in tally.rows.items()
                for key in _keys(registers_, name, numbers)
            }
        )

    assert tallies[0] == tallies[1]
    assert evidence[0] == evidence[1]


def _keys(registers_: Registers, name: str, numbers: tuple[int, ...]) -> list[tuple[str, ...]]:
    """The keys of a register's rows."""
    frame = registers_[name]
    key = list(registers_.schema.registers[name].key)
    return list(frame[frame["row"].isin(numbers)][key].itertuples(index=False, name=None))


@few
@given(registers(), places)
def test_new_and_returning_are_unique(rows: Rows, place: str) -> None:
    """New and returning people of a year are the year's unique people, none in both."""
    counts = counts_of(rows)
    seen: set[str] = set()
    for period in YEARS:
        unique = set(counts.tally("RRS-1", place, period).keys)
        new = set(counts.tally("RRS-2", place, period).keys)

        assert unique - seen == new
        assert len(unique) == len(new) + len(unique & seen)
        seen |= unique

    assert seen == set(counts.tally("RRS-3", place, PROGRAMME.span).keys)


@few
@given(registers(), one_of("RRS-3", "RRS-5", "RRS-6", "RRS-12"), places)
def test_since_the_start_never_falls(rows: Rows, code: str, place: str) -> None:
    """People, organisations and winners since the start never become fewer."""
    counts = counts_of(rows)
    values = [counts.tally(code, place, PROGRAMME.until(year)).value or 0 for year in YEARS]

    assert sorted(values) == values


@few
@given(registers(), one_of("RRS-1", "RRS-2", "RRS-5", "RRS-6", "RRS-8", "RRS-9", "RRS-12"), periods)
def test_region_and_countries(rows: Rows, code: str, period: Period) -> None:
    """The region's unique figure lies between the largest country's and the sum of all."""
    counts = counts_of(rows)
    region = counts.tally(code, "ALL", period).value or 0
    each = [counts.tally(code, country, period).value or 0 for country in COUNTRIES]

    assert max(each) <= region <= sum(each)


@few
@given(registers(), places, periods)
def test_shares(rows: Rows, place: str, period: Period) -> None:
    """A share's numerator is no larger than its denominator; a share of nobody is none."""
    tally = counts_of(rows).tally("RRS-16", place, period)
    part, whole = tally.numerator or 0, tally.denominator or 0

    assert 0 <= part <= whole
    assert (part / whole if whole else None) == tally.value


@few
@given(registers(), one_of("RRS-4", "RRS-7", "RRS-10", "RRS-11", "RRS-13"), places)
def test_years_part_the_rows(rows: Rows, code: str, place: str) -> None:
    """Every row that counts in the programme counts in exactly one of its years."""
    counts = counts_of(rows)
    whole = counts.tally(code, place, PROGRAMME.span).keys
    parts = [key for year in YEARS for key in counts.tally(code, place, year).keys]

    assert sorted(parts) == list(whole)


@few
@given(registers(), one_of("RRS-4", "RRS-7", "RRS-10", "RRS-13", "RRS-14"), periods)
def test_countries_part_the_rows(rows: Rows, code: str, period: Period) -> None:
    """What is counted by rows in the countries adds up to the region."""
    counts = counts_of(rows)
    region = counts.tally(code, "ALL", period).value
    each = [counts.tally(code, country, period).value or 0 for country in COUNTRIES]

    assert region == pytest.approx(sum(each), abs=1e-6)


@few
@given(registers(), st.sampled_from(sorted(SCHEMA.registers)))
def test_joins(rows: Rows, name: str) -> None:
    """A view has its register's rows, each once and in order."""
    loaded = registers_of(**rows)

    assert loaded[name]["row"].tolist() == loaded.view(name)["row"].tolist()
