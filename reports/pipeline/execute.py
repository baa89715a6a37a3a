"""Execution: papermill runs a notebook with its parameters, or it is said which cell failed."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from reports.pipeline.summary import template
from reports.project import ROOT
from reports.render.dialect import FOR_ANALYSTS
from reports.render.outputs import (
    INJECTED,
    PARAMETERS,
    Cells,
    heading_of,
    headings,
    source_of,
    tagged,
)
from rrs_data.programme.faults import FaultsError

if TYPE_CHECKING:
    from nbformat import NotebookNode

LINES, LETTERS = 5, 4000
"""So much is shown of a failing cell, whose last line is the one that failed, and of its error:
some libraries put all their data into it."""

ADDED = """# Added when the report was made: what this notebook does not show itself.
from rrs_data import Record, show
from rrs_data.report.desk import on_desk
from rrs_data.report.sections.background import cover
from rrs_data.report.tracking_workbook import TrackingWorkbook
"""

RUNNING = "running-cell"
"""The file in a page's directory with the index of the cell that runs: it outlives the process."""


class CellFailed(Exception):
    """A notebook did not run to its end; papermill's own cell, which nobody sees, is no cell."""

    def __init__(
        self, notebook: Path, cells: Cells, index: int, error: str, line: int = 0, raised: str = ""
    ) -> None:
        """``line`` is the cell's that failed, ``raised`` the place in other code that it led to."""
        own = [cell for cell in cells[: index + 1] if not tagged(cell, INJECTED)]
        of = sum(not tagged(cell, INJECTED) for cell in cells)
        self.position = f"cell {len(own)} of {of}" + (f", line {line}" if line else "")
        source = source_of(own[-1]).rstrip().splitlines()
        message = template("failed_cell.txt.jinja").render(
            notebook=notebook,
            cell=len(own),
            of=of,
            prompt=sum(cell["cell_type"] == "code" for cell in own),
            heading=heading_of(own),
            line=line,
            source=list(enumerate(source[: line or len(source)], 1))[-LINES:],
            error=error.strip(),
            raised=raised,
        )
        super().__init__(message.rstrip("\n"))


def execute(
    notebook: Path, parameters: Mapping[str, Any], home: Path, *, workbook: bool = False
) -> NotebookNode:
    """Run a notebook in its own directory and in this process, and return it with its outputs.

    ``home`` is a directory for what IPython writes, and for the partly executed notebook if a cell
    fails (:func:`executed_path`); a ``workbook`` is asked of the report too. Raises CellFailed.
    """
    import nbformat
    from papermill import execute_notebook

    from reports.pipeline.cells import ENGINE

    def stop(executed: NotebookNode, index: int, error: BaseException) -> None:
        nbformat.write(executed, executed_path(home))  # type: ignore[no-untyped-call]
        name = "" if isinstance(error, FaultsError) else f"{type(error).__name__}: "
        said = f"{name}{error}"[:LETTERS]
        raise CellFailed(notebook, executed.cells, index, said, *failed_at(error))

    # papermill tells through its log what is told here by exceptions.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    logging.getLogger("papermill").propagate = False
    # It would take braces in a path for a format string.
    path = str(notebook.absolute()).replace("{", "{{").replace("}", "}}")
    result: NotebookNode = execute_notebook(
        path,
        None,
        parameters=dict(parameters),
        engine_name=ENGINE,
        kernel_name="python3",
        language="python",
        cwd=notebook.parent,
        progress_bar=False,
        home=home,
        running=home / RUNNING,
        lacking=partial(lacking_cells, workbook=workbook),
        failed=stop,
    )
    return result


def failed_at(error: BaseException) -> tuple[int, str]:
    """The line of the cell that failed, and the innermost place of ours that it led to."""
    if isinstance(error, SyntaxError):
        return error.lineno or 0, ""
    line, raised = 0, ""
    for frame, number in walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.name.startswith("<ipython-input-"):
            raised = f"{frame.f_code.co_name}, line {number} of its cell" if line else ""
            line = line or number
        elif file.is_relative_to(ROOT) and "site-packages" not in file.parts:
            raised = f"{file.relative_to(ROOT)}, line {number}"
    return line, "" if isinstance(error, FaultsError) else raised


def lacking_cells(executed: NotebookNode, *, workbook: bool) -> list[NotebookNode]:
    """A cell, kept with the notebook, with what this does not show; none without an open report."""
    from nbformat.v4 import new_code_cell

    from reports.render.prepared import outputs_with
    from rrs_data.report.desk import on_desk

    title = Path(executed.metadata.papermill.input_path).stem
    for cell in reversed(executed.cells):
        title = next(iter([] if tagged(cell, FOR_ANALYSTS) else headings(cell)), title)
    calls = {
        "cover": f"cover(on_desk(), kind={title!r})",
        "achievements": "Record(on_desk().record())",
        **({"workbook": "TrackingWorkbook(on_desk())"} if workbook else {}),
    }
    lines = [f"show({call})" for role, call in calls.items() if not [*outputs_with(executed, role)]]
    try:
        on_desk()
    except FaultsError:
        return []
    source = "\n".join([ADDED, *lines])
    return [new_code_cell(source, id="added", metadata={"papermill": {}})] if lines else []  # type: ignore[no-untyped-call]


def executed_path(home: Path) -> Path:
    """Where the partly executed notebook of a page lies."""
    return home / "executed.ipynb"


def died(notebook: Path, home: Path, how: str) -> CellFailed | None:
    """What is said when the process ended while a cell ran, and how; None when none was running."""
    try:
        index = int((home / RUNNING).read_text(encoding="ascii"))
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        own = next((n for n, cell in enumerate(cells) if tagged(cell, PARAMETERS)), len(cells))
        index -= index > own  # papermill, which counts so, injects a cell there
        return CellFailed(notebook, cells, index, f"the process that ran it died: {how}")
    except (OSError, ValueError, KeyError, IndexError):
        return None
