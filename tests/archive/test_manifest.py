"""The manifest: what a report was made from, and by which commit of the code."""

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reports.archive.manifest import attachments, commit_of, manifest, provenance
from reports.project import Edition
from reports.render.attachments import Attachment

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


def git(root: Path, *arguments: str) -> str:
    """Run git as somebody."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one commit."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "file").write_text("1")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "One")
    return root


def test_a_clean_checkout_is_known_by_its_commit(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outputs do not count as changes, nor does what another project's git hook has set."""
    output = checkout / "reports/_output [1]"
    output.mkdir(parents=True)
    (output / "a.pdf").write_text("")
    commit = git(checkout, "rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert commit == commit_of(checkout, apart_from=output)


@pytest.mark.parametrize("change", ["file", "new", "sub/new"])
def test_changes_are_named(checkout: Path, change: str) -> None:
    """A changed or a new file is named, because the commit alone did not make the report."""
    (checkout / change).parent.mkdir(exist_ok=True)
    (checkout / change).write_text("2")

    assert commit_of(checkout, apart_from=checkout / "out").endswith("(with uncommitted changes)")


def test_no_checkout_has_no_commit(checkout: Path, tmp_path: Path) -> None:
    """Without git there is none, and a copy inside another project does not take that one's."""
    (checkout / "copy").mkdir()

    assert "" == commit_of(tmp_path, apart_from=tmp_path / "out")
    assert "" == commit_of(checkout / "copy", apart_from=checkout / "out")
