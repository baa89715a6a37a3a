"""What a report has counted in one language is not counted again for the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrs_data import Report, open_report
from rrs_data.indicators.lineage import Lineage
from tests.conftest import BRAND, PARAMS, REGISTERS

KEYS = ("RRS-1", "RRS-1[sex=F]", "events[kind=training].contact_hours", "RRS-1.target", "KZ/RRS-1")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with nothing in it."""
    monkeypatch.setenv("RRS_CACHE", str(tmp_path))


def report(language: str, params: Path = PARAMS) -> Report:
    """A report of the shipped registers."""
    return open_report("KG", 2014, language, registers=REGISTERS, params=params, brand=BRAND)


def test_values_serve_the_other_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value is the same, and none is counted from rows again."""
    first = report("ru")
    values = [first.figure(key).value for key in KEYS]
    first.record()
    monkeypatch.delattr(Lineage, "_counted")
    second = report("en")

    assert values == [second.figure(key).value for key in KEYS]
    assert None not in values
    with pytest.raises(AttributeError):
        second.figure("RRS-2")


def test_other_sheets_are_counted_anew(tmp_path: Path) -> None:
    """An indicator whose sheet has changed is not remembered under its code."""
    first = report("en")
    before = first.figure("RRS-1").value
    first.record()
    params = tmp_path / "params"
    params.mkdir()
    for path in PARAMS.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        changed = text.replace("event.level: regional", "event.level: national")
        (params / path.name).write_text(changed, encoding="utf-8")

    assert before != report("en", params).figure("RRS-1").value
