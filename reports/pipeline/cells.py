"""Cells: papermill runs a notebook with an engine that runs its cells in this process.

A kernel's own shell executes them; what it would send is kept in the cell as nbclient keeps it. One
process runs one notebook: measured in November 2026, the annual report's cells gave the outputs
that a kernel gives for two thirds of its CPU time, with no sockets, no kernel manager and no second
process.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import wraps
from io import TextIOBase
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.pylabtools import activate_matplotlib
from jupyter_client.session import Session
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import configure_inline_support
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from papermill import execute_notebook
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

from reports.pipeline.failed_cell import EXECUTED, RUNNING, CellFailed
from reports.render.dialect import FOR_ANALYSTS
from reports.render.outputs import headings, tagged
from reports.render.prepared import outputs_with
from rrs_data.programme.faults import FaultsError
from rrs_data.report.desk import on_desk

ENGINE = "in-process"
BACKEND = "module://matplotlib_inline.backend_inline"
"""With any other backend ``plt.show()`` shows nothing, and a chart vanishes without a word."""

ADDED = """# Added when the report was made: what this notebook does not show itself.
from rrs_data import show
from rrs_data.report.desk import on_desk
from rrs_data.report.sections.background import cover
from rrs_data.report.tracking_workbook import TrackingWorkbook
"""


def execute(
    notebook: Path, parameters: Mapping[str, Any], home: Path, *, workbook: bool = False
) -> NotebookNode:
    """Run a notebook in its own directory and in this process, and return it with its outputs.

    ``home`` takes IPython's own files, so that a user's start-up files and settings do not change
    a report, and what is to be known if a cell fails; a ``workbook`` is asked of the report too.
    Raises CellFailed.
    """
    result: NotebookNode = execute_notebook(
        nbformat.read(notebook, as_version=4),  # type: ignore[no-untyped-call]
        None,
        parameters=dict(parameters),
        engine_name=ENGINE,
        kernel_name="python3",
        language="python",
        cwd=notebook.parent,
        progress_bar=False,
        notebook=notebook,
        home=home,
        workbook=workbook,
    )
    return result


class _CellOutputs(Session):
    """Takes the messages of a kernel's shell, and keeps what they show in the cell that runs."""

    client: NotebookClient
    cell: NotebookNode  # that runs
    number: int  # the cell's, in the notebook
    figure: Figure | None = None  # of matplotlib, of which a picture was written and not shown yet
    figures: dict[Figure, NotebookNode | None]

    def send(self, *given: Any, **_: Any) -> dict[str, Any]:
        """Keep what a message says, which is given after its socket: whole, or kind and content."""
        _, kind, *content = given
        message = kind if isinstance(kind, dict) else self.msg(kind, *content[:1])
        message["content"] = self.unpack(self.pack(message["content"]))  # a picture's bytes as text
        output = self.client.process_message(message, self.cell, self.number)
        text = str(output.get("data", {}).get("text/plain")) if output else ""
        if self.figure and text.startswith("<Figure size"):
            # Jupyter shows one that a cell ends with as its value and as an open one; drawn twice,
            # a layout may differ.
            shown, before = self.cell.outputs, self.figures.get(self.figure)
            for at in [n for n, one in enumerate(shown) if one is before]:
                shown[at] = shown.pop()
            self.figures[self.figure], self.figure = output, None
        return message


@dataclass(eq=False)
class _Stream(TextIOBase):
    """What a cell prints; text that follows text of the same stream is one output with it."""

    name: str
    outputs: _CellOutputs

    def write(self, text: str) -> int:
        shown = self.outputs.cell.outputs
        last = shown[-1] if shown else {}
        if last.get("name") == self.name and not self.outputs.client.clear_before_next_output:
            last["text"] += text
        elif text:
            self.outputs.send(None, "stream", {"name": self.name, "text": text})
        return len(text)


class _Shell(ZMQInteractiveShell):
    """A kernel's shell, without a kernel."""

    outputs: _CellOutputs

    def enable_gui(self, gui: Any = None) -> None:
        """``%matplotlib inline`` asks for it; figures need no window."""

    def init_environment(self) -> None:
        """The environment is the worker's: no colours for a terminal."""


class InProcess(Engine):  # type: ignore[misc]
    """Runs the cells one after the other until one fails."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        _kernel: str,
        *,
        notebook: Path,
        home: Path,
        workbook: bool,
        **_: Any,
    ) -> None:
        """Run the cells of a notebook, and then the one that it lacks. Raises CellFailed."""
        executed, cells = nb_man.nb, nb_man.nb.cells
        nbformat.write(executed, home / EXECUTED)  # type: ignore[no-untyped-call]
        with _shell(home, executed) as shell, _figures(shell.outputs) as waiting:
            for number, cell in enumerate(cells):
                if cell.cell_type == "code" and cell.source.strip():
                    (home / RUNNING).write_text(str(number), encoding="ascii")
                    if (error := _run(shell, number)) is not None:
                        nbformat.write(executed, home / EXECUTED)  # type: ignore[no-untyped-call]
                        raise CellFailed(notebook, executed, number, error)
                if number == len(cells) - 1:
                    cells += _lacking(executed, notebook.stem, workbook=workbook)  # they run too
        for cell in cells:
            own = [figure for figure, outputs in waiting.items() if outputs is cell.get("outputs")]
            if lost := sum(any(one.has_data() for one in figure.axes) for figure in own):
                cell.metadata["rrs"] = {"not-shown": lost}


@contextmanager
def _figures(outputs: _CellOutputs) -> Iterator[dict[Figure, list[NotebookNode]]]:
    """The figures of matplotlib that were made and not shown yet, with their cells' outputs.

    A figure can be lost in many ways: closed before it is shown, made without pyplot, saved to a
    file only, drawn by a backend that shows nothing. matplotlib has no hooks for all of them, so
    each is noted when it is made, and crossed out when a picture of it is written to memory, as
    all that show one do.
    """
    waiting: dict[Figure, list[NotebookNode]] = {}
    make, write = Figure.__init__, FigureCanvasBase.print_figure

    @wraps(make)
    def made(figure: Figure, *given: Any, **named: Any) -> None:
        make(figure, *given, **named)
        waiting[figure] = outputs.cell.outputs

    @wraps(write)
    def written(canvas: FigureCanvasBase, file: Any, *given: Any, **named: Any) -> Any:
        if hasattr(file, "write"):
            outputs.figure = canvas.figure
            waiting.pop(canvas.figure, None)
        return write(canvas, file, *given, **named)

    with (
        mock.patch.object(Figure, "__init__", made),
        mock.patch.object(FigureCanvasBase, "print_figure", written),
    ):
        yield waiting


def _run(shell: _Shell, number: int) -> BaseException | None:
    """Run a cell and keep its outputs in it, of which it has none yet; returns what it raised."""
    outputs = shell.outputs
    outputs.number, outputs.cell = number, outputs.client.nb.cells[number]
    outputs.figure, outputs.figures = None, {}
    outputs.cell.outputs, outputs.cell.execution_count = [], shell.execution_count
    outputs.client.clear_before_next_output = False
    with redirect_stdout(_Stream("stdout", outputs)), redirect_stderr(_Stream("stderr", outputs)):
        result: Any = shell.run_cell(  # type: ignore[no-untyped-call]
            outputs.cell.source, store_history=True, cell_id=outputs.cell.get("id")
        )
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error


@contextmanager
def _shell(home: Path, notebook: NotebookNode) -> Iterator[_Shell]:
    """A shell of this process's own; nothing of it is left afterwards."""
    hook, main = sys.displayhook, sys.modules["__main__"]
    settings = Config(HistoryManager={"enabled": False})
    shell = _Shell.instance(ipython_dir=str(home), config=settings)
    shell.outputs = _CellOutputs()
    shell.outputs.client = NotebookClient(notebook)
    shell.outputs.client.reset_execution_trackers()
    shell.displayhook.session = shell.outputs  # type: ignore[attr-defined]  # a kernel's has one
    shell.display_pub.session = shell.outputs  # type: ignore[attr-defined]
    activate_matplotlib(BACKEND)  # type: ignore[no-untyped-call]
    # It would set the formats of a process's first shell only.
    vars(configure_inline_support).clear()
    configure_inline_support(shell, BACKEND)  # type: ignore[no-untyped-call]
    try:
        yield shell
    finally:
        _Shell.clear_instance()
        sys.displayhook, sys.modules["__main__"] = hook, main


def _lacking(executed: NotebookNode, title: str, *, workbook: bool) -> list[NotebookNode]:
    """A cell, kept with the notebook, with what this does not show; none without an open report."""
    for cell in reversed(executed.cells):
        title = next(iter([] if tagged(cell, FOR_ANALYSTS) else headings(cell)), title)
    calls = {
        "cover": f"cover(on_desk(), kind={title!r})",
        "achievements": "on_desk().record()",
        **({"workbook": "TrackingWorkbook(on_desk())"} if workbook else {}),
    }
    lines = [f"show({call})" for role, call in calls.items() if not [*outputs_with(executed, role)]]
    try:
        on_desk()
    except FaultsError:
        return []
    source, status = "\n".join([ADDED, *lines]), {"papermill": {"status": "added"}}
    return [new_code_cell(source, id="added", metadata=status)] if lines else []  # type: ignore[no-untyped-call]


papermill_engines.register(ENGINE, InProcess)
