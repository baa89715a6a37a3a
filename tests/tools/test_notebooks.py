"""Notebooks as they are kept, a new one to start from, and the kernel of `make lab`."""

import json
import os
from unittest import mock

import pytest
from jupyter_client.manager import start_new_kernel

from reports.project import NOTEBOOKS, ROOT
from tools.notebooks import main, tidy


def test_what_editors_leave_is_taken_out(tmp_path):
    """Outputs, counts, the kernel's title and versions, the state of windows; tags stay."""
    kept = (NOTEBOOKS / "annual_report.ipynb").read_text(encoding="utf-8")
    notebook = json.loads(kept)
    notebook["metadata"]["kernelspec"] = {"name": "venv", "display_name": "Python 3.11 (.venv)"}
    notebook["metadata"]["language_info"] |= {"version": "3.11.7", "pygments_lexer": "ipython3"}
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    output = {"output_type": "stream", "name": "stdout", "text": ["1"]}
    code[-1] |= {"execution_count": 7, "outputs": [output], "metadata": {"scrolled": True}}
    path = tmp_path / "annual_report.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")

    assert [path] == tidy(tmp_path, write=False)
    assert [path] == tidy(tmp_path, write=True)
    assert kept == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "a b", "../x", "annual_report"])
def test_a_name_that_cannot_be_taken(name, capsys):
    """A notebook that is there is never written over; a name is one word."""
    before = sorted(NOTEBOOKS.iterdir())

    assert 2 == main("new", name)
    assert "NAME" in capsys.readouterr().err
    assert before == sorted(NOTEBOOKS.iterdir())


def test_the_kernel_of_the_lab_loads_changed_modules(tmp_path):
    """Whoever changes the package while a notebook is open runs the cell again, no more."""
    module = tmp_path / "changing.py"
    module.write_text("def value():\n    return 1\n")
    with mock.patch.dict(os.environ, {"JUPYTER_PATH": str(ROOT / "tools/jupyter")}):
        manager, client = start_new_kernel(cwd=str(tmp_path))
    shown = []
    try:
        for source in ("import changing", "print(changing.value())", "print(changing.value())"):
            client.execute_interactive(source, output_hook=shown.append, timeout=300)
            module.write_text("def value():\n    return 20_000\n")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    said = [one["content"]["text"] for one in shown if one["msg_type"] == "stream"]

    assert "1\n" in said[:1] or ["20000\n", "20000\n"] == said
    assert "20000\n" == said[-1]
