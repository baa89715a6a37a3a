"""Cells: a papermill engine that runs a notebook's cells in its own process, as a kernel would.

IPython executes them; what they show is collected in the order in which it came. One process runs
one notebook: measured in November 2026, the annual report's cells gave the outputs that a kernel
gives for two thirds of its CPU time, with no sockets, no kernel manager and no second process.
"""

import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import wraps
from io import TextIOBase
from pathlib import Path
from typing import Any
from unittest import mock

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import activate_matplotlib
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import configure_inline_support
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Type
from traitlets.config import Config

ENGINE = "in-process"

BACKEND = "module://matplotlib_inline.backend_inline"
"""The backend of every process that runs notebooks: with any other, ``plt.show()`` shows nothing,
and a chart vanishes without a word."""


@dataclass
class CellOutputs:
    """The outputs of the cell that runs, in the order in which they came."""

    shown: list[NotebookNode] = field(default_factory=list)
    figure: Figure | None = None
    """The figure of matplotlib of which a picture was written and not shown yet."""
    _figures: dict[Figure, NotebookNode] = field(default_factory=dict)
    _by_id: dict[str, list[NotebookNode]] = field(default_factory=dict)
    _clear_next: bool = False

    def begin(self) -> list[NotebookNode]:
        """The outputs of a new cell, which are none so far."""
        self.shown, self.figure, self._figures = [], None, {}
        return self.shown

    def add(self, kind: str, content: Mapping[str, Any], display_id: str = "") -> None:
        """Add an output; one with an id may be updated by later ones."""
        if self._clear_next:
            self.clear()
        data = {
            name: b64encode(value).decode() if isinstance(value, bytes) else value
            for name, value in content.get("data", {}).items()
        }
        output = new_output(kind, **{**content, **({"data": data} if data else {})})  # type: ignore[no-untyped-call]
        if self.figure and str(data.get("text/plain")).startswith("<Figure size"):
            # Jupyter shows one that a cell ends with as its value and as an open one; drawn twice,
            # a layout may differ.
            before = self._figures.get(self.figure)
            self.shown[:] = [one for one in self.shown if one is not before]
            self._figures[self.figure], self.figure = output, None
        self.shown.append(output)
        if display_id:
            self._by_id.setdefault(display_id, []).append(output)

    def update(self, display_id: str, content: Mapping[str, Any]) -> None:
        """Change what was shown under an id, in this cell or an earlier one."""
        for output in self._by_id.get(display_id, ()):
            for name, value in content.items():
                output[name] = value

    def clear(self, *, wait: bool = False) -> None:
        """Forget what the cell has shown, now or when it shows something again."""
        self._clear_next = wait
        if not wait:
            self.shown.clear()

    def write(self, stream: str, text: str) -> None:
        """Add to a stream; text that follows text of the same stream is one output with it."""
        last = self.shown[-1] if self.shown and not self._clear_next else None
        if last is not None and last.output_type == "stream" and last.name == stream:
            last.text += text
        elif text:
            self.add("stream", {"name": stream, "text": text})


@dataclass(eq=False)
class _Stream(TextIOBase):
    """What a cell prints."""

    name: str
    outputs: CellOutputs

    def write(self, text: str) -> int:
        self.outputs.write(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    """What a cell displays."""

    def publish(  # type: ignore[override]
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None = None,
        *,
        transient: Mapping[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        outputs: CellOutputs = self.shell.outputs
        shown = {"data": dict(data), "metadata": dict(metadata or {})}
        display_id = str((transient or {}).get("display_id") or "")
        if update:
            outputs.update(display_id, shown)
        else:
            outputs.add("display_data", shown, display_id)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait=wait)


class _Hook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """The output carries its number."""

    def write_format_data(
        self, format_dict: Mapping[str, Any], md_dict: Mapping[str, Any] | None = None
    ) -> None:
        shown = {"data": dict(format_dict), "metadata": dict(md_dict or {})}
        outputs: CellOutputs = self.shell.outputs  # type: ignore[union-attr]  # it has a shell
        outputs.add("execute_result", {**shown, "execution_count": self.prompt_count})

    def finish_displayhook(self) -> None:
        """No line end: nothing was printed."""
        self._is_active = False


class _Shell(InteractiveShell):
    """IPython as a kernel has it, without a kernel."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    outputs = CellOutputs()

    def enable_gui(self, gui: str | None = None) -> None:
        """``%matplotlib inline`` asks for it; figures need no window."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
        self.outputs.add("error", error)


class InProcess(Engine):  # type: ignore[misc]
    """Runs the cells one after the other until one fails.

    ``home`` takes IPython's own files, so that a user's start-up files and settings do not change
    a report; ``running`` the number of the cell that runs, for who asks after this process died;
    ``lacking`` says which cells are to run at last, ``failed_at`` where an error came from.
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
        failed_at: Callable[[BaseException], dict[str, Any]],
        **_: Any,
    ) -> None:
        """Run the cells of a notebook, and then the one that it lacks."""
        nb_man.output_path = None  # papermill would write it before and after each cell
        cells: list[NotebookNode] = nb_man.nb.cells
        with _shell(home) as shell, _figures(shell) as waiting:
            for number, cell in enumerate(cells):
                if cell.cell_type == "code" and cell.source.strip():
                    running.write_text(str(number), encoding="ascii")
                    nb_man.cell_start(cell, number)
                    error = _run(shell, cell)
                    if error is not None:
                        nb_man.cell_exception(cell, number)
                        nb_man.nb.metadata["failed-at"] = failed_at(error)
                    nb_man.cell_complete(cell, number)
                    if error is not None:
                        return
                if number == len(cells) - 1:
                    cells += lacking(nb_man.nb)  # they run too
        for cell in cells:
            own = [figure for figure, outputs in waiting.items() if outputs is cell.get("outputs")]
            if lost := sum(any(one.has_data() for one in figure.axes) for figure in own):
                cell.metadata["rrs"] = {"not-shown": lost}


@contextmanager
def _figures(shell: _Shell) -> Iterator[dict[Figure, list[NotebookNode]]]:
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
        waiting[figure] = shell.outputs.shown

    @wraps(write)
    def written(canvas: FigureCanvasBase, file: Any, *given: Any, **named: Any) -> Any:
        if hasattr(file, "write"):
            shell.outputs.figure = canvas.figure
            waiting.pop(canvas.figure, None)
        return write(canvas, file, *given, **named)

    with (
        mock.patch.object(Figure, "__init__", made),
        mock.patch.object(FigureCanvasBase, "print_figure", written),
    ):
        yield waiting


def _run(shell: _Shell, cell: NotebookNode) -> BaseException | None:
    """Run one cell and keep its outputs in it; returns what it raised."""
    outputs = shell.outputs
    cell.outputs = outputs.begin()
    cell.execution_count = shell.execution_count
    with redirect_stdout(_Stream("stdout", outputs)), redirect_stderr(_Stream("stderr", outputs)):
        result: Any = shell.run_cell(  # type: ignore[no-untyped-call]
            cell.source, store_history=True, cell_id=cell.get("id")
        )
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error


@contextmanager
def _shell(home: Path) -> Iterator[_Shell]:
    """A shell of this process's own; nothing of it is left afterwards."""
    hook, main = sys.displayhook, sys.modules["__main__"]
    settings = Config(HistoryManager={"enabled": False})
    shell = _Shell.instance(ipython_dir=str(home), config=settings)
    shell.outputs = CellOutputs()
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
