"""The notebooks: short cells without results and without rules."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

ALLOWED = (
    ast.Module, ast.Expr, ast.Assign, ast.Call, ast.Name, ast.Attribute, ast.Constant, ast.Load,
    ast.Store, ast.keyword, ast.Starred, ast.Import, ast.ImportFrom, ast.alias, ast.Dict, ast.List,
)  # fmt: skip
"""What a cell may be made of. Comparisons, loops, conditions, sums and slices are rules: they
belong in ``rrs_data``, where they are tested."""

READY = {"show", "section", "open_report", "t", "Record"}
"""Functions that a cell calls by their own names; others belong to a module of sections."""


def cells(path: Path) -> list[dict[str, Any]]:
    """A notebook's cells."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return list(content["cells"])


def code(path: Path) -> list[tuple[str, ast.Module]]:
    """The id and the code of each code cell."""
    return [
        (cell["id"], ast.parse("".join(cell["source"])))
        for cell in cells(path)
        if cell["cell_type"] == "code"
    ]


pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def test_no_results(path: Path) -> None:
    """A notebook is kept without outputs, counts and times."""
    for cell in cells(path):
        if cell["cell_type"] == "code":
            assert [] == cell["outputs"]
            assert cell["execution_count"] is None
        assert set(cell["metadata"]) <= {"tags"}


def test_ids(path: Path) -> None:
    """A cell's id says what the cell is and never changes by itself."""
    ids = [cell["id"] for cell in cells(path)]

    assert len(ids) == len(set(ids))
    assert [] == [one for one in ids if not one.replace("-", "").isalpha() or one != one.lower()]


def test_parameters(path: Path) -> None:
    """The first code cell holds the parameters that the pipeline sets, with their defaults."""
    first = next(cell for cell in cells(path) if cell["cell_type"] == "code")
    assigned = [
        target.id
        for node in code(path)[0][1].body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    expected = ["country", "year", "language", "registers", "params", "brand"]
    expected += ["donor_mark", "provenance"]

    assert ["parameters"] == first["metadata"]["tags"]
    assert expected == assigned


def test_no_rules(path: Path) -> None:
    """A cell imports, opens the report and shows sections: no rule of the programme is in it."""
    for cell, tree in code(path):
        unwanted = [type(node).__name__ for node in ast.walk(tree) if not isinstance(node, ALLOWED)]

        assert [] == unwanted, cell


def test_calls(path: Path) -> None:
    """Cells call what shows, what opens the report, and the sections' functions on the report."""
    modules = {
        alias.asname or alias.name
        for _, tree in code(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "rrs_data.report.sections"
        for alias in node.names
    }
    for cell, tree in code(path):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                owner = name.partition(".")[0]

                assert name in READY or owner in modules | {"report"}, f"{cell}: {name}"


def test_imports(path: Path) -> None:
    """Cells import the helper package alone."""
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else ast.unparse(node)
        for _, tree in code(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert imported <= {"rrs_data", "rrs_data.report.sections"}


def test_short_cells(path: Path) -> None:
    """A cell can be read at a glance."""
    for cell in cells(path):
        statements = ast.parse("".join(cell["source"])).body if cell["cell_type"] == "code" else []

        assert len(statements) <= 10, cell["id"]
