"""Outputs: what an executed notebook gives to the report, cell by cell, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import yaml
from nbformat import NotebookNode

from reports.render.dialect import CELL_OPTIONS, LABEL, NOTEBOOK_ONLY, ONLY, PICTURES, ROLES
from rrs_data.language.markdown import escape
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any

ATTRIBUTE = re.compile(r"[&'\"\\{}<>`]")
"""What a quoted attribute cannot hold as it is, in pandoc or on Quarto's way to it."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
MARKDOWN = "text/markdown"

FLOATS = {"figure": ("fig", "label, fig-cap and fig-alt"), "table": ("tbl", "label and tbl-cap")}
"""What is numbered: how its label begins, and the options that it needs."""


@dataclass(frozen=True)
class CoverOutput:
    """The front matter that the cover gave."""

    cell: ReportCell
    values: Mapping[str, Any]


@dataclass(frozen=True)
class TextOutput:
    """Markdown for the report."""

    cell: ReportCell
    markdown: str

    @property
    def written(self) -> str:
        """What a person or ``rrs_data`` wrote of it."""
        return self.markdown


@dataclass(frozen=True)
class FloatOutput:
    """A numbered figure or table. ``caption`` is Markdown, ``alt`` is plain (figures only).

    ``marked`` is the caption with marks that lead to how its figures were counted, if it has any.
    """

    cell: ReportCell
    label: str
    caption: str
    alt: str
    kind: str
    content: str
    marked: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it is a table: all others are pictures."""
        return self.kind == MARKDOWN

    @property
    def written(self) -> str:
        """What a person or ``rrs_data`` wrote of it as text."""
        return self.content if self.is_table else ""

    @property
    def frame(self) -> set[tuple[str, str]]:
        """What stands in it that its cell did not write, as read.lua names it."""
        own = {("div", "cell"), ("picture", self.picture)}
        attributes = {("attribute", name) for name in ("role", "tabindex", "aria-label")}
        return own | (attributes | {("div", "table-frame")} if self.is_table else set())

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
    cells = [ReportCell(number, node) for number, node in _numbered(notebook)]
    return [shown for outputs in gather(*(cell.outputs for cell in cells)) for shown in outputs]


def _numbered(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """The cells as JupyterLab counts them, without the one that papermill puts in."""
    number = 0
    for node in notebook.cells:
        number += "injected-parameters" not in node.metadata.get("tags", [])
        yield number, node


@dataclass(frozen=True)
class ReportCell:
    """A cell of an executed notebook, with its number as a person counts."""

    number: int
    node: NotebookNode

    def __str__(self) -> str:
        """The cell's number and first line."""
        lines = [line.strip() for line in self.node.source.splitlines() if line[:2] != "#|"]
        first = next(filter(None, lines), "")
        return f"the notebook, cell {self.number}" + (f", “{first[:60]}”" if first else "")

    def fault(self, found: str, expected: str, mend: str) -> Fault:
        """A fault of this cell."""
        return Fault(str(self), found, expected, mend)

    def refused(self, found: str, expected: str, mend: str) -> FaultsError:
        """The error of a cell with one fault."""
        return FaultsError([self.fault(found, expected, mend)])

    def outputs(self) -> list[Shown]:
        """What it gives to the report. Raises FaultsError."""
        node = self.node
        if node.cell_type == "code":
            options = self._options()
            shown = [one for one in node.outputs if not _is_silent(one)]
            checks = [partial(self._output, one, options) for one in shown]
            found = gather(*checks) if options.get("output") is not False else []
            return [one for one in found if one is not None]
        if not node.source.strip() or NOTEBOOK_ONLY in node.metadata.get("tags", []):
            return []
        if node.cell_type != "markdown":
            raise self.refused("a raw cell", "code and Markdown cells", "make it a Markdown cell")
        if node.get("attachments"):
            mend = "show it from a code cell with `#| label:`, `#| fig-cap:`, `#| fig-alt:`"
            raise self.refused("a picture attached to a Markdown cell", "text", mend)
        return [TextOutput(self, node.source)]

    def _options(self) -> dict[str, Any]:
        """The ``#|`` options at the top of a code cell."""
        lines = re.match(r"(?:#\|.*\n?)*", self.node.source)
        text = re.sub(r"^#\| ?", "", lines[0] if lines else "", flags=re.MULTILINE)
        try:
            options = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            options = " ".join(str(error).split())
        if not isinstance(options, dict):
            mend = "correct the lines that begin with `#|`"
            found = f"`#|` lines that cannot be read: {options}"
            raise self.refused(found, "lines of `name: value`, as YAML", mend)
        allowed = f"one of {', '.join(f'`{name}`' for name in CELL_OPTIONS)}"
        mend = "leave the option out: only what both engines render alike is allowed"
        raise_if_any(
            [
                self.fault(f"the cell option `#| {name}: {value}`", allowed, mend)
                for name, value in options.items()
                if name not in CELL_OPTIONS or value not in ONLY.get(name, [value])
            ]
        )
        return {str(name): value for name, value in options.items()}

    def _output(self, output: NotebookNode, options: Mapping[str, Any]) -> Shown | None:
        if output.output_type == "error":
            raise self.refused(f"an error: {output.ename}", "a cell that runs", "correct the cell")
        what = output.metadata.get("rrs")
        return self._given(output.data, what) if what else self._own(output.data, options)

    def _given(self, data: Mapping[str, Any], what: Mapping[str, Any]) -> Shown | None:
        """What ``rrs_data`` shows: its captions are plain text."""
        role = what.get("role")
        if role == "achievements":
            return None
        if role == "cover":
            return CoverOutput(self, what.get("front", {}))
        if role == "text":
            return TextOutput(self, self._data(data, MARKDOWN))
        if role in FLOATS:
            label, plain = str(what.get("label", "")), escape(what.get("caption", ""))
            made = self._float(data, label, plain, str(what.get("alt", "")), role)
            return replace(made, marked=str(what.get("marked", "")))
        expected = f"one of {', '.join(ROLES)}"
        raise self.refused(f"an output with the role `{role}`", expected, "show it as one of these")

    def _own(self, data: Mapping[str, Any], options: Mapping[str, Any]) -> Shown:
        """What an analyst's own cell shows: its captions are Markdown, as in Quarto."""
        label = str(options.get("label", ""))
        if any(kind in data for kind in PICTURES):
            caption, alt = str(options.get("fig-cap", "")), str(options.get("fig-alt", ""))
            return self._float(data, label, caption, alt, "figure")
        if MARKDOWN in data and (label.startswith("tbl-") or "tbl-cap" in options):
            return self._float(data, label, str(options.get("tbl-cap", "")), "", "table")
        return TextOutput(self, self._data(data, MARKDOWN))

    def _float(
        self, data: Mapping[str, Any], label: str, caption: str, alt: str, role: str
    ) -> FloatOutput:
        prefix, options = FLOATS[role]
        fits = LABEL.fullmatch(label) and label.startswith(f"{prefix}-")
        lacks = {
            f"no label such as `{prefix}-events`, but “{label}”": not fits,
            "no caption": not caption.strip(),
            "no alternative text": role == "figure" and not alt.strip(),
        }
        mend = f"begin the cell with `#|` lines for {options}; only one {role} to a cell"
        found = [f"a {role} with {lack}" for lack, is_so in lacks.items() if is_so]
        raise_if_any([self.fault(one, f"a {role} with {options}", mend) for one in found])
        kinds = PICTURES if role == "figure" else (MARKDOWN,)
        kind = next((kind for kind in kinds if kind in data), kinds[0])
        caption, alt = " ".join(caption.split()), " ".join(alt.split())
        return FloatOutput(self, label, caption, alt, kind, self._data(data, kind))

    def _data(self, data: Mapping[str, Any], kind: str) -> str:
        if kind in data:
            return str(data[kind])
        found = f"an output that is only {' and '.join(sorted(data))}"
        expected = "text as Markdown, tables as Markdown with a label, pictures with a label"
        mend = (
            "show it with `rrs_data`, or end the line with a semicolon, or add `#| output: false`"
        )
        raise self.refused(found, expected, mend)


def _is_silent(output: NotebookNode) -> bool:
    """What a program says on the side, and what matplotlib returns: never for the report."""
    if output.output_type == "stream":
        return True
    data = output.get("data", {})
    return set(data) == {"text/plain"} and bool(re.match(r"\[?<matplotlib", data["text/plain"]))
