"""The house: its rooms, which way they import, and that what stands in documents is there."""

import ast
import json
import re
import tomllib
from collections import Counter
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest
import yaml
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.conftest import LONGEST, ROOT


def read(name):
    """A file of the project, by its path from the top."""
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(read("pyproject.toml"))
LAYERS = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
ROOMS = [room for layer in LAYERS for room in layer.split(" | ")]
PACKAGES = ("rrs_data", "reports")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))


def test_rooms_import_from_below_only(capsys):
    """No room knows a room above it, in a function neither; pyproject.toml has the order."""
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert EXIT_STATUS_SUCCESS == code, capsys.readouterr().out


def test_no_modules_import_each_other_in_a_circle():
    """Every module can be read with those that it imports, and without those that import it."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}

    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_every_module_stands_in_a_room():
    """Nothing lies flat in a package but what Python asks for; a room says what it is for."""
    flat = {path.name for name in PACKAGES for path in (ROOT / name).glob("*.py")}
    inside = [path.relative_to(ROOT).parts for path in MODULES]
    found = {".".join(parts[:2]) for parts in inside if len(parts) > 2}

    assert flat <= {"__init__.py", "__main__.py"}
    assert found == set(ROOMS) - {"tools"}
    for room in found:
        source = read(f"{room.replace('.', '/')}/__init__.py")
        assert len(ast.get_docstring(ast.parse(source)) or "") > 40, room


def test_names_stand_once():
    """Whoever hears the name of a module or of a class knows which one is meant."""
    modules = [path.stem for path in MODULES if not path.stem.startswith("__")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    classes = re.findall(r"^ *class (\w+)[(:]", source, re.MULTILINE)

    for names in (modules, classes):
        assert [] == [name for name, times in Counter(names).items() if times > 1]


def test_files_for_other_programs_know_this_project():
    """Hooks, container and server call what is there; citation and editor agree with it."""
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
    for name in ("version", "license", "authors"):
        assert PROJECT["project"][name] == yaml.safe_load(read("CITATION.cff"))[name]
    length = PROJECT["tool"]["ruff"]["line-length"]
    assert f"max_line_length = {length}" in read(".editorconfig")


TOP = ("rrs_data", "reports", "tests", "params", "tools", "notebooks", "docs")
MADE = ("reports/_output", "reports/published", "params/restatements.yml", "tests/fuzz/cases")
MADE += ("rrs_data/language/locale/sw",)
"""What is made, or may be empty."""


DOCUMENTS = ("CONTRIBUTING.md", "README.md", "README.ru.md", "docs/cluster.md")
DOCUMENTS += ("docs/new-programme.md", "docs/publishing.md")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(document):
    """Files, directories and modules, and the target and options of each command in it."""
    named = {name.rstrip("/") for name in re.findall(r"`([\w./-]+)`", read(document))}
    paths = {name for name in named if name.split("/")[0] in TOP and not name.startswith(MADE)}
    modules = {name for name in named if re.fullmatch(r"\w+\.py", name)}
    known = {path.name for top in TOP for path in (ROOT / top).rglob("*.py")}
    commands = re.findall(r"^make ([a-z-]+)(.*)", read(document), re.MULTILINE)
    options = {name for _, given in commands for name in re.findall(r" ([A-Z_]+)=", given)}

    assert [] == sorted(path for path in paths if not (ROOT / path).exists())
    assert set() == modules - known
    assert [] == [target for target, _ in commands if f"\n{target}:" not in read("Makefile")]
    assert [] == [name for name in options if f"\n##   {name}=" not in read("Makefile")]


def test_every_test_says_what_a_reader_can_rely_on():
    """A test without its sentence would be named by its mechanics; the longest begin first."""
    paths = (ROOT / "tests").rglob("test_*.py")
    found = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    tests = [one for one in found if isinstance(one, ast.FunctionDef) and one.name[:5] == "test_"]

    assert tests
    assert [] == [one.name for one in tests if not ast.get_docstring(one)]
    assert [] == [name for name in LONGEST if not (ROOT / "tests" / name).is_file()]
