"""Registers: loading, joining and slicing."""

import json
import pickle
from dataclasses import replace as replaced
from datetime import date
from pathlib import Path

import pytest

from rrs_data.intake.registers import adopt, load_registers
from rrs_data.programme.faults import FaultsError
from tests.conftest import REGISTERS
from tests.small_raws import CONTEXT
from tests.small_registers import came, registers_of, write_registers

SMALL = {
    "organisations": [{}, {"country": "KZ", "kind": "government"}],
    "people": [{}, {"organisation_id": "ORG-002", "country": "KZ"}, {"organisation_id": ""}],
    "events": [{}, {"start": "2013-09-29", "end": "2013-10-01"}],
    "attendances": came((1, 1), (1, 2), (2, 1), (2, 3)),
    "services": [{}],
    "grants": [{}],
    "prizes": [{}],
    "targets": [{"indicator": "RRS-1"}],
    "finance": [{}],
}


@pytest.fixture
def directory(tmp_path):
    return write_registers(tmp_path / "registers", **SMALL)


@pytest.mark.parametrize("mark", [True, False, "true", None])
def test_illustrative(directory, mark):
    """Registers are illustrative when their own datapackage.json says so, and only then."""
    descriptor = {} if mark is None else {"illustrative": mark}
    (directory / "datapackage.json").write_text(json.dumps(descriptor))

    assert (mark is True) is load_registers(directory).illustrative


def test_cost_that_is_not_known_is_not_zero(report_of):
    """A sum of which any part is missing does not exist, in the report either."""
    known, unknown = {"cost_travel": "0"}, {"cost_travel": ""}
    report = report_of(registers=registers_of(**{**SMALL, "events": [known, unknown]}))
    costs = [
        report.figure(f"events[event_id={event}].cost").value for event in ("EV-001", "EV-002")
    ]

    assert [30.5, None] == costs
    assert report.figure("events.cost").value is None


def test_frames_may_be_changed(registers):
    """What a notebook does to a frame changes no figure of the same or another report."""
    change = registers["people"]
    change.loc[:, "country"] = "XX"
    change["more"] = 1

    assert "XX" not in set(registers["people"]["country"])
    assert "more" not in registers["people"]


def test_same_files_are_checked_once(directory, monkeypatch):
    """Until one of them changes: a register, the review of duplicates or the descriptor."""
    first = load_registers(directory)
    monkeypatch.chdir(directory.parent)

    assert first is load_registers(directory)
    assert first is load_registers(Path("registers"))
    for name, more in (
        ("duplicates.csv", "register,id,same_as,decision\n"),
        ("datapackage.json", '{"illustrative": true}'),
        ("people.csv", "P-000099,F,25-34,KG,,rural,\n"),
    ):
        with (directory / name).open("a") as file:
            file.write(more)
        again = load_registers(directory)
        assert first is not again
        first = again
    assert 4 == len(first["people"])


def test_registers_are_checked_against_the_programme(directory):
    """Another programme is another check, also of the same files."""
    earlier = replaced(CONTEXT[0], end=date(2013, 9, 30))

    assert load_registers(directory, CONTEXT) is not load_registers(directory)
    with pytest.raises(FaultsError, match="a reporting year"):
        load_registers(directory, (earlier, CONTEXT[1]))


def test_checked_registers_serve_another_process(monkeypatch):
    """It adopts them, small as they are, and checks nothing until one changes."""
    sent = pickle.dumps(load_registers(REGISTERS))
    adopted = pickle.loads(sent)  # noqa: S301
    monkeypatch.setattr("rrs_data.intake.registers.take_in", None)
    adopt(adopted)

    assert adopted is load_registers(REGISTERS)
    assert len(adopted["people"]) == len(adopted.columns("people", ["organisation.kind"]))
    assert len(sent) < 1 << 20
