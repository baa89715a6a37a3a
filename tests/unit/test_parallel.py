"""Work side by side."""

import time
from collections.abc import Iterator

import pytest

from rrs_data.intake.parallel import WORKERS, in_turn, side_by_side


def slowly(number: int) -> int:
    """The earlier a task, the later it is done."""
    time.sleep(0.01 * (5 - number))
    return number * number


def test_order() -> None:
    """What comes of tasks is in their order, whichever is done first."""
    assert [0, 1, 4, 9, 16] == side_by_side(slowly, range(5))
    assert [0, 1, 4, 9, 16] == list(in_turn(slowly, range(5)))


def test_taken_when_needed() -> None:
    """No more tasks are taken than are worked on: they may be large."""
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    results = in_turn(lambda number: number, tasks())

    assert 0 == next(results)
    assert WORKERS == len(taken)
    assert list(range(1, 20)) == list(results)


def test_errors_are_raised() -> None:
    """An error in a task is the caller's."""
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda number: 1 // number, [1, 0])
    with pytest.raises(ZeroDivisionError):
        list(in_turn(lambda number: 1 // number, [1, 0]))
