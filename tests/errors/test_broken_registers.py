"""A broken copy of the demonstration registers: each fault found, none twice, none invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rrs_data.checks.context import context_of
from rrs_data.findings import RULES, Findings
from rrs_data.registers import checked_registers
from tests.broken_registers import Told, break_registers
from tests.conftest import PARAMS

ELSEWHERE = {
    "source-missing": "there is one source, and it is there",
    "source-unknown": "the same",
    "descriptor-broken": "what is no JSON has no path that leads out",
    "more-of-the-same": "a thousand faults in one column would bury the others: see below",
    "more-of-the-same-warning": "the same",
}
"""Rules that cannot be broken in these registers, and why; all have tests of their own."""


def told(findings: Findings) -> list[Told]:
    """Findings by rule and place, in an order of their own."""
    return sorted(
        Told(one.register, one.rule, Path(one.file).name, one.row, one.column, one.sheet)
        for one in findings
    )


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Findings, list[Told]]:
    """What is found in the broken registers, and what is to be found there."""
    directory = tmp_path_factory.mktemp("broken") / "registers"
    expected = break_registers(directory)
    return checked_registers(directory, context_of(PARAMS)).findings, expected


def test_every_fault_is_found_once_and_none_is_invented(
    broken: tuple[Findings, list[Told]],
) -> None:
    """One run tells all faults, each once, and nothing that only follows from them."""
    findings, expected = broken

    assert expected == told(findings)


def test_every_rule_is_broken() -> None:
    """A rule that is not broken here is named with the reason; so is none that is."""
    broken = {one.rule for one in PLANTED}

    assert set() == broken & set(ELSEWHERE)
    assert sorted(RULES) == sorted(broken | set(ELSEWHERE))
