"""The dialect: the written list of what a notebook may use of Quarto's language.

Both engines render all of this alike. Anything else stops the build with a message, so that a
report never depends on which engine happened to be installed. What each is for stands in
CONTRIBUTING.md. pandoc reads the Markdown once, in 0.2 s, for the check and for every file.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import yaml

from reports.project import ROOT
from reports.render.outputs import Shown
from reports.render.programs import RenderError, run_pandoc
from rrs_data.programme.faults import Fault, raise_if_any

TEXTS = ("fig-cap", "fig-alt", "tbl-cap")
"""The ``#|`` options of a code cell that are texts, or a text for each language."""

CHOICES = {
    "output": (True, False, "asis"),
    "include": (True, False),
    "warning": (True, False),
    "echo": (False,),
}
"""Those that are one of a few values."""

CELL_OPTIONS = ("label", *TEXTS, *CHOICES)
"""All that are honoured. Any other does nothing, and its author is told."""

ALLOWED = {
    "div": ("tiles", "tile", "note", "lead-in", "counted", "shown-in"),
    "span": (
        *("figure", "explained", "source", "status-met", "status-above", "status-below", "nowrap"),
        *("group", "reason", "breakdown", "code", "target", "bullet", "spark"),
    ),
    "attribute": ("indicator", "register", "share", "status", "values", "goal"),
}
"""The classes of fenced divs and of bracketed spans, and their attributes besides a class.

Spans are figures and what leads to how they were counted, an indicator's status, text that stays on
one line, and what the table of indicators and the tiles are made of.
"""

FRAME = ("cell", "table-frame", "role", "tabindex", "aria-label")
"""What stands around a figure or a table that its cell did not write."""

TABLE = "application/vnd.rrs.table+json"
"""A frame as ``rrs_data`` writes it: heads, and rows of Markdown cells in the report's language."""

LABEL = re.compile(r"(fig|tbl)-[a-z0-9]+(-[a-z0-9]+)*")
"""The form of a figure's or table's label."""

FOR_ANALYSTS = "for-analysts"
"""The tag of a Markdown cell that speaks to those who open the notebook, not to the donor."""

REFUSED = {
    r"(\{\{[<%])": ("a shortcode: `{} …`", "put a backslash before it if it is meant as text"),
    r"^---[ \t]*\n(?=\s*([\w-]+)\s*:)": ("a YAML block with `{}`", "leave the block out"),
}
"""Quarto's shortcodes, which could read other files, and the beginning of a metadata block, which
could change the whole document: how each is told, and what to do."""


@dataclass(frozen=True)
class CellOptions:
    """The ``#|`` options of one cell, in a report in ``language``."""

    values: Mapping[str, Any]
    language: str

    @classmethod
    def of(cls, source: str, language: str) -> Self:
        """The options of a cell. Raises ValueError with what its lines are instead."""
        lines = re.match(r"\s*(?:#\|.*\n?)*", source)
        text = re.sub(r"^#\| ?", "", lines[0] if lines else "", flags=re.MULTILINE)
        try:
            values = yaml.safe_load(text) or {}
        except yaml.YAMLError as error:
            values = " ".join(str(error).split())
        if not isinstance(values, dict):
            raise ValueError(str(values))
        options = cls({str(name): value for name, value in values.items()}, language)
        for name in ("label", *TEXTS):
            options.text(name)
        return options

    @property
    def hidden(self) -> bool:
        """Whether the cell keeps what it shows out of the report."""
        return self.values.get("output") is False or self.values.get("include") is False

    def text(self, name: str) -> str:
        """A text in the report's language, else in its own first one. Raises ValueError."""
        given = self.values.get(name)
        if isinstance(given, Mapping):
            if not given or not all(isinstance(text, str) for text in given.values()):
                raise ValueError(
                    f"`{name}` is no text for each language, such as {{en: Events, ru: "
                    "Мероприятия}; a text with a comma needs quotation marks"
                )
            given = given.get(self.language, next(iter(given.values())))
        if isinstance(given, list):
            raise ValueError(f"`{name}` is a list; there is one picture to a cell")
        return " ".join(str(given or "").split())

    def ineffective(self) -> Iterator[str]:
        """What of the options does nothing, and which text has no translation."""
        for name, value in self.values.items():
            if name not in CELL_OPTIONS or value not in CHOICES.get(name, [value]):
                written = str(value).lower() if isinstance(value, bool) else value
                yield f"has the option `#| {name}: {written}`, which does nothing here"
            elif isinstance(value, Mapping) and self.language not in value:
                text = self.text(name)
                yield f"has no `{self.language}` text in `#| {name}:`; “{text}” stands there"


def write(
    text: str,
    outputs: Sequence[Shown],
    books: Mapping[str, Any] | None = None,
    directory: Path = ROOT / "reports",
) -> None:
    """Have pandoc read the text of a document's outputs, and write its books into a directory.

    The settings of ``books`` are given by their stems. Raises FaultsError with everything that the
    dialect does not have, and RenderError.
    """
    asked = json.dumps({"text": text, "books": books or {}}, ensure_ascii=False)
    try:
        said = run_pandoc(["lua", "filters/write.lua"], asked, directory=directory)
    except RenderError:
        if books:
            write(text, outputs)  # it may have failed on what is not in the dialect
        raise
    answer = json.loads(said, object_hook=lambda one: SimpleNamespace(**one))
    mend, expected = "end it with a line of colons", "divs that end in their own cell"
    unclosed = [
        output.cell.fault("a div that is opened and not closed", expected, mend)
        for number, output in enumerate(outputs[:-1], 1)
        if number in answer.outer and number + 1 not in answer.outer  # swallowed
    ]
    raise_if_any([*_faults(outputs, answer.found), *unclosed])


def _faults(outputs: Sequence[Shown], found: Sequence[SimpleNamespace]) -> Iterator[Fault]:
    """What the dialect does not have, in the order of the document.

    ``found`` are a heading, div, span, attribute, picture, reference or table each, as write.lua
    tells them: with the number of their ``output``, a ``name`` and ``more``.
    """
    labels = {one.label for one in outputs} - {""}
    level = 0
    for number, output in enumerate(outputs, 1):
        if output.label and output.label in [one.label for one in outputs[: number - 1]]:
            mend = "rename one; two pictures of one cell want a cell each, or one figure"
            yield output.cell.fault(f"the label `{output.label}` again", "a label once", mend)
        own = [one for one in found if one.output == number]
        tables = [one.name for one in own if one.kind == "table"]
        if output.label and not output.picture and tables != ["Table"]:
            mend = "give one pipe table to a cell, and the caption in `#| tbl-cap:`"
            wrong = f"`{output.label}` is not one Markdown table"
            yield output.cell.fault(wrong, "one Markdown table", mend)
        framing = (*FRAME, output.picture) if output.label else ()
        for one in own:
            told = None if one.name in framing else _not_allowed(one, labels, level)
            if told:
                yield output.cell.fault(*told)
            level = int(one.more) if one.kind == "heading" else level
        for pattern, (wrong, mend) in REFUSED.items():
            for match in re.finditer(pattern, output.written, re.MULTILINE):
                yield output.cell.fault(wrong.format(*match.groups()), "text", mend)


def _not_allowed(one: SimpleNamespace, labels: set[str], level: int) -> tuple[str, str, str] | None:
    """What is wrong with a thing after a heading of this ``level``, what is allowed, and to mend.

    Headings begin at level 1 and go down one level at a time, or the PDF is not accessible.
    """
    match one.kind:
        case "heading" if int(one.more) > level + 1:
            found = f"the heading “{one.name}” of level {one.more}"
            expected = f"a heading of level {level + 1} at most, after level {level}"
            return found, expected, f"begin it with {'#' * (level + 1)}"
        case "picture":
            mend = "show it from a code cell with `#| label:`, `#| fig-cap:` and `#| fig-alt:`"
            return f"a picture in a text: {one.name}", "pictures from code cells", mend
        case "reference" if one.name.startswith(("fig-", "tbl-")) and one.name not in labels:
            mend = f"correct the name; the report has {', '.join(sorted(labels)) or 'none'}"
            return f"`@{one.name}`", "a label of a figure or table of the report", mend
        case "div" | "span" | "attribute" if one.name not in ALLOWED[one.kind]:
            expected = "one of " + ", ".join(f"`{name}`" for name in ALLOWED[one.kind])
            mend = "take one of these, or plain text"
            return f"the {one.kind} `{one.name}`", expected, mend
    return None
