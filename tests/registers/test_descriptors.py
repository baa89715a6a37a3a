"""Descriptors: a set of registers brings its own ``datapackage.json``, which says what it holds.

That own columns and registers are counted and shown is seen in the second programme's reports.
"""

import copy
import json
from functools import partial

import pytest

from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from rrs_data.programme.faults import FaultsError
from tests.small_registers import write_registers

CONTENT = json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8"))
GREEK = "(a+)+b"


def _to(register, own, column):
    return {"fields": [own], "reference": {"resource": register, "fields": [column]}}


MOON = _to("moon", "start", "x")


def register(content, name):
    return next(one for one in content["resources"] if one["name"] == name)


def column(content, name, of):
    return next(one for one in register(content, name)["schema"]["fields"] if one["name"] == of)


def described(directory, change):
    """A directory with a descriptor that was changed from the package's own."""
    content = copy.deepcopy(CONTENT)
    change(content)
    directory.mkdir(exist_ok=True)
    (directory / DESCRIPTOR).write_text(json.dumps(content, indent=1), encoding="utf-8")
    return directory


def faults_of(source):
    with pytest.raises(FaultsError) as raised:
        schema_of(source)
    return raised.value.faults


@pytest.mark.parametrize("data", [b"", b"[]", b"7", b"\xff", b"[" * 100_000, b'{"a": NaN}'])
def test_what_is_no_json_object_describes_nothing(data, tmp_path):
    """It is told as what it is."""
    (tmp_path / DESCRIPTOR).write_bytes(data)
    [fault] = faults_of(tmp_path)

    assert (str(tmp_path / DESCRIPTOR), "no JSON object") == (fault.where, fault.found)


def _set(register_name, of, /, **values):
    return lambda content: column(content, register_name, of).update(values)


def _limit(name, of, /, **values):
    return lambda content: column(content, name, of)["constraints"].update(values)


def _of(name, /, **values):
    return lambda content: register(content, name).update(values)


def _schema(name, /, **values):
    return lambda content: register(content, name)["schema"].update(values)


HOSTILE = {
    "path": (_of("people", path="../../etc/passwd"), "people › path", '"../../etc/passwd"'),
    "type": (_set("people", "sex", type="text"), "people › schema › fields › sex › type", "text"),
    "enum": (_limit("people", "sex", enum=["F", 1]), "sex › constraints › enum › 1", "1 is not of"),
    "unknown limit": (_limit("people", "sex", maxLength=1), "sex › constraints", "maxLength"),
    "half a letter": (_set("people", "sex", example="\ud800"), DESCRIPTOR, "no JSON object"),
    "no columns": (_schema("grants", fields=[]), "grants › schema › fields", "[]"),
    "twice": (_set("people", "sex", name="country"), "people", "“country” twice"),
    "two of a path": (_of("grants", path="Finance.csv"), "resources", "“finance.csv” twice"),
    "two of a title": (_of("grants", titles={"en": "finance"}), "resources", "“finance (en)”"),
    "labels": (_set("people", "sex", labels={"X": {"en": "x"}}), "fields › sex › labels", "X"),
    "colours": (_set("people", "sex", colours=True), "fields › sex › colours", "true is not of"),
    "pattern": (_limit("grants", "grant_id", pattern="(?=a)"), "grant_id › constraints", "“(?=a)”"),
    "bracket": (_limit("grants", "grant_id", pattern="("), "grant_id › constraints", "“(”"),
    "limits": (
        _limit("events", "cost_travel", maximum=-1),
        "cost_travel › constraints",
        "above the maximum",
    ),
    "limits of text": (
        _limit("grants", "grant_id", minimum=1),
        "grant_id › constraints",
        "minimum",
    ),
    "key": (_schema("targets", primaryKey=["colour"]), "targets › schema", "“colour”"),
    "nowhere": (_schema("grants", foreignKeys=[MOON]), "grants › schema › foreignKeys", "“moon”"),
    "date": (_of("grants", slice={"date": "amount"}), "grants › slice › date", "“amount”"),
    "needed": (lambda content: content["resources"].pop(0), "resources", "“organisations”"),
    "needed column": (_set("events", "kind", name="sort"), "fields › kind", "no column “kind”"),
}


@pytest.mark.parametrize(("change", "where", "found"), HOSTILE.values(), ids=HOSTILE)
def test_faulty_descriptor_is_refused(change, where, found, tmp_path):
    """One message names file, line, register and column, what was found and what is allowed."""
    faults = faults_of(described(tmp_path, change))

    assert any(where in one.where and found in one.found for one in faults)
    assert all(one.expected and one.mend for one in faults)


def test_faults_of_a_descriptor_come_together(tmp_path):
    """Those of its shape, and, once that is right, those of its parts."""
    changes = [HOSTILE[name][0] for name in ("labels", "limits", "date")]

    assert 3 == len(faults_of(described(tmp_path, lambda own: [one(own) for one in changes])))


def test_pattern_never_takes_long(tmp_path):
    """Whatever it is, and whatever stands in a cell."""
    directory = described(tmp_path, _limit("grants", "grant_id", pattern=GREEK))
    write_registers(directory, grants=[{"grant_id": "a" * 4000}])

    with pytest.raises(FaultsError, match="grant_id"):
        load_registers(directory)


def test_own_descriptor_is_the_schema(tmp_path):
    """Beside the files, beside a workbook, with the parameters; then the package's own is meant."""
    own = described(tmp_path / "own", _set("grants", "purpose", title="Aim", titles={"ky": "Max"}))
    (own / "book.xlsx").touch()
    schemas = [schema_of(own), schema_of(own / "book.xlsx"), schema_of(tmp_path, own)]

    assert [{"ky": "Max"}] * 3 == [
        one.registers["grants"].column["purpose"].titles for one in schemas
    ]
    assert [True, True, False] == [one.illustrative for one in schemas]
    assert "Purpose" == schema_of(tmp_path).registers["grants"].column["purpose"].titles["en"]


def _smaller(content):
    """A programme in two other languages, without services, grants, finance and prizes."""
    left_out = ("services", "grants", "finance", "prizes")
    content["resources"] = [one for one in content["resources"] if one["name"] not in left_out]
    for name, of in (("organisations", "title"), ("events", "title"), ("events", "place")):
        column(content, name, f"{of}_ru")["name"] = f"{of}_fr"
        column(content, name, f"{of}_en")["name"] = f"{of}_ky"
    people = register(content, "people")["schema"]["fields"]
    titles = {"fr": "Langue", "ky": "Тили"}
    speaks = {"enum": ["fr", "ky"]}
    people.append({"name": "speaks", "type": "string", "titles": titles, "constraints": speaks})
    people.append({"name": "travel", "type": "integer", "title": "Hours of travel"})
    fields = [{"name": "visit_id", "type": "string"}, {"name": "person_id", "type": "string"}]
    schema = {
        "fields": fields,
        "primaryKey": ["visit_id"],
        "foreignKeys": [_to("people", "person_id", "person_id")],
    }
    content["resources"].append({"name": "visits", "schema": schema})


def test_own_columns_and_registers_are_loaded(tmp_path):
    """Typed and joined; a text in any language is that of another where its own is missing."""
    directory = described(tmp_path, _smaller)
    write = partial(write_registers, directory, schema=schema_of(directory))
    write(
        organisations=[{"title_fr": "Le puits", "title_ky": ""}],
        people=[{"speaks": "Fr", "travel": "4"}],
        visits=[{"visit_id": "1", "person_id": "P-000001"}],
    )
    registers = load_registers(directory, schema=schema_of(directory, None, ("fr", "ky", "de")))
    seen = registers.columns("visits", ["person.speaks", "person.travel"])
    titles = registers.columns("organisations", ["title_fr", "title_ky", "title_de"])

    assert {"organisations", "people", "events", "attendances", "targets", "visits"} == set(
        registers.frames
    )
    assert [2, "fr", 4] == seen.iloc[0].tolist()
    assert [2, "Le puits", "Le puits", "Le puits"] == titles.iloc[0].tolist()
    assert "title_de" in registers.schema.paths("organisations")
