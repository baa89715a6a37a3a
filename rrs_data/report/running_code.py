"""Running code: the cell of a notebook, or the line of a program, that calls the package."""

import sys
from dataclasses import dataclass
from linecache import getlines
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]

_cells: list[str] = []
"""The id of the cell that runs, from IPython's event; it may be without one."""


@dataclass(frozen=True)
class RunningCode:
    """Code by its cell's id, or by its place in a file; which run of it this is; its text."""

    identity: str
    run: int
    source: str


def running_code() -> RunningCode:
    """The cell that runs, or outside IPython the line that called the package."""
    shell = shell_that_runs()
    if shell is not None:
        inputs = shell.history_manager.input_hist_raw
        source = str(inputs[-1]).strip()
        return RunningCode((_cells and _cells[-1]) or source, len(inputs), source)
    frame = sys._getframe()  # noqa: SLF001 - the only way to the caller
    while frame.f_back and Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
        frame = frame.f_back
    file, number = frame.f_code.co_filename, frame.f_lineno
    source = "".join(getlines(file)[number - 1 : number]).strip()
    return RunningCode(f"{file}:{number}", 0, source)


def shell_that_runs() -> Any:
    """IPython's shell while it runs a cell; None in a plain program."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if shell and len(shell.history_manager.input_hist_raw) > 1 else None


def remember_cell(info: Any) -> None:
    """Keep the id of the cell that begins to run: IPython calls this before each."""
    _cells[:] = [str(info.cell_id or "")]
