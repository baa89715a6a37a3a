"""Execution: papermill runs a notebook with its parameters, or says which cell failed and why."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill import execute_notebook
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from reports.pipeline.errors import LAST_LINES, CellFailed, FailedCell
from reports.pipeline.kernel import ReportKernelManager, how_it_ended, private_kernel
from reports.pipeline.output import keep

PATIENCE = 120
"""Seconds that a kernel may take to answer, on a busy or cold machine. A cell may take for ever."""

# papermill tells through its log what is told here by exceptions.
logging.getLogger("papermill").addHandler(logging.NullHandler())
logging.getLogger("papermill").propagate = False


class SavedOnce(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, which writes the notebook in the end, not twice for each cell."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> None:
        """Run the cells; a notebook that fails is written as far as it came."""
        path, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        finally:
            nb_man.output_path = path


papermill_engines.register("saved-once", SavedOnce)


def execute(
    notebook: Path,
    parameters: Mapping[str, Any],
    *,
    executed: Path,
    failed: Path,
    python_path: Path,
) -> NotebookNode:
    """Run a notebook in its own directory and return it with its outputs.

    ``executed`` is where papermill writes while it runs; ``failed`` is where the partly executed
    notebook is kept when a cell fails; the notebook's kernel imports from ``python_path``.
    Raises CellFailed: a cell raised, or the kernel died.
    """
    with private_kernel(python_path) as config:
        try:
            return _run(notebook, parameters, executed, config)
        except PapermillExecutionError as error:
            place, output = _locate_kept(executed, failed)
            output = output or {"ename": error.ename, "evalue": error.evalue}
            raise CellFailed.from_output(_name(notebook), place, output, failed) from None
        except RuntimeError as error:  # the kernel did not answer, or (DeadKernelError) died
            place, _ = _locate_kept(executed, failed)
            ending = how_it_ended(config) if isinstance(error, DeadKernelError) else str(error)
            raise CellFailed.from_dead_kernel(_name(notebook), place, ending, failed) from None


def _run(
    notebook: Path, parameters: Mapping[str, Any], executed: Path, config: Config
) -> NotebookNode:
    result: NotebookNode = execute_notebook(
        _literal(notebook.absolute()),
        _literal(executed.absolute()),
        parameters=dict(parameters),
        engine_name="saved-once",
        kernel_name="python3",
        language="python",
        cwd=notebook.parent,
        progress_bar=False,
        start_timeout=PATIENCE,
        iopub_timeout=PATIENCE,
        shutdown_kernel="immediate",
        kernel_manager_class=ReportKernelManager,
        config=config,
    )
    return result


def _locate_kept(executed: Path, failed: Path) -> tuple[FailedCell, Mapping[str, Any] | None]:
    keep(executed, failed)
    notebook = nbformat.read(failed, as_version=4)  # type: ignore[no-untyped-call]
    return locate(notebook)


def locate(notebook: NotebookNode) -> tuple[FailedCell, Mapping[str, Any] | None]:
    """The failing cell of a partly executed notebook, and its error output if it has one.

    Without an error output it is the last cell that was started. Cells are numbered as in the
    notebook that a person opens: papermill's own cells do not count.
    """
    cells = [cell for cell in notebook.cells if not _is_papermills(cell)]
    errors = [
        (index, output)
        for index, cell in enumerate(cells)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    index, output = errors[0] if errors else (_last_started(cells), None)
    code = [cell for cell in cells[: index + 1] if cell.cell_type == "code"]
    lines = tuple(cells[index].source.rstrip().splitlines()[-LAST_LINES:])
    return FailedCell(index + 1, len(cells), len(code), _heading(cells[: index + 1]), lines), output


def _last_started(cells: list[NotebookNode]) -> int:
    """The last cell with a start time: papermill calls the cells it never came to completed."""
    started = [
        index
        for index, cell in enumerate(cells)
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]
    return started[-1] if started else 0


def _heading(cells: list[NotebookNode]) -> str:
    """The heading nearest above the last of these cells, in Markdown or in a shown text."""
    for cell in reversed(cells):
        shown = [
            output.get("data", {}).get("text/markdown", "") for output in cell.get("outputs", [])
        ]
        texts = [cell.source] if cell.cell_type == "markdown" else shown
        found = [
            line for text in texts for line in re.findall(r"^#{1,6} +(.+)$", text, re.MULTILINE)
        ]
        if found:
            return re.sub(r"\s*\{[^}]*\}$", "", found[-1]).strip()
    return ""


def _is_papermills(cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", [])
    return "injected-parameters" in tags or "papermill-error-cell-tag" in tags


def _literal(path: Path) -> str:
    """A path for papermill, which would take braces in it for a format string."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _name(notebook: Path) -> str:
    return f"{notebook.parent.name}/{notebook.name}"
