"""Documents, tests and the files that other programs look for: each names only what is there."""

import ast
import json
import re
import tomllib

import pytest
import yaml

from tests.conftest import LONGEST, ROOT


def read(name):
    """A file of the project's top directory."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_files_for_other_programs_call_what_the_makefile_has():
    """Hooks and the container run in the project's own environment; a server runs ``.ci/run``."""
    targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE)
    config = yaml.safe_load(read(".pre-commit-config.yaml"))
    hooks = [hook for one in config["repos"] for hook in one["hooks"]]
    container = json.loads(read(".devcontainer/devcontainer.json"))
    (job,) = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"].values()

    assert {"system"} == {hook["language"] for hook in hooks}
    for command in [container["postCreateCommand"], *(hook["entry"] for hook in hooks)]:
        make, *_, target = command.split()
        assert ("make", True) == (make, target in targets)
    assert ".ci/run" == job["steps"][-1]["run"]
    for script in (".ci/run", "postBuild"):
        assert (ROOT / script).stat().st_mode & 0o111


def test_the_citation_and_the_editors_know_this_project():
    """Version, licence and authors are the package's; editors break lines as the formatter does."""
    project = tomllib.loads(read("pyproject.toml"))
    citation = yaml.safe_load(read("CITATION.cff"))
    length = project["tool"]["ruff"]["line-length"]

    for name in ("version", "license", "authors"):
        assert project["project"][name] == citation[name]
    assert f"max_line_length = {length}" in read(".editorconfig")


TOP = ("rrs_data", "reports", "tests", "params", "tools", "notebooks", "docs")
MADE = ("reports/_output", "reports/published", "params/restatements.yml", "tests/fuzz/cases")
"""What is made, or may be empty."""


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "README.md", "README.ru.md"])
def test_files_and_directories_that_a_document_names_are_there(document):
    """Whoever moves a module finds the sentence that leads to it."""
    named = {name.rstrip("/") for name in re.findall(r"`([\w./-]+)`", read(document))}
    paths = {name for name in named if name.split("/")[0] in TOP and not name.startswith(MADE)}
    modules = {name for name in named if re.fullmatch(r"\w+\.py", name)}
    known = {path.name for top in TOP for path in (ROOT / top).rglob("*.py")}

    assert [] == sorted(path for path in paths if not (ROOT / path).exists())
    assert set() == modules - known


def test_every_test_says_what_a_reader_can_rely_on():
    """A test without its sentence would be named by its mechanics; the longest begin first."""
    paths = (ROOT / "tests").rglob("test_*.py")
    found = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    tests = [one for one in found if isinstance(one, ast.FunctionDef) and one.name[:5] == "test_"]

    assert tests
    assert [] == [one.name for one in tests if not ast.get_docstring(one)]
    assert [] == [name for name in LONGEST if not (ROOT / "tests" / name).is_file()]
