"""Running notebooks."""

import json
import os
import pickle
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reports.pipeline.errors import CellFailed, FailedCell
from reports.pipeline.execute import execute, locate
from reports.project.paths import ROOT
from tests.small_notebooks import code, markdown, parameters, write_notebook


def run(directory: Path, *cells: dict[str, Any], **given: Any) -> Any:
    """Run a notebook of these cells in a directory."""
    notebook = write_notebook(directory / "notebooks" / "a.ipynb", *cells)
    return execute(
        notebook,
        given,
        executed=directory / "executed.ipynb",
        failed=directory / "_failed" / "a.ipynb",
        python_path=ROOT,
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a kernel says of itself, for a user with a kernel and a start-up file of their own."""
    home = tmp_path_factory.mktemp("home")
    spec = home / ".local/share/jupyter/kernels/python3/kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["/bin/false"], "display_name": "x", "language": "python"}))
    startup = home / ".ipython/profile_default/startup/00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("country = 'the start-up file was read'")
    cell = (
        "import json, os, sys, reports\n"
        "print(json.dumps({'python': sys.executable, 'cwd': os.getcwd(), 'country': country,"
        " 'year': year, 'hash': os.environ['PYTHONHASHSEED']}))"
    )
    directory = tmp_path_factory.mktemp("with {braces} и пробел")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_PATH", "JUPYTER_DATA_DIR", "IPYTHONDIR", "JUPYTER_PREFER_ENV_PATH"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        result = run(directory, parameters(country="KG", year=0), code(cell), year=2014)
    return {
        **json.loads(result.cells[-1].outputs[0].text),
        "expected cwd": str(directory / "notebooks"),
    }


def test_parameters_are_injected(told: dict[str, Any]) -> None:
    """A given parameter replaces the default; another keeps its default."""
    assert ("KG", 2014) == (told["country"], told["year"])


def test_kernel_is_this_interpreter(told: dict[str, Any]) -> None:
    """A kernel that the user has installed under the same name does not win."""
    assert sys.executable == told["python"]


def test_notebook_runs_in_its_own_directory(told: dict[str, Any]) -> None:
    """Paths in a notebook mean the same as in JupyterLab, whatever the directory is called."""
    assert told["expected cwd"] == told["cwd"]


def test_hashes_are_the_same_each_time(told: dict[str, Any]) -> None:
    """Sets and hashes come in the same order at each run."""
    assert "0" == told["hash"]


@pytest.fixture(scope="module")
def failure(tmp_path_factory: pytest.TempPathFactory) -> CellFailed:
    """A notebook whose fourth cell raises."""
    cells = [
        parameters(year=0),
        markdown("# Regional level {.x}\n\nText."),
        code("import json"),
        code("a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nraise ValueError('no\\nsuch thing')\n"),
        code("never = True"),
    ]
    with pytest.raises(CellFailed) as caught:
        run(tmp_path_factory.mktemp("failure"), *cells, year=2014)
    return caught.value


def test_failing_cell(failure: CellFailed) -> None:
    """A cell is named by its number in the notebook that a person opens, its heading and lines."""
    lines = ("b = 2", "c = 3", "d = 4", "e = 5", r"raise ValueError('no\nsuch thing')")

    assert FailedCell(4, 5, 3, "Regional level", lines) == failure.cell


def test_failing_cell_message(failure: CellFailed) -> None:
    """The message has notebook, cell, heading, last lines, error and the way out."""
    wanted = [
        "notebooks/a.ipynb",
        "4 of 5",
        "[3]",
        "Regional level",
        "raise ValueError",
        "ValueError: no",
        "such thing",
        str(failure.kept),
    ]

    assert [] == [text for text in wanted if text not in str(failure)]
    assert "\x1b" not in str(failure)


def test_partly_executed_notebook_is_kept(failure: CellFailed) -> None:
    """What ran until then, and the traceback, can be read in the kept notebook."""
    kept = nbformat.read(failure.kept, as_version=4)
    outputs = [output for cell in kept.cells for output in cell.get("outputs", [])]

    assert ["ValueError"] == [output.get("ename") for output in outputs]


def test_failure_can_be_pickled(failure: CellFailed) -> None:
    """The failure can come from another process."""
    assert str(failure) == str(pickle.loads(pickle.dumps(failure)))  # noqa: S301 (our own bytes)


@pytest.mark.parametrize(
    ("source", "words"),
    [("import os\nos._exit(3)", "exit code 3"), ("import os\nos.kill(os.getpid(), 9)", "memory")],
)
def test_dead_kernel(
    tmp_path: Path, source: str, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A kernel that dies is told with the cell that ran and how it ended, and nothing else."""
    cells = [parameters(year=0), markdown("## Grants"), code(source), code("never = 1")]
    with pytest.raises(CellFailed, match=words) as caught:
        run(tmp_path, *cells, year=1)

    assert (3, "Grants") == (caught.value.cell.number, caught.value.cell.heading)
    assert caught.value.kept.exists()
    assert ("", "") == capfd.readouterr()


def test_nothing_is_left_of_a_kernel() -> None:
    """Kernels leave no sockets and connection files of theirs behind."""
    assert [] == list(Path(tempfile.gettempdir()).glob(f"rrs-kernel-{os.getpid()}-*"))


def test_heading_from_a_shown_text() -> None:
    """Headings that come from the text catalogues are found in what a cell showed."""
    output = {"output_type": "display_data", "data": {"text/markdown": "## Сеть {#net}\n\nA"}}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    cells = [{**code("section()"), "outputs": [output]}, {**code("1/0"), "outputs": [error]}]
    place, found = locate(nbformat.from_dict({"cells": cells}))

    assert ("Сеть", "E") == (place.heading, found and found["ename"])
    assert re.search("under: +Сеть", str(place))
