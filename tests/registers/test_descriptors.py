"""Descriptors: a set of registers brings its own ``datapackage.json``, which says what it holds.

That own columns and registers are counted and shown is seen in the second programme's reports.
"""

import json
from pathlib import Path

import pytest
import yaml

from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from rrs_data.programme.faults import FaultsError
from tests.small_registers import write_registers


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
