"""Indicator sheets, read and checked."""

from copy import deepcopy

import pytest
import yaml

from rrs_data.indicators.sheets import load_indicators
from rrs_data.programme.faults import FaultsError
from tests.conftest import PARAMS

SHIPPED = yaml.safe_load((PARAMS / "indicators.yml").read_text("utf-8"))


def sheet(number, **changes):
    """An edit of a sheet by its place in the file."""
    return lambda sheets: sheets[number].update(changes)


def source(number, **changes):
    """An edit of a sheet's first source."""
    return lambda sheets: sheets[number]["sources"][0].update(changes)


def faults_of(directory, *edits):
    """The faults of the shipped sheets after some edits."""
    content = deepcopy(SHIPPED)
    for edit in edits:
        edit(content["indicators"])
    (directory / "indicators.yml").write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    with pytest.raises(FaultsError) as caught:
        load_indicators(directory)
    return caught.value.faults


@pytest.mark.parametrize(
    ("edit", "where", "told"),
    [
        (source(0, register="peple"), "sources › peple", "'peple' is none of the"),
        (source(0, date="event.day"), "sources › attendances", "event.day is no"),
        (source(0, date="role"), "sources › attendances", "role is not a date"),
        (source(0, key="personid"), "sources › attendances", "personid is no"),
        (source(13, amount="sum"), "sources › grants", "sum is no column"),
        (source(16, met={"where": {"x": 1}, "within": "event_id"}), "› attendances", "x is no"),
        (sheet(15, share={"person.sex": "W"}), "› attendances", "person.sex is never"),
        (source(9, where={"kind": "course"}), "sources › events", "kind is never"),
        # People are broken down by what they are, never by the events that they attended.
        (sheet(0, by=["event.kind"]), "attendances", "person.event.kind is no column"),
        (source(0, where={"event.levle": "regional"}), "", "event.levle is no column of attend"),
        (source(0, where={"event.level": "region"}), "", "'region': it is one of regional, "),
        (source(0, where={"role": ["participant", "guest"]}), "", "role is never 'guest'"),
        (source(0, where={"role": {"not": "guest"}}), "", "is never 'guest'"),
        (source(0, where={"person.sex": {"differs_from": "event.sex"}}), "", "event.sex is no"),
        (source(0, where={"any": [{"role": "guest"}]}), "", "never 'guest'"),
        (source(0, where={"event.start": {"min": 3}}), "", "not a number, so it has no min"),
        (lambda it: it[0]["sources"][0].pop("key"), "", '"key" is a required property'),
        (lambda it: it[13]["sources"][0].pop("amount"), "", '"amount" is a required property'),
        (lambda it: it[14]["sources"][0].pop("within"), "", '"within" is a required property'),
        (sheet(2, count="many"), "RRS-3 › count", "rows, distinct, sum, share or pairs"),
        (sheet(0, role="visitors"), "role", "a role in the report's story: participants, new_"),
        (sheet(0, role="new_participants"), "role", "another sheet has the role"),
        *(
            pytest.param(sheet(0, code=code), "code", "such as A-18, EU-2.1 or A1", id=code)
            for code in ("rrs-1", "RRS", "EU-2.a", "RRS 1", "2.1", "RRS-1/2")
        ),
    ],
)
def test_a_fault_of_a_sheet(tmp_path, edit, where, told):
    """What would silently count nothing, or could stand in no key, is told with its place."""
    fault, *_ = faults_of(tmp_path, edit)

    assert fault.where.endswith(where)
    assert told in f"{fault.found}; {fault.expected}"


def test_faults_of_the_file_come_together(tmp_path):
    """A code that stands twice and an unknown result are told by sheet and line."""
    faults = faults_of(tmp_path, sheet(1, code="RRS-1"), sheet(2, result="global"))

    assert [
        ("RRS-1", "the code stands twice"),
        ("RRS-3 › result", "'global' is none of regional, national, local"),
    ] == [(fault.where.partition("indicators › ")[2], fault.found) for fault in faults]
