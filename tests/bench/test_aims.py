"""The benchmark says whether its aims are met. How long anything takes is no test."""

from __future__ import annotations

from tests.bench.__main__ import FLOOR, KEPT, LOOP, NEW, aims, lines

COSTS = {
    LOOP: {"seconds": 70.0, "cpu": 65.0, "memory": 300.0, "papermill": 50.0},
    NEW: {"seconds": 10.0, "cpu": 18.0, "memory": 900.0},
    KEPT: {"seconds": 1.5, "cpu": 1.0, "memory": 5.0},
    FLOOR: {"seconds": 16.0, "typst": 16.0},
}


def test_ratios_and_aims() -> None:
    """Each ratio is of the measurements that its name says, and met or missed."""
    assert [
        "loop / ours: 7.00, aim at least 6: met",
        "ours / (floor / workers): 1.25, aim at most 1.4: met",
        "seconds with nothing changed: 1.50, aim below 1: missed",
    ] == list(aims(COSTS, 2))


def test_every_measurement_has_a_line() -> None:
    """With its parts, where it has some."""
    assert "papermill 50.0" in next(lines(COSTS))
    assert len(COSTS) == len(list(lines(COSTS)))
