"""Roles: what the report tells with an indicator, and what it leaves out without one."""

from dataclasses import replace

import pytest
import yaml

from rrs_data import FaultsError, load_indicators
from rrs_data.indicators.sheets import Indicators
from tests.conftest import PARAMS, ROOT
from tests.reports.whole import outputs_of


def test_code_knows_no_indicator():
    """No indicator's code stands in the code that counts and reports, but in examples of keys."""
    examples = {"keys.py", "parameters.py", "report.py", "desk.py"}
    paths = [*(ROOT / "rrs_data" / "report").rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")]
    codes = load_indicators(PARAMS).sheets

    assert [] == [
        path.name
        for path in paths
        if path.name not in examples and any(code in path.read_text("utf-8") for code in codes)
    ]


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

    assert {"fig-finance"} == {label for label in tables if label.startswith("fig")}
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
