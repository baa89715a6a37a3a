"""The executed notebook: what is kept of it beside the report, and the data that it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode

from rrs_data.programme.faults import Fault, FaultsError

CHANGING = ("papermill", "execution")
"""Metadata that differs from run to run."""

INPUT_PATH = re.compile(r"^(?:registers|params) = .*\n?", re.MULTILINE)
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
CELL_FILE = re.compile(r"\S*ipykernel_\d+\S*\.py")


def clean_executed(executed: NotebookNode) -> NotebookNode:
    """The executed notebook to keep: as it ran, without times, addresses and random ids.

    Nor does it say where registers and parameters lay: it would differ from machine to machine.
    """
    notebook = deepcopy(executed)
    for holder in (notebook, *notebook.cells):
        for name in CHANGING:
            holder.metadata.pop(name, None)
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number:03}"
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["source"] = INPUT_PATH.sub("", cell["source"]).rstrip("\n")
        for output in cell.get("outputs", []):
            _clean_output(output)
    return notebook


def labels_of(executed: NotebookNode) -> dict[str, Any]:
    """The words of the page that the cover gave; none where there is no cover."""
    covers = _outputs(executed, "cover")
    fronts = [output.metadata["rrs"].get("front", {}) for output in covers]
    return dict(fronts[0].get("labels", {})) if fronts else {}


def achievements_record(executed: NotebookNode) -> dict[str, Any]:
    """The figures of the report as plain values, from the output with the role ``achievements``.

    Raises FaultsError unless there is exactly one.
    """
    records = [output.data["application/json"] for output in _outputs(executed, "achievements")]
    if len(records) != 1:
        found = f"{len(records)} outputs with the role `achievements`"
        mend = "show the report's record once, at the end of the notebook"
        raise FaultsError([Fault("the notebook", found, "exactly one", mend)])
    return dict(records[0])


def _outputs(executed: NotebookNode, role: str) -> Iterator[NotebookNode]:
    """The outputs that ``rrs_data`` gave a role."""
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if output.get("metadata", {}).get("rrs", {}).get("role") == role:
                yield output


def _clean_output(output: NotebookNode) -> None:
    if output.output_type == "stream":
        output["text"] = CELL_FILE.sub("cell.py", output["text"])
    elif "text/plain" in output.get("data", {}):
        output.data["text/plain"] = ADDRESS.sub("", output.data["text/plain"])
