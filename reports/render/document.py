"""The document: the executed notebook, prepared for both engines, and the one that is kept.

The prepared notebook has a raw cell with the front matter, Markdown cells, and one code cell for
each figure or table that holds nothing but its ``#|`` options and its one output. It carries no
times, no random ids and no execution counts, so that its bytes repeat.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, cast

import yaml
from nbformat import NotebookNode, from_dict

from reports.render.inspection import text_faults
from reports.render.pieces import Float, Front, Piece, Text, pieces_of
from rrs_data.language.markdown import escape
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

FRONT = ("title", "lang", "cover", "labels")
"""What the cover must give."""

FACTS = ("period", "implementer", "donor", "award", "edition")
"""The cover's facts in the order in which they are printed; notebooks sort names by themselves."""

ATTRIBUTE = re.compile(r"[&'\"\\{}<>`]")
"""What a quoted attribute cannot hold as it is, in pandoc or on Quarto's way to it."""

CHANGING = ("papermill", "execution")
"""Metadata that differs from run to run."""

PLACE = re.compile(r"^(?:registers|params) = .*\n?", re.MULTILINE)
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
CELL_FILE = re.compile(r"\S*ipykernel_\d+\S*\.py")


def prepare(executed: NotebookNode) -> NotebookNode:
    """Make the notebook that both engines render.

    Raises FaultsError with everything in the executed notebook that is not in the dialect.
    """
    pieces = pieces_of(executed)
    raise_if_any([*_front_faults(pieces), *_label_faults(pieces), *text_faults(pieces)])
    front = next(piece for piece in pieces if isinstance(piece, Front))
    shown = [piece for piece in pieces if not isinstance(piece, Front)]
    cells = [_front_cell(front), *(_cell(number, piece) for number, piece in enumerate(shown, 1))]
    notebook = {"cells": cells, "metadata": _kernel(executed), "nbformat": 4, "nbformat_minor": 5}
    return cast("NotebookNode", from_dict(notebook))  # type: ignore[no-untyped-call]


def with_metadata(notebook: NotebookNode, values: Mapping[str, Any]) -> NotebookNode:
    """A copy of a prepared notebook whose front matter holds these values besides its own."""
    copy = deepcopy(notebook)
    front = copy.cells[0]
    own = yaml.safe_load(front.source.removeprefix("---\n").removesuffix("---"))
    front.source = _front_text(own | dict(values))
    return copy


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
            cell["source"] = PLACE.sub("", cell["source"]).rstrip("\n")
        for output in cell.get("outputs", []):
            _clean_output(output)
    return notebook


def labels_of(executed: NotebookNode) -> dict[str, Any]:
    """The words of the page that the cover gave; none where there is no cover."""
    fronts = [
        output.metadata["rrs"].get("front", {})
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if output.get("metadata", {}).get("rrs", {}).get("role") == "cover"
    ]
    return dict(fronts[0].get("labels", {})) if fronts else {}


def achievements_record(executed: NotebookNode) -> dict[str, Any]:
    """The figures of the report as plain values, from the output with the role ``achievements``.

    Raises FaultsError unless there is exactly one.
    """
    records = [
        output.data["application/json"]
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if output.get("metadata", {}).get("rrs", {}).get("role") == "achievements"
    ]
    if len(records) != 1:
        found = f"{len(records)} outputs with the role `achievements`"
        mend = "show the report's record once, at the end of the notebook"
        raise FaultsError([Fault("the notebook", found, "exactly one", mend)])
    return dict(records[0])


def _front_faults(pieces: Sequence[Piece]) -> list[Fault]:
    fronts = [piece for piece in pieces if isinstance(piece, Front)]
    if len(fronts) != 1:
        mend = "show the cover once, at the beginning of the notebook"
        return [Fault("the notebook", f"{len(fronts)} covers", "exactly one cover", mend)]
    return [
        Fault(str(fronts[0].place), f"a cover without `{name}`", ", ".join(FRONT), f"add `{name}`")
        for name in FRONT
        if not fronts[0].values.get(name)
    ]


def _label_faults(pieces: Sequence[Piece]) -> list[Fault]:
    floats = [piece for piece in pieces if isinstance(piece, Float)]
    counts = Counter(piece.label for piece in floats)
    return [
        Fault(str(piece.place), f"the label `{piece.label}` again", "a label once", "rename one")
        for number, piece in enumerate(floats)
        if counts[piece.label] > 1 and piece.label in [one.label for one in floats[:number]]
    ]


def front_matter(values: Mapping[str, Any]) -> dict[str, Any]:
    """The cover's plain values as metadata for pandoc: each text escaped, own names under ``rrs``.

    The cover's entries that have a word among the labels become its facts. What is ``marked`` is
    Markdown already, in which figures have their keys.
    """
    cover, labels = _escaped(values["cover"]), _escaped(values["labels"])
    shown = cover | dict(values.get("marked", {}))
    named = [name for name in (*FACTS, *cover) if name in cover and name in labels]
    facts = [
        {"name": name, "term": labels[name], "value": shown[name]} for name in dict.fromkeys(named)
    ]
    own = {"cover": cover, "labels": labels, "facts": facts}
    own["running-head"] = escape(values.get("running-head", values["title"]))
    return {
        "title": escape(values["title"]),
        "subtitle": escape(values.get("subtitle", "")),
        "lang": re.sub(r"[^A-Za-z-]", "", str(values["lang"])),
        "toc-title": escape(labels.get("contents", "")),
        "rrs": own,
    }


def _escaped(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _escaped(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(item) for item in value]
    return escape(value)


def _front_cell(front: Front) -> dict[str, Any]:
    return _new_cell("raw", "front-matter", _front_text(front_matter(front.values)))


def _front_text(values: Mapping[str, Any]) -> str:
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{text}---"


def _cell(number: int, piece: Text | Float) -> dict[str, Any]:
    if isinstance(piece, Text):
        return _new_cell("markdown", f"text-{number:03}", piece.markdown)
    table = piece.kind == "text/markdown"
    captions = (
        {"tbl-cap": piece.marked or piece.caption}
        if table
        else {"fig-cap": piece.marked or piece.caption, "fig-alt": attribute(piece.alt)}
    )
    options = {"label": piece.label, **captions}
    lines = [f"#| {name}: {json.dumps(text, ensure_ascii=False)}" for name, text in options.items()]
    data = {piece.kind: framed(piece) if table else piece.content}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    cell = _new_cell("code", f"cell-{number:03}", "\n".join(lines))
    return {**cell, "execution_count": None, "outputs": [output]}


def _new_cell(kind: str, name: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source}


def framed(table: Float) -> str:
    """A table in the frame in which it scrolls on a narrow screen, named for a screen reader."""
    name = attribute(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", table.caption))
    opening = f'::: {{.table-frame role="region" tabindex="0" aria-label="{name}"}}'
    return f"{opening}\n{table.content.strip()}\n:::"


def attribute(text: str) -> str:
    """A plain text as the value of a quoted attribute."""
    return ATTRIBUTE.sub(lambda match: f"&#{ord(match[0])};", text)


def _kernel(executed: NotebookNode) -> dict[str, Any]:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"kernelspec": executed.metadata.get("kernelspec", kernel)}


def _clean_output(output: NotebookNode) -> None:
    if output.output_type == "stream":
        output["text"] = CELL_FILE.sub("cell.py", output["text"])
    elif "text/plain" in output.get("data", {}):
        output.data["text/plain"] = ADDRESS.sub("", output.data["text/plain"])
