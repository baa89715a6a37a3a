"""Registers: what is loaded of them, by which descriptor, kept, and handed on."""

import json
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.registers import adopt, load_registers
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from rrs_data.programme.faults import FaultsError
from tests.small_registers import registers_of, write_registers


def test_cost_that_is_not_known_is_not_zero(report_of):
    """A sum of which any part is missing does not exist, in the report either."""
    registers = registers_of(events=[{"cost_travel": "0"}, {"cost_travel": ""}])
    report = report_of(registers=registers)
    keys = ("events[event_id=EV-001].cost", "events[event_id=EV-002].cost", "events.cost")

    assert [30.5, None, None] == [report.figure(key).value for key in keys]


def test_frames_may_be_changed(registers):
    """What a notebook does to a frame changes no figure of the same or another report."""
    change = registers["people"]
    change.loc[:, "country"] = "XX"
    change["more"] = 1

    assert "XX" not in set(registers["people"]["country"])
    assert "more" not in registers["people"]


def test_same_files_are_checked_once(tmp_path, context, monkeypatch):
    """Until a register, the review or the descriptor changes, or the programme is another."""
    rows = {"organisations": [{}], "people": [{}], "events": [{}]}
    directory = write_registers(tmp_path / "registers", **rows)
    kept = [load_registers(directory)]
    monkeypatch.chdir(directory.parent)

    assert kept[0] is load_registers(directory) is load_registers(Path("registers"))
    for name, more in (
        ("duplicates.csv", "register,id,same_as,decision\n"),
        ("datapackage.json", '{"illustrative": true}'),
        ("people.csv", "P-000099,F,25-34,KG,,rural,\n"),
    ):
        with (directory / name).open("a") as file:
            file.write(more)
        kept.append(load_registers(directory))
    kept.append(load_registers(directory, context))
    earlier = replace(context[0], end=date(2013, 9, 30))

    assert 5 == len({id(one) for one in kept})
    assert 2 == len(kept[-1]["people"])
    with pytest.raises(FaultsError, match="2013-09-30"):
        load_registers(directory, (earlier, context[1]))


def test_checked_registers_serve_another_process(monkeypatch):
    """It adopts them, small as they are, and checks nothing until one changes."""
    sent = pickle.dumps(load_registers(SHIPPED))
    adopted = pickle.loads(sent)  # noqa: S301
    monkeypatch.setattr("rrs_data.intake.registers.take_in", None)
    adopt(adopted)

    assert adopted is load_registers(SHIPPED)
    assert len(adopted["people"]) == len(adopted.columns("people", ["organisation.kind"]))
    assert len(sent) < 1 << 20


def described(directory, *changes):
    """A directory with the package's own descriptor, other values at some places: ways of names."""
    content = json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8"))
    for place, value in changes:
        *way, last = place.split("/")
        inner = content["resources"]
        for name in way:
            named = {one["name"]: one for one in inner} if isinstance(inner, list) else inner
            inner = named[name]
        inner[last] = value
    directory.mkdir(exist_ok=True)
    (directory / DESCRIPTOR).write_text(json.dumps(content, indent=1), encoding="utf-8")
    return directory


def faults_of(source):
    with pytest.raises(FaultsError) as raised:
        schema_of(source)
    return raised.value.faults


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"7", b"\xff", b"[" * 100_000, b'{"a": NaN}', b'{"a": "\\ud800"}']
)
def test_what_is_no_json_object_describes_nothing(data, tmp_path):
    """It is told as what it is."""
    (tmp_path / DESCRIPTOR).write_bytes(data)
    [fault] = faults_of(tmp_path)

    assert (str(tmp_path / DESCRIPTOR), "no JSON object") == (fault.where, fault.found)


HOSTILE = yaml.safe_load(Path(__file__).with_name("descriptors.yml").read_text("utf-8"))["faults"]


@pytest.mark.parametrize(("place", "value", "where", "found"), HOSTILE)
def test_faulty_descriptor_is_refused(place, value, where, found, tmp_path):
    """One message names file, line, register and column, what was found and what is allowed."""
    faults = faults_of(described(tmp_path, (place, value)))

    assert any(where in one.where and found in one.found for one in faults)
    assert all(one.expected and one.mend for one in faults)


def test_faults_of_a_descriptor_come_together(tmp_path):
    """Those of its shape, and, once that is right, those of its parts."""
    places = ("labels", "maximum", "slice")
    changes = [(place, value) for place, value, *_ in HOSTILE if place.endswith(places)]

    assert 3 == len(faults_of(described(tmp_path, *changes)))


def test_pattern_never_takes_long(tmp_path):
    """One that would take for ever where it is tried step by step, on whatever stands in a cell."""
    directory = described(tmp_path, ("grants/schema/fields/grant_id/constraints/pattern", "(a+)+b"))
    write_registers(directory, grants=[{"grant_id": "a" * 4000}])

    with pytest.raises(FaultsError, match="grant_id"):
        load_registers(directory)


def test_own_descriptor_is_the_schema(tmp_path):
    """Beside the files, beside a workbook, with the parameters; then the package's own is meant."""
    titles = ("grants/schema/fields/purpose/titles", {"ky": "Max"})
    own = described(tmp_path / "own", titles, ("grants/schema/fields/purpose/title", "Aim"))
    (own / "book.xlsx").touch()
    (tmp_path / DESCRIPTOR).write_text('{"illustrative": "true"}', encoding="utf-8")
    schemas = [schema_of(own), schema_of(own / "book.xlsx"), schema_of(tmp_path, own)]

    assert [{"ky": "Max"}] * 3 == [
        one.registers["grants"].column["purpose"].titles for one in schemas
    ]
    assert [True, True, False] == [one.illustrative for one in schemas]
    assert "Purpose" == schema_of(tmp_path).registers["grants"].column["purpose"].titles["en"]


def test_a_text_in_any_language_is_that_of_another(tmp_path):
    """Where its own is missing, and in a language in which the registers have none."""
    write_registers(tmp_path, organisations=[{"title_ru": "Колодец", "title_en": ""}])
    schema = schema_of(tmp_path, None, ("ru", "en", "de"))
    titles = [f"title_{language}" for language in schema.languages]
    found = load_registers(tmp_path, schema=schema).columns("organisations", titles)

    assert [2, *["Колодец"] * len(titles)] == found.iloc[0].tolist()
    assert set(titles) < set(schema.paths("organisations"))
