"""What a programme does not have is left out of its report, without a trace and without a fault."""

import json

import pandas as pd
import pytest
import yaml

from rrs_data import FaultsError, open_report
from tests.reports.whole import outputs_of, words_of
from tools.new_programme import main as begin

NEEDED = ("organisations", "people", "events", "attendances", "targets")
GONE = {
    *("age_band", "region", "level", "contact_hours", "instructors", "capacity"),
    *("place_en", "cost_instruction", "cost_participants", "cost_travel"),
}
"""Columns that no other programme need have."""

LACKED = ("online", "taking_part", "trainee", "groups", "regions", "acronyms", "marking")

LEFT_OUT = (
    *("Grant", "Prize", "Award by", "Services to", "Financial summary", "Budget", "USD"),
    *("Regional networking", "Annex: trainings", "Hours", "All countries", "by age"),
    *("Afghanistan", "online", "None", "nan "),
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The report of a programme of one country with the registers that every programme has."""
    root = tmp_path_factory.mktemp("bare") / "ours"
    begin([str(root), "--countries", "KE", "--start", "2024-01-01"])
    descriptor, params = root / "registers" / "datapackage.json", root / "params"
    content = json.loads(descriptor.read_text(encoding="utf-8"))
    for resource in content["resources"]:
        path, fields = descriptor.with_name(resource["path"]), resource["schema"]["fields"]
        rows = pd.read_csv(path, dtype=str).drop(columns=GONE, errors="ignore")
        path.unlink()
        if resource["name"] in NEEDED:
            rows.head(0 if resource["name"] == "targets" else None).to_csv(path, index=False)
        resource["schema"]["fields"] = [one for one in fields if one["name"] not in GONE]
        resource.pop("derived", None)
    content["resources"] = [one for one in content["resources"] if one["name"] in NEEDED]
    descriptor.write_text(json.dumps(content), encoding="utf-8")
    programme, indicators = (
        yaml.safe_load((params / f"{name}.yml").read_text(encoding="utf-8"))
        for name in ("programme", "indicators")
    )
    programme = {name: one for name, one in programme.items() if name not in LACKED}
    indicators["indicators"] = indicators["indicators"][:2]  # of attendances alone
    for sheet in indicators["indicators"]:
        sheet["by"] = [one for one in sheet["by"] if one not in GONE]
        sheet["sources"][0]["where"].pop("event.level")
    for name, parameters in {"programme": programme, "indicators": indicators}.items():
        (params / f"{name}.yml").write_text(yaml.safe_dump(parameters), encoding="utf-8")
    return lambda year: open_report("KE", year, "en", registers=descriptor.parent, params=params)


@pytest.mark.parametrize("year", [2024, "final"])
def test_registers_columns_and_parameters(bare, year):
    """Registers, columns and parameters that a programme lacks leave no word behind."""
    words = "\n".join(map(words_of, outputs_of(bare(year))))
    until_annex = words.partition("# Indicator reference sheets")[0]

    assert "People at regional events" in until_annex
    assert [] == [word for word in LEFT_OUT if word in until_annex]


def test_a_slip_of_the_pen_is_still_a_fault(bare):
    """What neither the programme's registers nor the package's have is no absence."""
    report = bare(2024)

    assert None is report.value("grants.amount")
    assert report.breakdown("participants", by=["age_band", "sex"]).empty
    with pytest.raises(FaultsError, match="age_bnad"):
        report.breakdown("participants", by="age_bnad")
