"""The cells of a notebook: they show what a kernel would; one that fails is named with its line."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import papermill
import pytest
import yaml

from reports.pipeline.cells import execute
from reports.pipeline.failed_cell import EXECUTED
from reports.pipeline.workers import ENVIRONMENT
from reports.project import ROOT
from tests.conftest import ended
from tests.driver import made, only, small_request
from tests.small_notebooks import code, markdown, parameters, write_notebook

CELLS = yaml.safe_load(Path(__file__).with_name("cells.yml").read_text(encoding="utf-8"))
SOURCES, DRAWING = CELLS["shown"], CELLS["drawn"]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    """A notebook with all that cells may do, and that fails at its end."""
    cells = [parameters(language="ru"), *map(code, SOURCES.values()), code("never = 1")]
    return write_notebook(tmp_path_factory.mktemp("with {braces} и пробел") / "nb", *cells)


@pytest.fixture(scope="module")
def executed(notebook, tmp_path_factory):
    """The notebook as it runs in a process of its own, for a user with a start-up file."""
    home = tmp_path_factory.mktemp("ours")
    startup = home / ".ipython/profile_default/startup/00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("never = 'the start-up file was read'; print(never)")
    environment = ENVIRONMENT | {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    script = (
        "import sys\nfrom pathlib import Path\nfrom reports.pipeline.cells import execute\n"
        "execute(Path(sys.argv[1]), {'language': 'en'}, Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, str(notebook), str(home)]
    done = ended(command, env=os.environ | environment)
    assert "ZeroDivisionError" in done.stderr
    return dict(json.loads((home / EXECUTED).read_text(encoding="utf-8")))


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
    """Until the first error, the first chart too; no start-up file of the user changes a report."""
    ours, kernels, last = outputs(executed), outputs(by_a_kernel), executed["cells"][-1]

    assert list(SOURCES) == list(ours)
    assert [] == [name for name in SOURCES if ours[name] != kernels[name]]
    assert [1, 2] == [len(ours["the first chart"]), len(ours["a chart that is shown"])]
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
    cells = [parameters(language="ru"), *map(code, CELLS["twice"].values())]
    executed = execute(write_notebook(tmp_path / "a.ipynb", *cells), {}, tmp_path)
    shown = [[out.get("data", {}) for out in cell.outputs] for cell in executed.cells[1:4]]

    assert [[1], [1, 0, 1], [-1, 1]] == [[len(one) - 1 for one in each] for each in shown]


@pytest.fixture
def failure(tmp_path):
    """Runs a notebook of some cells that fails; returns what is said of it."""

    def run(*cells):
        return only(small_request(tmp_path, *cells)).failures[0]

    return run


def test_message(failure):
    """It begins with notebook, line and cell; heading, lines, error and the way out follow."""
    source = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nraise ValueError('no\\nsuch thing')\n"
    failed = failure(markdown("# Regional level {.x}\n\nText."), code("import json"), code(source))
    lines = [
        "The notebook nb/annual_report.ipynb failed at line 6 of cell 4.",
        "    cell:     4 of 6; [3] in JupyterLab, run from the top",
        "    under:    Regional level",
        "    it says:",
        *(f"          {n}  {line}" for n, line in enumerate(source.splitlines()[1:5], 2)),
        "      >   6  raise ValueError('no\\nsuch thing')",
        "    error:    ValueError: no",
        "              such thing",
    ]

    assert lines == failed.message.splitlines()[: len(lines)]
    assert f"    kept:     {next(iter(failed.files))}" == str(failed).splitlines()[-1]
    assert "\x1b" not in failed.message


@pytest.mark.parametrize("case", CELLS["failing"])
def test_where_it_failed(failure, case):
    """It is the analyst's own line, under its own heading."""
    cells, said = CELLS["failing"][case].values()
    message = failure(*(markdown(one) if one[0] in "#*" else code(one) for one in cells)).message

    assert [] == [one for one in said if one not in message]


def test_the_partly_executed_notebook_is_kept(failure):
    """What ran until then, and the traceback, can be read in it."""
    failed = failure(code("print('ran')"), code("raise ValueError('x')"))
    kept = nbformat.read(next(iter(failed.files)), as_version=4)
    shown = [output for cell in kept.cells for output in cell.get("outputs", [])]

    assert ["ran\n", None] == [output.get("text") for output in shown]
    assert [None, "ValueError"] == [output.get("ename") for output in shown]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os\nos._exit(0)", "exit code 0"),
        ("import os\nos.kill(os.getpid(), 9)", "memory"),
        ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    ],
)
def test_a_cell_that_kills_its_process(failure, source, words, capfd):
    """It is named with how the process ended, and nothing else is said; no run waits for it."""
    failed = failure(markdown("## Grants"), code(source), code("never = 1"))

    assert words in failed.message
    assert "cell:     3 of 6" in failed.message
    assert "under:    Grants" in failed.message
    assert ("", "") == capfd.readouterr()


def test_a_page_whose_process_was_killed_is_tried_again(tmp_path):
    """A kill costs a report its time and nothing else, and no other report anything."""
    once = (
        "import os, pathlib\nfile = pathlib.Path('../killed')\n"
        "if country == 'KG' and not file.exists():\n    file.touch(); os.kill(os.getpid(), 9)"
    )
    request = small_request(tmp_path, code(once))
    others = tuple(replace(request.editions[0], country=code) for code in ("KG", "KZ", "TJ"))
    ran, _ = made(replace(request, editions=others, workers=2))

    assert [((), 7)] * 3 == [(one.failures, len(one.files)) for one in ran.outcomes]
    assert (tmp_path / "killed").exists()
