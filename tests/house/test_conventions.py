"""Documents, tests and the files that other programs look for: each names only what is there."""

import ast
import configparser
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.conftest import LONGEST, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def read(name):
    """A file of the project's top directory."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_hooks_and_the_container_call_what_the_makefile_has():
    """Nothing is downloaded for a hook: all run in the project's own environment."""
    config = yaml.safe_load(read(".pre-commit-config.yaml"))
    hooks = [hook for one in config["repos"] for hook in one["hooks"]]
    container = json.loads(read(".devcontainer/devcontainer.json"))
    commands = [container["postCreateCommand"], *(hook["entry"] for hook in hooks)]

    assert ["local"] == [one["repo"] for one in config["repos"]]
    assert {"system"} == {hook["language"] for hook in hooks}
    for command in commands:
        make, *_, target = command.split()
        assert ("make", True) == (make, target in TARGETS)


def test_continuous_integration_runs_one_script():
    """What a server checks, anybody can check."""
    (job,) = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"].values()

    assert ".ci/run" == job["steps"][-1]["run"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert (ROOT / "postBuild").stat().st_mode & 0o111


def test_the_citation_is_of_this_project():
    """Version, licence and authors are those of the package."""
    citation = yaml.safe_load(read("CITATION.cff"))
    authors = [one["name"] for one in PROJECT["project"]["authors"]]

    assert PROJECT["project"]["version"] == citation["version"]
    assert PROJECT["project"]["license"] == citation["license"]
    assert authors == [one["name"] for one in citation["authors"]]


@pytest.mark.parametrize("path", ["Makefile", "rrs_data/__init__.py", "params/programme.yml"])
def test_editors_are_told_what_the_formatter_does(path):
    """A file that an editor saves is one that `make lint` accepts."""
    parser = configparser.ConfigParser()
    parser.read_string(f"[top]\n{read('.editorconfig')}")
    python = parser["*.{py,pyi}"]
    content = (ROOT / Path(path)).read_bytes()

    assert str(PROJECT["tool"]["ruff"]["line-length"]) == python["max_line_length"]
    assert (content.endswith(b"\n"), b"\r" in content) == (True, False)
    assert not re.search(rb"[ \t]+$", content, re.MULTILINE)


TOP = ("rrs_data", "reports", "tests", "params", "tools", "notebooks", "docs")
MADE = ("reports/_output", "reports/published", "params/restatements.yml", "tests/fuzz/cases")
"""What is made, or may be empty."""


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "README.md", "README.ru.md"])
def test_files_and_directories_that_a_document_names_are_there(document):
    """Whoever moves a module finds the sentence that leads to it."""
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`([\w./-]+)`", text)}
    paths = {name for name in named if name.split("/")[0] in TOP and not name.startswith(MADE)}
    modules = {name for name in named if re.fullmatch(r"\w+\.py", name)}
    known = {path.name for top in TOP for path in (ROOT / top).rglob("*.py")}

    assert [] == sorted(path for path in paths if not (ROOT / path).exists())
    assert set() == modules - known


def test_the_longest_tests_are_there():
    """A file of tests that was renamed keeps its place in the order."""
    assert [] == [name for name in LONGEST if not (ROOT / "tests" / name).is_file()]


def test_every_test_says_what_a_reader_can_rely_on():
    """A test without its sentence would be named by its mechanics alone."""
    paths = (ROOT / "tests").rglob("test_*.py")
    found = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    tests = [one for one in found if isinstance(one, ast.FunctionDef) and one.name[:5] == "test_"]

    assert len(tests) > 500
    assert [] == [one.name for one in tests if not ast.get_docstring(one)]
