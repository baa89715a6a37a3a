"""Outputs: what an executed notebook gives to the report, cell by cell, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from nbformat import NotebookNode

from reports.render.dialect import (
    CELL_OPTIONS,
    FLOATS,
    LABEL,
    NOTEBOOK_ONLY,
    PICTURES,
    ROLES,
    cell_options,
)
from rrs_data.language.markdown import escape
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any

ATTRIBUTE = re.compile(r"[&'\"\\{}<>`]")
"""What a quoted attribute cannot hold as it is, in pandoc or on Quarto's way to it."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class CellPosition:
    """A cell, as a person finds it in JupyterLab."""

    number: int
    line: str

    def __str__(self) -> str:
        """The cell's number and first line."""
        return f"the notebook, cell {self.number}" + (f", “{self.line}”" if self.line else "")

    def fault(self, found: str, expected: str, mend: str) -> Fault:
        """A fault of this cell."""
        return Fault(str(self), found, expected, mend)

    def refused(self, found: str, expected: str, mend: str) -> FaultsError:
        """The error of a cell with one fault."""
        return FaultsError([self.fault(found, expected, mend)])


@dataclass(frozen=True)
class CoverOutput:
    """The front matter that the cover gave."""

    where: CellPosition
    values: Mapping[str, Any]


@dataclass(frozen=True)
class TextOutput:
    """Markdown for the report."""

    where: CellPosition
    markdown: str


@dataclass(frozen=True)
class FloatOutput:
    """A numbered figure or table. ``caption`` is Markdown, ``alt`` is plain (figures only).

    ``marked`` is the caption with marks that lead to how its figures were counted, if it has any.
    """

    where: CellPosition
    label: str
    caption: str
    alt: str
    kind: str
    content: str
    marked: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it is a table: all others are pictures."""
        return self.kind == "text/markdown"

    @property
    def picture(self) -> str:
        """The name of a picture's file."""
        return f"pictures/{self.label}.{'svg' if 'svg' in self.kind else 'png'}"

    @property
    def markdown(self) -> str:
        """All of it as Quarto itself would write it, so that the same filters fit."""
        body = f"![]({self.picture}){{fig-alt='{attribute(self.alt)}'}}"
        body = self.framed() if self.is_table else body
        return f"::: {{#{self.label} .cell}}\n\n{body}\n\n{self.marked or self.caption}\n\n:::"

    def framed(self) -> str:
        """A table in the frame in which it scrolls on a narrow screen, named for who hears it."""
        name = attribute(ESCAPED.sub(r"\1", self.caption))
        opening = f'::: {{.table-frame role="region" tabindex="0" aria-label="{name}"}}'
        return f"{opening}\n{self.content.strip()}\n:::"


def attribute(text: str) -> str:
    """A text as the value of a quoted attribute.

    Captions of tables are given so, for Quarto puts them into an attribute, and what that holds is
    read as Markdown; captions of figures it puts into the text. Quarto would carry out a shortcode
    in an attribute, which is heard and not seen: a blank makes it text.
    """
    text = text.replace("{{<", "{{ <")
    return ATTRIBUTE.sub(lambda match: f"&#{ord(match[0])};", text)


Shown = CoverOutput | TextOutput | FloatOutput


def outputs_of(notebook: NotebookNode) -> list[Shown]:
    """All that an executed notebook shows. Raises FaultsError: what is not in the dialect."""
    checks = [partial(_of_cell, where, cell) for where, cell in numbered_cells(notebook)]
    return [shown for outputs in gather(*checks) for shown in outputs]


def numbered_cells(notebook: NotebookNode) -> Iterator[tuple[CellPosition, NotebookNode]]:
    """The cells with their positions; the cell that papermill puts in is not counted."""
    number = 0
    for cell in notebook.cells:
        injected = "injected-parameters" in _tags(cell)
        number += not injected
        lines = [line for line in cell.source.splitlines() if line.strip() and line[:2] != "#|"]
        yield CellPosition(number, lines[0].strip()[:60] if lines else ""), cell


def _of_cell(where: CellPosition, cell: NotebookNode) -> list[Shown]:
    if cell.cell_type == "code":
        return _of_code(where, cell)
    if not cell.source.strip() or NOTEBOOK_ONLY in _tags(cell):
        return []
    if cell.cell_type != "markdown":
        raise where.refused("a raw cell", "code and Markdown cells", "make it a Markdown cell")
    if cell.get("attachments"):
        mend = "show the picture from a code cell with `#| label:`, `#| fig-cap:`, `#| fig-alt:`"
        raise where.refused("a picture attached to a Markdown cell", "text", mend)
    return [TextOutput(where, cell.source)]


def _of_code(where: CellPosition, cell: NotebookNode) -> list[Shown]:
    options = _options(where, cell.source)
    if options.get("output") is False:
        return []
    outputs = [output for output in cell.outputs if not _is_silent(output)]
    checks = [partial(_of_output, where, output, options) for output in outputs]
    return [shown for shown in gather(*checks) if shown is not None]


def _options(where: CellPosition, source: str) -> dict[str, Any]:
    try:
        options = cell_options(source)
    except ValueError as error:
        mend = "correct the lines that begin with `#|`"
        raise where.refused(f"`#|` lines that cannot be read: {error}", "YAML", mend) from None
    allowed = ", ".join(f"`{name}`" for name in CELL_OPTIONS)
    mend = "leave the option out: only what both engines render alike is allowed"
    faults = [
        where.fault(f"the cell option `#| {name}`", f"one of {allowed}", mend)
        for name in options
        if name not in CELL_OPTIONS
    ]
    for name, allowed_values in (("echo", [False]), ("output", [True, False])):
        if name in options and options[name] not in allowed_values:
            found = f"the cell option `#| {name}: {options[name]}`"
            faults.append(where.fault(found, CELL_OPTIONS[name], "correct or leave it out"))
    raise_if_any(faults)
    return options


def _is_silent(output: NotebookNode) -> bool:
    """What a program says on the side, and what matplotlib returns: never for the report."""
    if output.output_type == "stream":
        return True
    data = output.get("data", {})
    return set(data) == {"text/plain"} and bool(re.match(r"\[?<matplotlib", data["text/plain"]))


def _of_output(
    where: CellPosition, output: NotebookNode, options: Mapping[str, Any]
) -> Shown | None:
    if output.output_type == "error":
        raise where.refused(f"an error: {output.ename}", "a cell that runs", "correct the cell")
    what = output.metadata.get("rrs")
    return _of_report(where, output.data, what) if what else _of_own(where, output.data, options)


def _of_report(
    where: CellPosition, data: Mapping[str, Any], what: Mapping[str, Any]
) -> Shown | None:
    """What ``rrs_data`` shows: its captions are plain text."""
    role = what.get("role")
    if role == "achievements":
        return None
    if role == "cover":
        return CoverOutput(where, what.get("front", {}))
    if role == "text":
        return TextOutput(where, _data(where, data, "text/markdown"))
    if role in ("table", "figure"):
        label, plain = str(what.get("label", "")), escape(what.get("caption", ""))
        made = _float(where, data, label, plain, str(what.get("alt", "")), role)
        return replace(made, marked=str(what.get("marked", "")))
    expected = f"one of {', '.join(ROLES)}"
    raise where.refused(f"an output with the role `{role}`", expected, "show it as one of these")


def _of_own(where: CellPosition, data: Mapping[str, Any], options: Mapping[str, Any]) -> Shown:
    """What an analyst's own cell shows: its captions are Markdown, as in Quarto."""
    label = str(options.get("label", ""))
    if any(kind in data for kind in PICTURES):
        caption, alt = str(options.get("fig-cap", "")), str(options.get("fig-alt", ""))
        return _float(where, data, label, caption, alt, "figure")
    if "text/markdown" in data and (label.startswith("tbl-") or "tbl-cap" in options):
        return _float(where, data, label, str(options.get("tbl-cap", "")), "", "table")
    return TextOutput(where, _data(where, data, "text/markdown"))


def _float(
    where: CellPosition, data: Mapping[str, Any], label: str, caption: str, alt: str, role: str
) -> FloatOutput:
    kinds = PICTURES if role == "figure" else ("text/markdown",)
    kind = next((kind for kind in kinds if kind in data), kinds[0])
    prefix = next(prefix for prefix, name in FLOATS.items() if name == role)
    needed = {
        f"no label such as `{prefix}-events`, but “{label}”": _fits(label, prefix),
        "no caption": bool(caption.strip()),
        "no alternative text": bool(alt.strip()) or role == "table",
    }
    options = {"fig": "label, fig-cap and fig-alt", "tbl": "label and tbl-cap"}[prefix]
    mend = f"begin the cell with `#|` lines for {options}; only one {role} to a cell"
    lacks = [found for found, there in needed.items() if not there]
    expected = f"a {role} with {options}"
    raise_if_any([where.fault(f"a {role} with {found}", expected, mend) for found in lacks])
    one_line = " ".join(caption.split())
    return FloatOutput(
        where, label, one_line, " ".join(alt.split()), kind, _data(where, data, kind)
    )


def _fits(label: str, prefix: str) -> bool:
    return bool(LABEL.fullmatch(label)) and label.startswith(f"{prefix}-")


def _data(where: CellPosition, data: Mapping[str, Any], kind: str) -> str:
    if kind in data:
        return str(data[kind])
    found = f"an output that is only {' and '.join(sorted(data))}"
    expected = "text as Markdown, tables as Markdown with a label, pictures with a label"
    mend = "show it with `rrs_data`, or end the line with a semicolon, or add `#| output: false`"
    raise where.refused(found, expected, mend)


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))
