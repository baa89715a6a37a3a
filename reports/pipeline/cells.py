"""Cells: a papermill engine that runs a notebook's cells in its own process, as a kernel would.

IPython executes them; what they show is collected in the order in which it came. One process runs
one notebook: measured in November 2026, the annual report's cells gave the outputs that a kernel
gives for two thirds of its CPU time, with no sockets, no kernel manager and no second process.
"""

import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import TextIOBase
from pathlib import Path
from traceback import walk_tb
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import activate_matplotlib
from matplotlib_inline.backend_inline import configure_inline_support
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Type
from traitlets.config import Config

from reports.pipeline.added_cell import added_cell
from reports.pipeline.drawn import watched
from reports.project import ROOT
from rrs_data.programme.faults import FaultsError

ENGINE = "in-process"
BACKEND = "module://matplotlib_inline.backend_inline"
"""The backend of every process that runs notebooks: with any other, ``plt.show()`` shows nothing,
and a chart vanishes without a word."""


@dataclass
class CellOutputs:
    """The outputs of the cell that runs, in the order in which they came."""

    shown: list[NotebookNode] = field(default_factory=list)
    _by_id: dict[str, list[NotebookNode]] = field(default_factory=dict)
    _clear_next: bool = False

    def add(self, kind: str, content: Mapping[str, Any], display_id: str = "") -> None:
        """Add an output; one with an id may be updated by later ones."""
        if self._clear_next:
            self.clear()
        if data := content.get("data"):
            content = {**content, "data": {name: _as_text(value) for name, value in data.items()}}
        output = new_output(kind, **content)  # type: ignore[no-untyped-call]
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


def _as_text(value: Any) -> Any:
    """Bytes, such as a picture's, as a notebook holds them."""
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value


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
        outputs.update(display_id, shown) if update else outputs.add(
            "display_data", shown, display_id
        )

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
    a report; ``running`` the number of the cell that runs, for who asks after this process died.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, _kernel: str, *, home: Path, running: Path, **_: Any
    ) -> None:
        """Run the cells of a notebook."""
        nb_man.output_path = None  # papermill would write it before and after each cell
        with _shell(home) as shell, watched() as drawn:
            for number, cell in _cells(nb_man, shell):
                running.write_text(str(number), encoding="ascii")
                drawn.cell = number
                nb_man.cell_start(cell, number)
                error = _run(shell, cell)
                drawn.end_cell()
                if error is not None:
                    nb_man.cell_exception(cell, number)
                    nb_man.nb.metadata["failed-at"] = _failed_at(error)
                nb_man.cell_complete(cell, number)
                if error is not None:
                    return
        for number, figures in drawn.not_shown().items():
            nb_man.nb.cells[number].metadata["rrs"] = {"not-shown": figures}


def _cells(nb_man: NotebookExecutionManager, shell: _Shell) -> Iterator[tuple[int, NotebookNode]]:
    """The code cells with their indexes; when they have run, the one that the notebook lacks."""
    cells = nb_man.nb.cells
    yield from (
        (number, cell)
        for number, cell in enumerate(cells)
        if cell.cell_type == "code" and cell.source.strip()
    )
    lacking = added_cell(nb_man.nb, shell.user_ns)
    if lacking is not None:
        cells.append(lacking)
        yield len(cells) - 1, lacking


def _run(shell: _Shell, cell: NotebookNode) -> BaseException | None:
    """Run one cell and keep its outputs in it; returns what it raised."""
    outputs = shell.outputs
    outputs.shown = cell.outputs = []
    cell.execution_count = shell.execution_count
    with redirect_stdout(_Stream("stdout", outputs)), redirect_stderr(_Stream("stderr", outputs)):
        result: Any = shell.run_cell(  # type: ignore[no-untyped-call]
            cell.source, store_history=True, cell_id=cell.get("id")
        )
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error


def _failed_at(error: BaseException) -> dict[str, Any]:
    """The line of the cell that failed, and the innermost place of ours that it led to.

    A library's own lines tell an analyst less than the line that called it.
    """
    if isinstance(error, SyntaxError):
        return {"line": error.lineno or 0}
    line, raised = 0, ""
    for frame, number in walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.name.startswith("<ipython-input-"):
            raised = f"{frame.f_code.co_name}, line {number} of its cell" if line else ""
            line = line or number
        elif file.is_relative_to(ROOT) and "site-packages" not in file.parts:
            raised = f"{file.relative_to(ROOT)}, line {number}"
    return {"line": line, "raised": "" if isinstance(error, FaultsError) else raised}


@contextmanager
def _shell(home: Path) -> Iterator[_Shell]:
    """A shell of this process's own; nothing of it is left afterwards."""
    hook, main = sys.displayhook, sys.modules["__main__"]
    settings = Config(HistoryManager={"enabled": False})
    shell = _Shell.instance(ipython_dir=str(home), config=settings)
    shell.outputs = CellOutputs()
    activate_matplotlib(BACKEND)  # type: ignore[no-untyped-call]
    configure_inline_support(shell, BACKEND)  # type: ignore[no-untyped-call]
    try:
        yield shell
    finally:
        _Shell.clear_instance()
        sys.displayhook, sys.modules["__main__"] = hook, main


papermill_engines.register(ENGINE, InProcess)
