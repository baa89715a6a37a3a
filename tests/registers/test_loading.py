"""Registers: what is loaded of them, kept, and handed on."""

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rrs_data.intake.registers import adopt, load_registers
from rrs_data.programme.faults import FaultsError
from tests.conftest import REGISTERS
from tests.small_registers import registers_of, write_registers


@pytest.fixture
def directory(tmp_path):
    return write_registers(tmp_path / "registers", organisations=[{}], people=[{}], events=[{}])


def test_cost_that_is_not_known_is_not_zero(report_of):
    """A sum of which any part is missing does not exist, in the report either."""
    events = [{"cost_travel": "0"}, {"cost_travel": ""}]
    report = report_of(registers=registers_of(events=events))
    keys = ("events[event_id=EV-001].cost", "events[event_id=EV-002].cost", "events.cost")

    assert [30.5, None, None] == [report.figure(key).value for key in keys]


def test_frames_may_be_changed(registers):
    """What a notebook does to a frame changes no figure of the same or another report."""
    change = registers["people"]
    change.loc[:, "country"] = "XX"
    change["more"] = 1

    assert "XX" not in set(registers["people"]["country"])
    assert "more" not in registers["people"]


def test_same_files_are_checked_once(directory, context, monkeypatch):
    """Until a register, the review or the descriptor changes, or the programme is another."""
    kept = [load_registers(directory)]
    monkeypatch.chdir(directory.parent)

    assert kept[0] is load_registers(directory) is load_registers(Path("registers"))
    for name, more in (
        ("duplicates.csv", "register,id,same_as,decision\n"),
        ("datapackage.json", '{"illustrative": true}'),
        ("people.csv", "P-000099,F,25-34,KG,,rural,\n"),
    ):
        with (directory / name).open("a") as file:
            file.write(more)
        kept.append(load_registers(directory))
    kept.append(load_registers(directory, context))
    earlier = replace(context[0], end=date(2013, 9, 30))

    assert 5 == len({id(one) for one in kept})
    assert 2 == len(kept[-1]["people"])
    with pytest.raises(FaultsError, match="2013-09-30"):
        load_registers(directory, (earlier, context[1]))


def test_checked_registers_serve_another_process(monkeypatch):
    """It adopts them, small as they are, and checks nothing until one changes."""
    sent = pickle.dumps(load_registers(REGISTERS))
    adopted = pickle.loads(sent)  # noqa: S301
    monkeypatch.setattr("rrs_data.intake.registers.take_in", None)
    adopt(adopted)

    assert adopted is load_registers(REGISTERS)
    assert len(adopted["people"]) == len(adopted.columns("people", ["organisation.kind"]))
    assert len(sent) < 1 << 20
