"""A cell that fails is named by its number, heading, lines, and the code that raised."""

from dataclasses import replace

import nbformat
import pytest

from tests.driver import made, only, small_request
from tests.small_notebooks import code, markdown


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


HALF = code("def half(a):\n    return a / 0")
BEGUN = code("from IPython.display import Markdown, display\ndisplay(Markdown('## Сеть {#net}'))")
SECTION = code("def section(title, *shown): pass\nt = str\nsection(t('Money'), 1)")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        # The failing cell's own line, whatever it called; then the package's, if that raised.
        ([HALF, code("b = 1\nhalf(b)")], ["at line 2 of cell 3.", "half, line 2 of its cell"]),
        ([code("b = 1\nnot python (")], ["at line 2 of cell 2.", "SyntaxError"]),
        (
            [code("import rrs_data\nrrs_data.load_programme(3)")],
            ["line 2", "in rrs_data/programme/"],
        ),
        # A fault says itself how to mend it.
        ([code("import rrs_data\nrrs_data.open_report('KG', 1999, 'en')")], ["as said above"]),
        # A section's title stands in the cell's source: else it is the nearest heading above.
        ([BEGUN, code('t = str\nsection(t("Money"), 1 / 0)')], ["under:    Money\n"]),
        ([BEGUN, code("1/0")], ["under:    Сеть\n"]),
        ([SECTION, markdown("text"), code("1/0")], ["under:    Money\n"]),
        ([markdown("# One\n## Two"), code("not python (")], ["under:    Two\n"]),
    ],
)
def test_where_it_failed(failure, cells, words):
    """It is the analyst's own line, under its own heading."""
    message = failure(*cells).message

    assert [] == [one for one in words if one not in message]


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
