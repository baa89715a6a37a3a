"""The notebooks: stories in short cells, kept without results, the same through every door."""

import ast
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from papermill import inspect_notebook

from tests.conftest import ROOT, ended

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ANNUAL = ROOT / "notebooks" / "annual_report.ipynb"

RULES = (ast.For, ast.While, ast.If, ast.IfExp, ast.FunctionDef, ast.ClassDef, ast.Try, ast.With)
"""What no cell holds: the same cells serve every country, and say nothing where nothing is."""

PARAMETERS = [
    "country", "year", "period", "language",
    "registers", "params", "brand", "edition", "donor_mark", "provenance",
]  # fmt: skip

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def cells(path, kind="code"):
    return [one for one in nbformat.read(path, as_version=4).cells if one.cell_type == kind]


@each_notebook
def test_cells(path):
    """A cell is short, named, without rules and results; every few cells analysts are told why."""
    kinds = [one.cell_type for one in nbformat.read(path, as_version=4).cells]
    ids, modules = [cell.id for cell in cells(path)], set()

    for number, cell in enumerate(cells(path)):
        tree = ast.parse(cell.source)
        assert ([], None) == (cell.outputs, cell.execution_count)
        assert {*cell.metadata} <= {"tags"}
        assert len(tree.body) <= (10 if number < 2 else 6), cell.id
        assert [] == [type(node).__name__ for node in ast.walk(tree) if isinstance(node, RULES)]
        modules |= {one.module for one in tree.body if isinstance(one, ast.ImportFrom)}
        modules |= {one.names[0].name for one in tree.body if isinstance(one, ast.Import)}
    assert modules <= {"pandas", "rrs_data", "rrs_data.report.sections"}
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", one) for one in ids)
    assert "markdown" == kinds[0]
    assert max(len(run) for run in "".join(kind[0] for kind in kinds).split("m")) <= 6
    assert all(["for-analysts"] == one.metadata.tags for one in cells(path, "markdown"))


@each_notebook
def test_parameters(path):
    """`papermill --help-notebook` tells of each parameter its type, its default and what it is."""
    first, told = cells(path)[0], inspect_notebook(str(path))

    assert ["parameters"] == first.metadata.tags
    assert PARAMETERS == list(told)
    assert all(one["help"] and "None" != one["inferred_type_name"] for one in told.values())
    assert len(PARAMETERS) == first.source.count("  # ")


def shown(path):
    """What a notebook's last cells have shown, but for how it was made and for its workbook."""
    made = ("tbl-provenance", "TrackingWorkbook")
    found = [one for one in cells(path) if not any(name in one.source for name in made)]
    return [cell.outputs for cell in found][-40:]


def test_every_door(output_of_all, tmp_path):
    """Papermill with an ordinary kernel, and nbconvert of a received one, show the same."""
    received = output_of_all / "TM" / "2013" / "rrs-TM-2013-ru.ipynb"
    again = Path(shutil.copy(received, tmp_path / "received.ipynb"))
    own = ["papermill", ANNUAL, tmp_path / "out.ipynb", "-p", "country", "TM", "-p", "year", "2013"]
    convert = ["nbconvert", "--execute", "--to", "notebook", "--inplace", again]
    for command, directory in ((own, "/"), (convert, tmp_path)):
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        ran = ended([sys.executable, "-m", *command], directory, env=environment)
        assert 0 == ran.returncode, ran.stderr

    assert shown(received) == shown(tmp_path / "out.ipynb") == shown(again)
