"""A notebook's parameters."""

from pathlib import Path

import pytest

from reports.pipeline.parameters import parameter_names
from tests.small_notebooks import code, parameters, write_notebook


def test_names(tmp_path: Path) -> None:
    """The parameters are the names that the tagged cell assigns, annotated or not."""
    cell = parameters(country="KG")
    cell["source"] = ["# a comment\n", "country = 'KG'\n", "year: int = 2014\n", "print(country)"]
    notebook = write_notebook(tmp_path / "a.ipynb", code("other = 1"), cell)

    assert {"country", "year"} == parameter_names(notebook)


def test_no_parameters_cell(tmp_path: Path) -> None:
    """A notebook without the cell is told."""
    with pytest.raises(ValueError, match="tagged `parameters`"):
        parameter_names(write_notebook(tmp_path / "a.ipynb", code("country = 1")))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": [1]}'])
def test_not_a_notebook(tmp_path: Path, text: str) -> None:
    """A file that is not a notebook is told."""
    (tmp_path / "a.ipynb").write_text(text)
    with pytest.raises(ValueError, match="not a notebook"):
        parameter_names(tmp_path / "a.ipynb")
