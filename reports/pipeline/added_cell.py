"""The added cell: the plain cover and the record of a notebook that shows none of its own.

It is an ordinary cell at the notebook's end, kept with it, so that whoever opens the executed
notebook sees where they come from.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from reports.render.headings import first_heading
from rrs_data import Report

WHY = "# Added: this notebook shows no {what} of its own."


def added_cell(notebook: NotebookNode, names: Mapping[str, Any]) -> NotebookNode | None:
    """The cell that a notebook lacks after it has run; None where it lacks nothing.

    Nor is there one for a notebook that opens no report and does not know which it should be.

    ``names`` are what its cells have defined. Its title is its first heading, else its file's name.
    """
    roles = set(_roles(notebook))
    cover, record = "cover" not in roles, "achievements" not in roles
    opened = [name for name, value in names.items() if isinstance(value, Report) and name[0] != "_"]
    if not (cover or record) or not (opened or names.keys() >= {"country", "year", "language"}):
        return None
    what = " and no ".join(["cover"] * cover + ["record"] * record)
    report = opened[0] if opened else "report"
    title = first_heading(notebook.cells) or Path(notebook.metadata.papermill.input_path).stem
    lines = [
        WHY.format(what=what),
        "from rrs_data import Record, open_report, show",
        "from rrs_data.report.sections.background import cover",
        "",
        *([] if opened else [_opening(names)]),
        *([f"show(cover({report}, kind={title!r}))"] * cover),
        *([f"show(Record({report}.record()))"] * record),
    ]
    source = "\n".join(lines)
    return new_code_cell(source, id="added", metadata={"papermill": {}})  # type: ignore[no-untyped-call, no-any-return]


def _opening(names: Mapping[str, Any]) -> str:
    own = [f"{name}={name}" for name in ("registers", "params", "brand") if names.get(name)]
    return f"report = open_report({', '.join(['country', 'year', 'language', *own])})"


def _roles(notebook: NotebookNode) -> Iterator[str]:
    """What the outputs of ``rrs_data`` are."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield output.get("metadata", {}).get("rrs", {}).get("role", "")
