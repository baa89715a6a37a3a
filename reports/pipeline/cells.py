"""Cells: a papermill engine that runs a notebook's cells in its own process, as a kernel would.

A kernel's own shell executes them; what it would send is kept in the cell as nbclient keeps it. One
process runs one notebook: measured in November 2026, the annual report's cells gave the outputs
that a kernel gives for two thirds of its CPU time, with no sockets, no kernel manager and no second
process.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import wraps
from io import TextIOBase
from pathlib import Path
from typing import Any
from unittest import mock

from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.pylabtools import activate_matplotlib
from jupyter_client.session import Session
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import configure_inline_support
from nbclient import NotebookClient
from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

ENGINE = "in-process"
BACKEND = "module://matplotlib_inline.backend_inline"
"""With any other backend ``plt.show()`` shows nothing, and a chart vanishes without a word."""


class _CellOutputs(Session):
    """Takes the messages of a kernel's shell, and keeps what they show in the cell that runs."""

    client: NotebookClient
    number = -1  # the cell's, in the notebook
    figure: Figure | None = None  # of matplotlib, of which a picture was written and not shown yet
    figures: dict[Figure, NotebookNode | None]

    @property
    def cell(self) -> NotebookNode:
        """The cell that runs."""
        cell: NotebookNode = self.client.nb.cells[self.number]
        return cell

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

    def writable(self) -> bool:
        return True


class _Shell(ZMQInteractiveShell):
    """A kernel's shell, without a kernel."""

    outputs: _CellOutputs

    def enable_gui(self, gui: Any = None) -> None:
        """``%matplotlib inline`` asks for it; figures need no window."""

    def init_environment(self) -> None:
        """The environment is the worker's: no colours for a terminal."""


class InProcess(Engine):  # type: ignore[misc]
    """Runs the cells one after the other until one fails.

    ``home`` takes IPython's own files, so that a user's start-up files and settings do not change
    a report; ``running`` the number of the cell that runs, for who asks after this process died;
    ``lacking`` says which cells are to run at last; ``failed`` raises what is said of an error.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        _kernel: str,
        *,
        home: Path,
        running: Path,
        lacking: Callable[[NotebookNode], list[NotebookNode]],
        failed: Callable[[NotebookNode, int, BaseException], None],
        **_: Any,
    ) -> None:
        """Run the cells of a notebook, and then the one that it lacks."""
        cells: list[NotebookNode] = nb_man.nb.cells
        with _shell(home, nb_man.nb) as shell, _figures(shell.outputs) as waiting:
            for number, cell in enumerate(cells):
                if cell.cell_type == "code" and cell.source.strip():
                    running.write_text(str(number), encoding="ascii")
                    nb_man.cell_start(cell, number)
                    if (error := _run(shell, number)) is not None:
                        nb_man.cell_exception(cell, number)
                        failed(nb_man.nb, number, error)
                    nb_man.cell_complete(cell, number)
                if number == len(cells) - 1:
                    cells += lacking(nb_man.nb)  # they run too
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
    outputs.number, outputs.figure, outputs.figures = number, None, {}
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


papermill_engines.register(ENGINE, InProcess)
