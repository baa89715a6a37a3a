"""Indicator sheets, read and checked."""

import re
from copy import deepcopy
from functools import lru_cache

import pytest
import yaml

from rrs_data.indicators.sheets import load_indicators
from rrs_data.programme.faults import FaultsError
from tests.conftest import PARAMS


@lru_cache
def shipped_file():
    """The shipped file as it is written."""
    return yaml.safe_load((PARAMS / "indicators.yml").read_text("utf-8"))


def faults_of(directory, edit):
    """The places and findings of the shipped sheets after an edit."""
    content = deepcopy(shipped_file())
    edit(content["indicators"])
    path = directory / "indicators.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        load_indicators(directory)
    return [
        (re.sub(rf"{path}, line \d+: indicators › ", "", fault.where), fault.found)
        for fault in caught.value.faults
    ]


@pytest.mark.parametrize(
    ("edit", "place", "found"),
    [
        (lambda s: s[0]["sources"][0].update(register="peple"), "peple", "'peple' is none of the"),
        (lambda s: s[0]["sources"][0].update(date="event.day"), "attendances", "event.day is no"),
        (lambda s: s[0]["sources"][0].update(date="role"), "attendances", "role is not a date"),
        (lambda s: s[0]["sources"][0].update(key="personid"), "attendances", "personid is no"),
        (lambda s: s[13]["sources"][0].update(amount="sum"), "grants", "sum is no column"),
        (lambda s: s[16]["sources"][0]["met"].update(where={"x": 1}), "attendances", "x is no"),
        (lambda s: s[15].update(share={"person.sex": "W"}), "attendances", "person.sex is never"),
        (lambda s: s[9]["sources"][0].update(where={"kind": "course"}), "events", "kind is never"),
        # People are broken down by what they are, never by the events that they attended.
        (lambda s: s[0].update(by=["event.kind"]), "attendances", "person.event.kind is no column"),
    ],
)
def test_problem_of_a_source(tmp_path, edit, place, found):
    """A column or value that the registers cannot have is told with the sheet and its source."""
    where, told = faults_of(tmp_path, edit)[0]

    assert where.endswith(f"sources › {place}")
    assert told.startswith(found)


def test_problems_of_the_file(tmp_path):
    """A code that stands twice and an unknown result are told together."""

    def edit(sheets):
        sheets[1]["code"] = "RRS-1"
        sheets[2]["result"] = "global"

    assert [
        ("RRS-1", "the code stands twice"),
        ("RRS-3 › result", "'global' is none of regional, national, local"),
    ] == faults_of(tmp_path, edit)


@pytest.mark.parametrize(("number", "name"), [(0, "key"), (13, "amount"), (14, "within")])
def test_what_a_count_needs(tmp_path, number, name):
    """A count without the column that it counts by is a fault of the file."""
    ((_, found),) = faults_of(tmp_path, lambda sheets: sheets[number]["sources"][0].pop(name))

    assert f"{name} is a required property" == found.replace('"', "").replace("'", "")


@pytest.mark.parametrize(
    ("where", "beginning"),
    [
        ({"event.levle": "regional"}, "event.levle is no column of attendances; it has event_id"),
        ({"event.level": "region"}, "event.level is never 'region': it is one of regional, "),
        ({"role": ["participant", "guest"]}, "role is never 'guest'"),
        ({"role": {"not": "guest"}}, "role is never 'guest'"),
        ({"person.sex": {"differs_from": "event.sex"}}, "event.sex is no column"),
        ({"any": [{"role": "guest"}]}, "role is never 'guest'"),
        ({"event.start": {"min": 3}}, "event.start is not a number, so it has no min"),
    ],
)
def test_problem_of_a_condition(tmp_path, where, beginning):
    """A misspelt column or value would silently count nothing: it is reported instead."""
    ((_, found),) = faults_of(tmp_path, lambda sheets: sheets[0]["sources"][0].update(where=where))

    assert found.startswith(beginning)
