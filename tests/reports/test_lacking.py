"""What a programme does not have is left out of its report, without a trace and without a fault."""

import json
from dataclasses import replace

import pandas as pd
import pytest
import yaml

from rrs_data import FaultsError, load_indicators, open_report
from rrs_data.indicators.sheets import Indicators
from tests.conftest import PARAMS, REGISTERS
from tests.reports.whole import outputs_of, words_of

NEEDED = ("organisations", "people", "events", "attendances", "targets")
GONE = {
    *("age_band", "region", "level", "contact_hours", "instructors", "capacity"),
    *("place_ru", "place_en", "cost_instruction", "cost_participants", "cost_travel"),
}
"""Columns that no other programme need have."""

KEPT = {"RRS-1": "P-1", "RRS-4": "P-2", "RRS-11": "P-3", "RRS-16": "P-4"}
LACKED = ("online", "taking_part", "trainee", "groups", "regions", "acronyms", "marking")

LEFT_OUT = (
    *("Grant", "Prize", "Award by", "Services to", "Financial summary", "Budget", "USD"),
    *("Regional networking", "Annex: trainings", "Hours", "All countries", "by age"),
    *("Afghanistan", "online", "None", "nan "),
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The report of a programme of one country with the registers that every programme has."""
    root = tmp_path_factory.mktemp("bare")
    schema = json.loads((REGISTERS / "datapackage.json").read_text(encoding="utf-8"))
    resources = {one["name"]: one for one in schema["resources"] if one["name"] in NEEDED}
    rows = rows_of_kyrgyzstan()
    for name, resource in resources.items():
        fields = [one for one in resource["schema"]["fields"] if one["name"] not in GONE]
        resource["schema"]["fields"] = fields
        heads = [one["name"] for one in fields]
        rows[name].reindex(columns=heads).to_csv(root / f"{name}.csv", index=False)
    resources["events"].pop("derived", None)
    content = json.dumps(schema | {"resources": [*resources.values()]})
    (root / "datapackage.json").write_text(content, encoding="utf-8")
    programme = shipped("programme")
    programme = {name: one for name, one in programme.items() if name not in LACKED}
    programme["countries"] = {"KG": programme["countries"]["KG"]}
    sheets = shipped("indicators")
    sheets["indicators"] = [one for one in sheets["indicators"] if one["code"] in KEPT]
    for sheet in sheets["indicators"]:
        sheet["code"] = KEPT[sheet["code"]]
        sheet["by"] = [one for one in sheet.pop("by", ()) if one not in GONE]
        sheet["sources"][0]["where"].pop("event.level", None)
    for name, content in {"programme": programme, "indicators": sheets}.items():
        (root / f"{name}.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return lambda year: open_report("KG", year, "en", registers=root, params=root)


def shipped(name):
    return yaml.safe_load((PARAMS / f"{name}.yml").read_text(encoding="utf-8"))


def rows_of_kyrgyzstan():
    """The country's rows of the needed registers, and its people at its events; no target."""
    found = {name: pd.read_csv(REGISTERS / f"{name}.csv", dtype=str) for name in NEEDED}
    for name in ("organisations", "people", "events"):
        country = found[name]["host_country" if name == "events" else "country"]
        found[name] = found[name][country == "KG"]
    for name, key in {"events": "event_id", "people": "person_id"}.items():
        came = found["attendances"]
        found["attendances"] = came[came[key].isin(found[name][key])]
    return found | {"targets": found["targets"].head(0)}


@pytest.mark.parametrize("year", [2014, "final"])
def test_registers_columns_and_parameters(bare, year):
    """Registers, columns and parameters that a programme lacks leave no word behind."""
    words = "\n".join(map(words_of, outputs_of(bare(year))))
    until_annex = words.partition("# Indicator reference sheets")[0]

    assert "CSO representatives in regional events" in until_annex
    assert [] == [word for word in LEFT_OUT if word in until_annex]


def test_a_slip_of_the_pen_is_still_a_fault(bare):
    """What neither the programme's registers nor the package's have is no absence."""
    report = bare(2014)

    assert None is report.value("grants.amount")
    assert report.breakdown("participants", by=["age_band", "sex"]).empty
    with pytest.raises(FaultsError, match="age_bnad"):
        report.breakdown("participants", by="age_bnad")


@pytest.mark.parametrize("country", ["KG", "ALL"])
def test_without_any_role(report_of, country):
    """Where no sheet plays a role, the report still builds, with every indicator in its table."""
    report = report_of(country, 2014)
    sheets = {code: replace(sheet, role=None) for code, sheet in report.indicators.sheets.items()}
    found = outputs_of(
        report_of(country, 2014, indicators=Indicators(report.indicators.results, sheets))
    )
    tables = {
        what["label"]: data.get("text/markdown", "") for data, what in found if "label" in what
    }

    charts = {label for label in tables if label.startswith("fig") and "story" not in label}
    assert {"fig-finance"} == charts
    assert all(code.replace("-", r"\-") in tables["tbl-indicators"] for code in sheets)
    assert {"tbl-participants", "fig-hosts", "tbl-prizes"}.isdisjoint(tables)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("visitors", "a role in the report's story: participants, new_participants"),
        ("new_participants", "another sheet has the role 'new_participants' too"),
    ],
)
def test_a_wrong_role(tmp_path, role, expected):
    """A role that the report does not know, or that two sheets have, is a fault."""
    content = yaml.safe_load((PARAMS / "indicators.yml").read_text(encoding="utf-8"))
    content["indicators"][0]["role"] = role
    (tmp_path / "indicators.yml").write_text(yaml.safe_dump(content), encoding="utf-8")

    with pytest.raises(FaultsError, match=expected):
        load_indicators(tmp_path)
