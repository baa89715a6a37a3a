"""The map of the house: its rooms, which way they import, and names that stand for one thing."""

import ast
import re
import tomllib
from collections import Counter
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
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
        source = (ROOT / room.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")
        assert len(ast.get_docstring(ast.parse(source)) or "") > 40, room


def test_names_stand_once():
    """Whoever hears the name of a module or of a class knows which one is meant."""
    modules = [path.stem for path in MODULES if not path.stem.startswith("__")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    classes = re.findall(r"^ *class (\w+)[(:]", source, re.MULTILINE)

    for names in (modules, classes):
        assert [] == [name for name, times in Counter(names).items() if times > 1]
