"""The benchmark of registers: that it measures; how long anything takes is no test."""

import json
from pathlib import Path

import pytest

from tests.bench.registers import RESULT, STEPS, main
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
    assert all(min(row["wall"] + row["cpu"] + row["memory"]) > 0 for row in result["measured"])


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
