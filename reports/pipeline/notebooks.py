"""Notebooks: which of them a report can be made from, and a small one to start from."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reports.pipeline.execute import parameter_names
from reports.project import NOTEBOOKS, path_of
from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.programme import choices

INJECTED = ("country", "year", "language", "provenance")
"""The notebook's parameters that every run sets."""


def runnable_notebooks(typed: Mapping[str, str], usual: Sequence[str]) -> tuple[str, ...]:
    """The notebooks that are asked for, or the usual ones: they are there and take parameters."""
    names = usual
    if "notebook" in typed:
        names = chosen_notebooks(typed["notebook"])
    checks = [partial(_names_parameters, NOTEBOOKS / f"{name}.ipynb", typed) for name in names]
    gather(*checks)
    return tuple(names)


def chosen_notebooks(wanted: str, most: int | None = None) -> tuple[str, ...]:
    """Notebooks by name, such as ``brief``, or path, ``notebooks/brief.ipynb``.

    Raises FaultsError with each that is not there.
    """
    words = []
    for word in re.split(r"[\s,]+", wanted.strip()):
        path = path_of(word, NOTEBOOKS) if "/" in word else NOTEBOOKS / word
        own = path.suffix == ".ipynb" and path.parent == NOTEBOOKS
        words.append(path.stem if own else word)
    names = {path.stem.casefold(): path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    return tuple(names[name] for name in choices("NOTEBOOK", ",".join(words), tuple(names), most))


def _names_parameters(notebook: Path, typed: Mapping[str, str]) -> dict[str, Any]:
    """The notebook must set all that is injected: papermill would only warn of another name."""
    injected = [
        *INJECTED,
        *(name for name in ("registers", "params", "donor_mark") if name in typed),
    ]
    try:
        missing = sorted(set(injected) - parameter_names(notebook))
        found = f"its parameters cell does not set {', '.join(missing)}" if missing else ""
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError) as error:
        found = str(error)
    if found:
        expected = "a notebook with a cell tagged `parameters` that sets " + ", ".join(injected)
        mend = f"bring it back with `git checkout -- {notebook.name}` or correct it"
        raise FaultsError([Fault(f"the notebook {notebook}", found, expected, mend)])
    return {}
