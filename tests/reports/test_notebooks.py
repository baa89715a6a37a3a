"""The notebooks: short cells without results and without rules."""

import ast
import json

import pytest

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

ALLOWED = (
    ast.Module, ast.Expr, ast.Assign, ast.Call, ast.Name, ast.Attribute, ast.Constant, ast.Load,
    ast.Store, ast.keyword, ast.Starred, ast.Import, ast.ImportFrom, ast.alias, ast.Dict, ast.List,
)  # fmt: skip
"""What a cell may be made of. Comparisons, loops, conditions, sums and slices are rules: they
belong in ``rrs_data``, where they are tested."""

PARAMETERS = [
    "country", "year", "language", "registers", "params", "brand", "donor_mark", "provenance",
]  # fmt: skip

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def cells(path):
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def nodes(path):
    for cell in cells(path):
        yield from ast.walk(ast.parse("".join(cell["source"])))


def test_cells(path):
    """A cell is short, is kept without outputs, counts and times, and its id says what it is."""
    ids = [cell["id"] for cell in cells(path)]

    for cell in cells(path):
        assert ([], None) == (cell["outputs"], cell["execution_count"])
        assert set(cell["metadata"]) <= {"tags"}
        assert len(ast.parse("".join(cell["source"])).body) <= 10, cell["id"]
    assert len(ids) == len(set(ids))
    assert all(one.replace("-", "").isalpha() and one == one.lower() for one in ids)


def test_parameters(path):
    """The first cell holds the parameters that a run sets, with their defaults."""
    first = cells(path)[0]
    body = ast.parse("".join(first["source"])).body

    assert ["parameters"] == first["metadata"]["tags"]
    assert PARAMETERS == [
        ast.unparse(one.targets[0]) for one in body if isinstance(one, ast.Assign)
    ]


def test_no_rules(path):
    """Cells import the helper package alone, open the report and show sections, without rules."""
    imports = [node for node in nodes(path) if isinstance(node, ast.ImportFrom)]
    sections = {alias.name for node in imports for alias in node.names if node.module != "rrs_data"}
    calls = {ast.unparse(node.func) for node in nodes(path) if isinstance(node, ast.Call)}
    ready = {"show", "section", "open_report", "t", "Record", "Text"}

    assert [] == [type(node).__name__ for node in nodes(path) if not isinstance(node, ALLOWED)]
    assert not [node for node in nodes(path) if isinstance(node, ast.Import)]
    assert {node.module for node in imports} <= {"rrs_data", "rrs_data.report.sections"}
    assert {name.partition(".")[0] for name in calls} <= ready | sections | {"report"}
