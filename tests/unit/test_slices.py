"""Slices: a report computes the same from its own rows as from all rows."""

from datetime import date

import pytest

from rrs_data import Evaluator, load_registers
from rrs_data.indicators.sheets import Indicators
from rrs_data.intake.registers import Registers
from rrs_data.intake.scope import Scope
from rrs_data.programme.programme import Programme
from tests.conftest import REGISTERS, Everything


@pytest.mark.parametrize("country", ["KG", "KZ", "TJ", "TM", "UZ", "AF", "PK", "ALL"])
def test_same_achievements(
    country: str, everything: Everything, programme: Programme, indicators: Indicators
) -> None:
    """Every achievement of every year, its evidence included, comes out of the slice alone."""
    for year in programme.years_of(country):
        period = programme.period(year)
        part = load_registers(REGISTERS, None, Scope(country, period.end))
        found = Evaluator(part, indicators, programme).achievements(country, period)

        assert {code: one.as_record() for code, one in everything[country, year].items()} == {
            one.indicator.code: one.as_record() for one in found
        }


def test_less_than_all(registers: Registers) -> None:
    """A quiet country's slice leaves out most rows that are not its own."""
    part = load_registers(REGISTERS, None, Scope("TM", date(2013, 9, 30)))

    assert len(part["attendances"]) < len(registers["attendances"]) / 2
    assert {"TM"} == set(part["targets"]["country"])
    assert part.counts["attendances"].read == len(registers["attendances"])


def test_what_a_slice_holds() -> None:
    """A slice knows which countries and days it can speak of; the region's speaks of all."""
    own = load_registers(REGISTERS, None, Scope("KG", date(2014, 9, 30)))
    whole = load_registers(REGISTERS, None, Scope("ALL", date(2014, 9, 30)))

    assert own.holds("KG", date(2013, 9, 30))
    assert not own.holds("KZ", date(2013, 9, 30))
    assert not own.holds("KG", date(2014, 10, 1))
    assert whole.holds("KZ", date(2014, 9, 30))


def test_figures_of_others(
    everything: Everything, programme: Programme, indicators: Indicators
) -> None:
    """A figure of another country, as the published ones need it, is counted from all rows."""
    period = programme.period(2014)
    part = load_registers(REGISTERS, None, Scope("TM", period.end))
    own = Evaluator(part, indicators, programme)

    for country in ("KZ", "ALL"):
        expected = everything[country, 2014]["RRS-1"].tally
        found = own.figure("RRS-1", country, period)

        assert (expected.value, expected.breakdown) == (found.value, found.breakdown)


def test_what_is_not_here_is_not_counted(programme: Programme, indicators: Indicators) -> None:
    """A tally of rows that a slice does not hold is refused: it would come out too small."""
    part = load_registers(REGISTERS, None, Scope("TM", date(2014, 9, 30)))
    own = Evaluator(part, indicators, programme)

    with pytest.raises(LookupError):
        own.tally("RRS-10", "KZ", programme.period(2014))
    with pytest.raises(LookupError):
        own.tally("RRS-1", "TM", programme.period(2015))


def test_regional_figures_of_all(
    everything: Everything, programme: Programme, indicators: Indicators
) -> None:
    """What is counted from regional events alone is counted for every country, with evidence."""
    period = programme.period(2014)
    part = load_registers(REGISTERS, None, Scope("TM", period.end))

    for country in ("KZ", "ALL"):
        found = Evaluator(part, indicators, programme).tally("RRS-1", country, period)

        assert everything[country, 2014]["RRS-1"].tally == found


def test_same_after_recalling(programme: Programme, indicators: Indicators) -> None:
    """What was counted of another country is remembered, and comes out the same."""
    period = programme.period(2014)
    first, second = (
        Evaluator(
            load_registers(REGISTERS, None, Scope("TM", period.end)), indicators, programme
        ).figure("RRS-5", "KZ", period)
        for _ in range(2)
    )

    assert first == second
    assert first.value
