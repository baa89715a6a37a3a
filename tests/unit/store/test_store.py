"""The store: what was checked once is not checked again, and what is damaged is made anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rrs_data.intake import registers as loading
from rrs_data.intake.checks import Checked
from rrs_data.intake.registers import checked_registers, load_registers
from rrs_data.intake.store import open_store, store
from tests.small_raws import CONTEXT
from tests.small_registers import SCHEMA, came, write_registers

ROWS = {
    "organisations": [{}],
    "people": [{}, {}],
    "events": [{}],
    "attendances": came((1, 1), (1, 2)),
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test's own."""
    monkeypatch.setenv("RRS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory of small registers."""
    return write_registers(tmp_path / "registers", **ROWS)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The registers that are really judged, in order."""
    names: list[str] = []
    real: Callable[..., Checked] = store.check_register

    def check(raw: object, register: object) -> Checked:
        names.append(register.name)  # type: ignore[attr-defined]
        return real(raw, register)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "check_register", check)
    return names


def test_once(directory: Path, judged: list[str]) -> None:
    """Registers that did not change are judged once; the figures are the same."""
    first, second = (load_registers(directory, CONTEXT) for _ in range(2))

    assert sorted(SCHEMA.registers) == sorted(judged)
    assert all(first[name].equals(second[name]) for name in SCHEMA.registers)
    assert first.hashes == second.hashes


def test_nothing_is_read_again(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store has whole is not even taken in."""
    load_registers(directory, CONTEXT)
    monkeypatch.setattr(loading, "take_in", None)

    assert 2 == len(load_registers(directory, CONTEXT)["attendances"])


def test_one_changed(directory: Path, judged: list[str]) -> None:
    """When one register changes, that one is judged anew, and what lies between is checked."""
    load_registers(directory, CONTEXT)
    judged.clear()
    events = directory / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("EV-001", "EV-002"), "utf-8")
    found = checked_registers(directory, CONTEXT).findings

    assert ["events"] == judged
    assert {"reference", "event-unattended"} == {one.rule for one in found}


def test_errors_are_told_again(directory: Path, judged: list[str]) -> None:
    """Registers with errors are refused each time, with the same findings."""
    people = directory / "people.csv"
    people.write_text(
        people.read_text(encoding="utf-8").replace("P-000002,F", "P-000002,X"), "utf-8"
    )
    first, second = (checked_registers(directory, CONTEXT).findings for _ in range(2))

    assert ["allowed"] == [one.rule for one in first]
    assert list(first) == list(second)
    assert sorted(SCHEMA.registers) == sorted(judged)


def test_warnings_are_kept(directory: Path) -> None:
    """A warning is told from the store as it was at first."""
    write_registers(directory, **{**ROWS, "events": [{}, {}]})
    first, second = (load_registers(directory, CONTEXT).warnings for _ in range(2))

    assert ["event-unattended"] == [one.rule for one in first]
    assert first == second


def test_another_programme(directory: Path, judged: list[str]) -> None:
    """Held to other parameters, the registers are checked anew, but each is judged once."""
    load_registers(directory, CONTEXT)
    load_registers(directory, None)

    assert sorted(SCHEMA.registers) == sorted(judged)


@pytest.mark.parametrize("damage", [b"", b"\x00" * 64, None])
def test_damaged(directory: Path, cache: Path, damage: bytes | None) -> None:
    """An entry that is cut short, overwritten or gone is made anew."""
    expected = load_registers(directory, CONTEXT)
    for file in [path for path in cache.rglob("*") if path.is_file()]:
        if damage is None:
            file.unlink()
        else:
            file.write_bytes(damage)
    found = load_registers(directory, CONTEXT)

    assert all(expected[name].equals(found[name]) for name in SCHEMA.registers)


def test_private(directory: Path, cache: Path) -> None:
    """Nobody else may look into the store: it holds rows of people."""
    load_registers(directory, CONTEXT)

    assert 0 == cache.stat().st_mode & 0o077


@pytest.mark.parametrize("chosen", ["0", "/proc/nowhere"])
def test_without_a_store(
    directory: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    """Turned off, or with no place for it, registers are read and checked each time."""
    monkeypatch.setenv("RRS_CACHE", chosen)
    monkeypatch.setattr(loading, "check_register", store.check_register)
    for _ in range(2):
        assert 2 == len(load_registers(directory, CONTEXT)["attendances"])

    assert open_store() is None
    assert list(SCHEMA.registers) * 2 == judged
