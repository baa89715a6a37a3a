"""Conditions of the indicator sheets."""

from typing import Any

import pandas as pd
import pytest

from rrs_data.indicators.conditions import column_problem, matches, problems
from tests.small_registers import SCHEMA

FRAME = pd.DataFrame(
    {
        "kind": pd.Series(["school", "training", "school", None], dtype="str"),
        "host": pd.Series(["KG", "KZ", None, "KG"], dtype="str"),
        "home": pd.Series(["KG", "KG", "KG", None], dtype="str"),
        "hours": [15.0, 14.9, 40.0, float("nan")],
        "year": pd.array([2013, 2014, None, 2015], dtype="Int64"),
        "taught": pd.array([True, False, None, True], dtype="boolean"),
    }
)


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({}, [0, 1, 2, 3]),
        ({"kind": "school"}, [0, 2]),
        ({"kind": ["school", "training"]}, [0, 1, 2]),
        ({"kind": {"not": "school"}}, [1, 3]),
        ({"hours": {"min": 15}}, [0, 2]),
        ({"hours": {"max": 15}}, [0, 1]),
        ({"year": {"min": 2014}}, [1, 3]),
        ({"year": {"max": 2014}}, [0, 1]),
        ({"year": 2014}, [1]),
        ({"taught": True}, [0, 3]),
        ({"taught": False}, [1]),
        ({"host": {"differs_from": "home"}}, [1]),
        ({"home": {"differs_from": "host"}}, [1]),
        ({"kind": "school", "host": "KG"}, [0]),
        ({"any": [{"kind": "training"}, {"hours": {"min": 40}}]}, [1, 2]),
        ({"host": "KG", "any": [{"kind": "school"}, {"taught": True}]}, [0, 3]),
        ({"any": [{"kind": "school", "host": "KG"}, {"kind": "training"}]}, [0, 1]),
        ({"kind": "none"}, []),
    ],
)
def test_matches(where: dict[str, Any], rows: list[int]) -> None:
    """All conditions hold; a missing value fulfils none of them but “not”."""
    found = matches(FRAME, where)

    assert not found.isna().any()
    assert rows == list(FRAME.index[found])


def test_matches_nothing_in_nothing() -> None:
    """An empty frame has no matching rows and breaks no condition."""
    where = {"kind": "school", "hours": {"min": 1}, "any": [{"taught": True}, {"year": 2013}]}

    assert [] == list(matches(FRAME.iloc[:0], where))


def told(where: dict[str, Any], register: str = "attendances") -> list[str]:
    """What is wrong with conditions."""
    return list(problems(where, register, SCHEMA))


@pytest.mark.parametrize(
    "where",
    [
        {"event.level": "regional", "role": ["participant", "speaker"]},
        {"person.organisation.kind": {"not": "government"}},
        {"person.country": {"differs_from": "event.host_country"}},
        {"any": [{"event.days": {"min": 3}}, {"event.contact_hours": {"min": 15}}]},
        {"event.instructors": True},
    ],
)
def test_no_problem(where: dict[str, Any]) -> None:
    """Conditions on columns that exist, with values that occur, are in order."""
    assert [] == told(where)


@pytest.mark.parametrize(
    ("where", "beginning"),
    [
        ({"event.levle": "regional"}, "event.levle is no column of attendances; it has event_id"),
        ({"event.level": "region"}, "event.level is never 'region': it is one of regional, "),
        ({"role": ["participant", "guest"]}, "role is never 'guest'"),
        ({"role": {"not": "guest"}}, "role is never 'guest'"),
        ({"person.sex": {"differs_from": "event.sex"}}, "event.sex is no column"),
        ({"any": [{"role": "guest"}]}, "role is never 'guest'"),
    ],
)
def test_problem(where: dict[str, Any], beginning: str) -> None:
    """A misspelt column or value would silently count nothing: it is told instead."""
    (problem,) = told(where)

    assert problem.startswith(beginning)


def test_all_problems() -> None:
    """Every problem is told."""
    assert 3 == len(told({"role": ["guest", "host"], "any": [{"none": 1}]}))


def test_column_problem() -> None:
    """A column is known when the schema has it or the loaders add it."""
    assert column_problem("event.level", "attendances", SCHEMA) is None
    assert column_problem("days", "events", SCHEMA) is None
    assert column_problem("day", "events", SCHEMA) is not None
