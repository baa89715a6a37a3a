"""The cells of a notebook: what they show is what a kernel would show."""

import json
import os
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
import yaml

from reports.pipeline.execute import execute, executed_path
from reports.pipeline.workers import ENVIRONMENT
from reports.project import ROOT
from tests.conftest import ended
from tests.small_notebooks import code, parameters, write_notebook

CELLS = yaml.safe_load(Path(__file__).with_name("cells.yml").read_text(encoding="utf-8"))
SOURCES, DRAWING = CELLS["shown"], CELLS["drawn"]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    """A notebook with all that cells may do, and that fails at its end."""
    cells = [parameters(language="ru"), *map(code, SOURCES.values()), code("never = 1")]
    return write_notebook(tmp_path_factory.mktemp("with {braces} и пробел") / "nb", *cells)


SCRIPT = """
import sys
from pathlib import Path
from reports.pipeline.execute import execute
execute(Path(sys.argv[1]), {"language": "en"}, Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def executed(notebook, tmp_path_factory):
    """The notebook as it runs in a process of its own, for a user with a start-up file."""
    home = tmp_path_factory.mktemp("ours")
    startup = home / ".ipython/profile_default/startup/00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("never = 'the start-up file was read'; print(never)")
    environment = ENVIRONMENT | {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, str(notebook), str(home)]
    done = ended(command, env=os.environ | environment)
    assert "ZeroDivisionError" in done.stderr
    return dict(json.loads(executed_path(home).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def by_a_kernel(notebook, tmp_path_factory):
    """The same notebook run by papermill with an ordinary kernel."""
    target = tmp_path_factory.mktemp("kernel") / "executed.ipynb"
    node = nbformat.read(notebook, as_version=4)
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(node, str(target), {"language": "en"}, progress_bar=False)
    return dict(json.loads(target.read_text(encoding="utf-8")))


def outputs(executed):
    """The outputs of the notebook's own cells; the colours of a traceback differ."""
    code_cells = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    own = [cell for cell in code_cells if not cell["metadata"].get("tags")]
    return {
        name: [
            {key: value for key, value in output.items() if key != "traceback"}
            for output in cell["outputs"]
        ]
        for name, cell in zip(SOURCES, own, strict=False)
    }


def test_the_outputs_are_those_of_a_kernel(executed, by_a_kernel):
    """What an analyst sees in JupyterLab is what the report gets, the first chart too."""
    ours, kernels = outputs(executed), outputs(by_a_kernel)

    assert list(SOURCES) == list(ours)
    assert [] == [name for name in SOURCES if ours[name] != kernels[name]]
    assert [1, 2] == [len(ours["the first chart"]), len(ours["a chart that is shown"])]


def test_what_does_not_run(executed):
    """A notebook stops at its first error; no start-up file of the user changes a report."""
    last = executed["cells"][-1]

    assert ([], None) == (last["outputs"], last["execution_count"])
    assert "start-up" not in json.dumps(executed["cells"])


def test_what_is_drawn_and_never_shown_is_noted_at_its_cell(tmp_path):
    """However a picture is lost, its cell knows; one that a later cell shows is not lost."""
    cells = [parameters(language="ru"), *map(code, DRAWING.values())]
    notebook = write_notebook(tmp_path / "a.ipynb", *cells)
    executed = execute(notebook, {}, tmp_path)
    noted = [cell.metadata.get("rrs", {}).get("not-shown", 0) for cell in executed.cells]

    assert [1, 1, 1, 2, 1, 0, 0, 0, 0, 0] == noted[1:]


def test_a_figure_that_a_cell_shows_twice_is_one_picture(tmp_path):
    """As it was shown last; another figure, or an empty one, takes nothing away."""
    sources = [
        "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(layout='constrained')\nfig",
        "plt.plot([1]); plt.show(); plt.figure(); plt.show(); plt.plot([2]);",
        (
            "import IPython.display as ip\nfig, _ = plt.subplots(); fig.axes[0].plot([1])\n"
            "display(fig); ip.clear_output(); print(1); fig"
        ),
    ]
    cells = [parameters(language="ru"), *map(code, sources)]
    executed = execute(write_notebook(tmp_path / "a.ipynb", *cells), {}, tmp_path)
    shown = [[out.get("data", {}) for out in cell.outputs] for cell in executed.cells[1:4]]

    assert [[1], [1, 0, 1], [-1, 1]] == [[len(one) - 1 for one in each] for each in shown]
