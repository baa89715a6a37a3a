"""A failed cell: which one it is, where in the code it failed, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from reports.pipeline.summary import template
from reports.project import ROOT
from reports.render.outputs import INJECTED, heading_of, tagged
from rrs_data.programme.faults import FaultsError

if TYPE_CHECKING:
    from nbformat import NotebookNode

LINES, LETTERS = 5, 4000
"""So much is shown of a failing cell, whose last line is the one that failed, and of its error:
some libraries put all their data into it."""

EXECUTED, RUNNING = "executed.ipynb", "running-cell"
"""In a page's directory: its notebook, as it began or as it failed, and the index of the cell that
runs. They outlive the process."""


class ProcessDied(Exception):
    """The process that ran a cell came to an end; the message says how."""


class CellFailed(Exception):
    """A notebook did not run to its end; papermill's own cell, which nobody sees, is no cell."""

    def __init__(
        self, notebook: Path, executed: NotebookNode, index: int, error: BaseException
    ) -> None:
        """Say what is known of a cell's error; ProcessDied if the process itself did."""
        explained = isinstance(error, FaultsError | ProcessDied)
        said = str(error) if explained else f"{type(error).__name__}: {error}"
        line, raised = _failed_at(error)
        own = [cell for cell in executed.cells[: index + 1] if not tagged(cell, INJECTED)]
        of = sum(not tagged(cell, INJECTED) for cell in executed.cells)
        self.position = f"cell {len(own)} of {of}" + (f", line {line}" if line else "")
        source = own[-1].source.rstrip().splitlines()
        message = template("failed_cell.txt.jinja").render(
            notebook=notebook,
            cell=len(own),
            of=of,
            prompt=sum(cell.cell_type == "code" for cell in own),
            heading=heading_of(own),
            line=line,
            source=list(enumerate(source[: line or len(source)], 1))[-LINES:],
            error=said[:LETTERS].strip(),
            raised="" if explained else raised,
        )
        super().__init__(message.rstrip("\n"))


def _failed_at(error: BaseException) -> tuple[int, str]:
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
    return line, raised


def died(notebook: Path, home: Path, how: str) -> CellFailed | None:
    """What is said when the process ended while a cell ran, and how; None when none was running."""
    import nbformat

    try:
        executed = nbformat.read(home / EXECUTED, as_version=4)  # type: ignore[no-untyped-call]
        index = int((home / RUNNING).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    error = ProcessDied(f"the process that ran it died: {how}")
    return CellFailed(notebook, executed, index, error)
