"""Notebooks: which of them are asked for, and whether a report can be made from them."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from reports.project import NOTEBOOKS, Given
from reports.render.outputs import is_parameters, source_of
from rrs_data.programme.choices import choices
from rrs_data.programme.faults import Fault, raise_if_any

INJECTED = ("country", "year", "language", "provenance")
"""The notebook's parameters that every run sets."""

PARAMETER = re.compile(r"^(\w+) *(?::[^=\n]+)?=", re.MULTILINE)
"""A parameter as its cell sets it: ``year: int = 2014``."""


def runnable_notebooks(typed: Given, usual: Sequence[str]) -> tuple[str, ...]:
    """The notebooks that are asked for, or the usual ones: they are there and take parameters.

    Raises FaultsError: papermill would only warn of a parameter that a notebook does not have.
    """
    names = chosen_notebooks(typed["notebook"]) if "notebook" in typed else tuple(usual)
    asked = ("period", "registers", "params", "edition", "donor_mark")
    given = [name for name in asked if name in typed]
    injected = [*INJECTED, *given]
    expected = f"a notebook with a cell tagged `parameters` that sets {', '.join(injected)}"
    paths = [NOTEBOOKS / f"{name}.ipynb" for name in names]
    mend = "correct it, or bring it back with `git checkout`"
    raise_if_any(
        [
            Fault(f"the notebook {path}", lack, expected, mend)
            for path in paths
            if (lack := _lack(path, injected))
        ]
    )
    return names


def chosen_notebooks(wanted: str, most: int | None = None) -> tuple[str, ...]:
    """Notebooks by name, such as ``brief``. Raises FaultsError with each that is not there."""
    names = {path.stem.casefold(): path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    return tuple(names[name] for name in choices("NOTEBOOK", wanted, tuple(names), most))


def _lack(notebook: Path, injected: Sequence[str]) -> str:
    """What a notebook lacks to be run; empty if it lacks nothing."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = next((source_of(cell) for cell in cells if is_parameters(cell)), None)
    except OSError as error:
        return str(error.strerror)
    except (ValueError, KeyError, TypeError):
        return "it is not a notebook"
    if tagged is None:
        return "it has no cell tagged `parameters`"
    missing = sorted(set(injected) - set(PARAMETER.findall(tagged)))
    return f"its parameters cell does not set {', '.join(missing)}" if missing else ""
