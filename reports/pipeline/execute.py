"""Execution: papermill runs a notebook with its parameters, or it is said which cell failed."""

from __future__ import annotations

import ast
import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.failures import RUNNING, CellFailed, FailedCell, source_of

if TYPE_CHECKING:
    from nbformat import NotebookNode


def execute(notebook: Path, parameters: Mapping[str, Any], home: Path) -> NotebookNode:
    """Run a notebook in its own directory and in this process, and return it with its outputs.

    ``home`` is a directory for what IPython writes, and for the partly executed notebook if a cell
    fails (:func:`executed_path`). Raises CellFailed.
    """
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    from reports.pipeline.cells import ENGINE

    # papermill tells through its log what is told here by exceptions.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    logging.getLogger("papermill").propagate = False
    executed = executed_path(home)
    try:
        result: NotebookNode = execute_notebook(
            _literal(notebook.absolute()),
            _literal(executed),
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            cwd=notebook.parent,
            progress_bar=False,
            request_save_on_cell_execute=False,
            home=home,
        )
    except PapermillExecutionError as error:
        failed = json.loads(executed.read_text(encoding="utf-8"))
        raise _failed(notebook, failed, f"{error.ename}: {error.evalue}") from None
    return result


def executed_path(home: Path) -> Path:
    """Where papermill writes the executed notebook of a page."""
    return home / "executed.ipynb"


def died(notebook: Path, home: Path, how: str) -> CellFailed | None:
    """What is said when the process ended while a cell ran; None when none was running.

    ``home`` is the directory of the page, ``how`` says how the process ended.
    """
    try:
        index = int((home / RUNNING).read_text(encoding="ascii"))
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        cell = FailedCell.of_cells(cells, _index_in_file(cells, index))
    except (OSError, ValueError, KeyError, IndexError):
        return None
    return CellFailed(_name(notebook), cell, f"the process that ran it died: {how}")


def parameter_names(notebook: Path) -> set[str]:
    """The parameters of a notebook; papermill would only warn of any other name.

    Raises OSError when it cannot be read, ValueError when it is not a notebook or has no cell
    tagged ``parameters``, SyntaxError when the cell is not Python.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    except (ValueError, KeyError, TypeError):
        raise ValueError("it is not a notebook") from None
    if not tagged:
        raise ValueError("it has no cell tagged `parameters`")
    names = set()
    for statement in ast.parse(source_of(tagged[0])).body:
        if isinstance(statement, ast.Assign):
            names |= {one.id for one in statement.targets if isinstance(one, ast.Name)}
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names.add(statement.target.id)  # year: int = 2014
    return names


def _failed(notebook: Path, executed: Mapping[str, Any], error: str) -> CellFailed:
    """The cell of a partly executed notebook that has an error among its outputs."""
    cells = executed["cells"]
    index = next(
        number
        for number, cell in enumerate(cells)
        if any(output["output_type"] == "error" for output in cell.get("outputs", []))
    )
    cell = FailedCell.of_cells(cells, index)
    return CellFailed(_name(notebook), cell, error, executed["metadata"].get("failed-at", ""))


def _index_in_file(cells: list[dict[str, Any]], index: int) -> int:
    """The index in the file of a cell that papermill, which injects a cell, counts so."""
    tagged = [n for n, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", [])]
    return index - 1 if tagged and index > tagged[0] else index


def _literal(path: Path) -> str:
    """A path for papermill, which would take braces in it for a format string."""
    return os.fspath(path).replace("{", "{{").replace("}", "}}")


def _name(notebook: Path) -> str:
    return f"{notebook.parent.name}/{notebook.name}"
