"""Whatever the registers hold, or lack: every section is made, and every figure is right."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrs_data import load_indicators, load_programme
from rrs_data.indicators.counting import Counts
from tests.back.recount import COUNTS, Recount
from tests.conftest import FEW, PARAMS
from tests.property.strategies import COUNTRIES, registers, sparse_registers
from tests.reports.sentences import faults
from tests.reports.whole import outputs_of
from tests.small_registers import SCHEMA, complete, registers_of, write_registers

INDICATORS, SPAN = load_indicators(PARAMS), load_programme(PARAMS).period("final")

codes = st.sampled_from(list(INDICATORS.sheets))
areas = st.sampled_from(["ALL", *COUNTRIES])

few = settings(FEW, max_examples=12)


def tally_of(loaded, code, country):
    """What an indicator comes to over the whole programme."""
    return Counts(loaded, INDICATORS).tally(code, country, SPAN)


@settings(few, max_examples=8)
@given(rows=sparse_registers(), country=areas, year=st.sampled_from([2014, 2015]))
def test_every_section_and_every_figure(report_of, rows, country, year):
    """Sections say what their numbers bear, and indicators are what a recount by hand gives."""
    report = report_of(country, year, "ru", registers=registers_of(**rows))
    with tempfile.TemporaryDirectory() as directory:
        recount = Recount(write_registers(Path(directory), **rows))
    expected = {code: recount.value(code, country, year) for code in COUNTS}

    assert [] == faults(outputs_of(report))
    assert expected == {code: report.achievements[code].actual for code in COUNTS}


@few
@given(registers(), codes, areas)
def test_breakdowns_and_evidence(rows, code, country):
    """Each breakdown adds up; every row that was read counts, or does not for one reason."""
    loaded = registers_of(**rows)
    tally = tally_of(loaded, code, country)
    judged = tally.evidence.judged()
    numbers = [(name, row) for name, own in judged.items() for _, rows in own for row in rows]
    counted = [(name, row) for name, own in tally.evidence.rows.items() for row in own]

    for by in INDICATORS.sheets[code].by:
        assert tally.value == pytest.approx(
            sum(one.value or 0 for one in tally.breakdown if one.by == by), abs=1e-6
        ), by
    assert {*counted} <= {*numbers}
    assert len(numbers) == len(set(numbers)) == sum(len(loaded[name]) for name in judged)
    assert bool(tally.keys) == bool(tally.evidence.rows)


@few
@given(registers(), codes, areas, st.integers(0, 2**32))
def test_order_of_rows(rows, code, country, seed):
    """In whatever order the rows stand, values, parts, ids and evidence are the same."""
    # Ids are given before the rows are mixed, so that each row keeps its own.
    in_order = {name: complete(name, own) for name, own in rows.items()}
    mixed = {name: Random(seed).sample(own, len(own)) for name, own in in_order.items()}  # noqa: S311
    found = []
    for loaded in (registers_of(**in_order), registers_of(**mixed)):
        tally = tally_of(loaded, code, country)
        evidence = set()
        for name, numbers in tally.evidence.rows.items():
            counted = loaded[name][loaded[name]["row"].isin(numbers)]
            evidence |= {(name, *key) for key in counted[[*SCHEMA.registers[name].key]].to_numpy()}
        found.append((tally.value, tally.breakdown, tally.keys, evidence))

    assert found[0] == found[1]
