"""The manifest: what a report was made from."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from reports.archive.manifest import attachments, manifest
from reports.archive.provenance import provenance
from reports.project.edition import Edition
from reports.render.beside import Attachment

REPORT = Edition("KG", 2014)
RECORD: dict[str, Any] = {
    "country": "KG",
    "year": 2014,
    "registers": {"events": "0f06"},
    "illustrative": True,
    "achievements": [
        {
            "indicator": "RRS-1",
            "title": {"ru": "Участники", "en": "Participants"},
            "unit": "people",
            "actual": 61.0,
            "breakdown": [],
        }
    ],
}


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """Parameters with a narrative in two languages, and one of another country."""
    texts = {
        "programme.yml": "years: [2014]\n",
        "narrative/KG/2014/plan.en.md": "A plan.\n",
        "narrative/KG/2014/plan.ru.md": "План.\n",
        "narrative/KZ/2014/plan.en.md": "Another plan.\n",
    }
    for name, text in texts.items():
        path = tmp_path / "params" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "params"


@pytest.fixture
def contents(params: Path) -> dict[str, Any]:
    """The manifest of the report in English."""
    return manifest(REPORT, RECORD, provenance(REPORT, "en", "embedded (x)", "abc123"), params)


def carried(contents: dict[str, Any], params: Path) -> dict[str, Attachment]:
    """The attachments by name."""
    labels = {"attached": {"figures": "The figures"}}
    return {one.name: one for one in attachments(RECORD, contents, params, labels)}


def test_manifest_has_the_hash_of_each_input(contents: dict[str, Any], params: Path) -> None:
    """Registers, parameters and this report's own narrative, and nothing of another report."""
    names = ["narrative/KG/2014/plan.en.md", "programme.yml"]
    expected = {name: hashlib.sha256((params / name).read_bytes()).hexdigest() for name in names}

    assert expected == contents["parameter_files"]
    assert {"events": "0f06"} == contents["registers"]


def test_manifest_names_programs_and_commit(contents: dict[str, Any]) -> None:
    """It says with which commit, engine and packages the report was made, and as which report."""
    assert ("abc123", "embedded (x)") == (contents["commit"], contents["engine"])
    assert {"country": "KG", "year": 2014, "language": "en"} == contents["parameters"]
    assert {"python", "pandas", "typst"} <= contents["packages"].keys()


def test_manifest_holds_no_path_of_the_machine(contents: dict[str, Any], params: Path) -> None:
    """Where the parameters lie is nobody's business, and would change the bytes."""
    assert str(params.parent) not in json.dumps(contents)


def test_a_pdf_carries_figures_parameters_and_manifest(
    contents: dict[str, Any], params: Path
) -> None:
    """The figures are data, the rest is the source, each with its media type and description."""
    found = {
        name: (one.kind, one.relation, one.description)
        for name, one in carried(contents, params).items()
    }

    assert found == {
        "achievements.csv": ("text/csv", "data", "The figures"),
        "programme.yml": ("application/yaml", "source", "programme.yml"),
        "manifest.json": ("application/json", "source", "manifest.json"),
    }


def test_carried_files_can_be_read(contents: dict[str, Any], params: Path) -> None:
    """The figures are the table that lies beside the report, the manifest is JSON."""
    files = carried(contents, params)
    table = io.StringIO(files["achievements.csv"].content.decode("utf-8-sig"))

    assert ["61"] == [row["actual"] for row in csv.DictReader(table)]
    assert contents == json.loads(files["manifest.json"].content)
