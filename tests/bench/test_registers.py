"""The benchmark of registers: that it measures; how long anything takes is no test."""

import json
from pathlib import Path

import pytest

from tests.bench import registers
from tests.bench.registers import CHANGED, RESULT, STEPS, Step, main, measure
from tests.bench.table import HEADS, Row, table


def test_table_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every step is run and has a line, and every measurement is in the JSON."""
    main(["--scale", "1", "--times", "1", "--output", str(tmp_path)])
    shown = capsys.readouterr().out.splitlines()
    result = json.loads((tmp_path / RESULT).read_text(encoding="utf-8"))

    assert [step.title for step in STEPS] == [
        line[: len(step.title)] for line, step in zip(shown[1:], STEPS, strict=False)
    ]
    assert {1} == {
        len(row[what]) for row in result["measured"] for what in ("wall", "cpu", "memory")
    }
    assert CHANGED in result["rows"]
    assert all(min(row["wall"] + row["cpu"] + row["memory"]) > 0 for row in result["measured"])


def test_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps take turns, as often as was asked for, each turn with a store of its own."""
    ran: list[tuple[Step, Path]] = []

    def run(step: Step, _directory: Path, store: Path) -> dict[str, float]:
        store.mkdir(exist_ok=True)
        ran.append((step, store))
        return dict.fromkeys(("wall", "cpu", "memory"), float(len(ran)))

    monkeypatch.setattr(registers, "_run", run)
    rows = measure(tmp_path, tmp_path, 3)
    steps, stores = zip(*ran, strict=True)
    often = len(STEPS)

    assert STEPS * 3 == steps
    assert [1, 1, 1, 3] == [
        *(len(set(stores[turn * often : (turn + 1) * often])) for turn in range(3)),
        len(set(stores)),
    ]
    assert [] == list(tmp_path.iterdir())
    assert [
        [float(place + turn * often) for turn in range(3)] for place in range(1, often + 1)
    ] == [row.wall for row in rows]


def test_multiples() -> None:
    """Multiples and aims go by the least times, those of the first line."""
    rows = [
        Row("plain", None, [2.0, 1.0, 4.0], [1.0], [10.0]),
        Row("quick", 0.1, [0.1, 0.5, 0.3], [0.2], [30.0]),
        Row("slow", 3.0, [9.0, 3.5, 4.0], [5.0], [20.0]),
    ]
    heads, *lines, most = table(rows).splitlines()

    assert list(HEADS[1:]) == [part for part in HEADS[1:] if part in heads]
    assert [
        ["plain", "1.000", "2.000", "1.000", "1.000", "10", "1.00", "1.00"],
        ["quick", "0.100", "0.300", "0.200", "0.200", "30", "0.10", "0.20", "0.1", "met"],
        ["slow", "3.500", "4.000", "5.000", "5.000", "20", "3.50", "5.00", "3", "missed"],
    ] == [line.split() for line in lines]
    assert most == "most memory: 30 MiB (aim: below 2048)"
