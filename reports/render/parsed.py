"""The parsed document: pandoc reads the Markdown once, for the check and for every format.

What it finds is held against the dialect; what it made of the text is kept as its own JSON, from
which each format is written. Reading takes 0.2 s of a page of today's length.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.project.paths import ROOT
from reports.render.dialect import ATTRIBUTES, DIVS, SHORTCODE, SPANS
from reports.render.outputs import CellPosition, FloatOutput, TextOutput
from reports.render.programs import run_pandoc
from rrs_data.programme.faults import Fault, raise_if_any

SCRIPT = ROOT / "reports" / "filters" / "read.lua"

FRAME = {("div", name) for name in ("cell", "table-frame")} | {
    ("attribute", name) for name in ("role", "tabindex", "aria-label")
}
"""What stands around each figure and table without being the notebook's own."""

YAML_BLOCK = re.compile(r"^---[ \t]*\n(?=\s*([\w-]+)\s*:)", re.MULTILINE)
"""The beginning of a metadata block, which could change the whole document."""

FLOAT_LABEL = re.compile("(fig|tbl)-")
"""How a reference to a figure or table begins; other references are text."""

Outputs = Sequence[TextOutput | FloatOutput]


@dataclass(frozen=True)
class ParsedDocument:
    """The document as pandoc's JSON, and its pictures by the names that it has for them."""

    tree: str
    pictures: Mapping[str, bytes]


@dataclass(frozen=True)
class Found:
    """One thing in an output: a heading, div, span, attribute, picture, reference or table."""

    output: int
    kind: str
    name: str
    more: str


def parse(front: str, outputs: Outputs) -> ParsedDocument:
    """Read the document that has this front matter and shows these outputs.

    Raises FaultsError with everything that the dialect does not have.
    """
    blocks = [f"<!-- output {n} -->\n\n{one.markdown}" for n, one in enumerate(outputs, 1)]
    said, _, tree = run_pandoc(["lua", str(SCRIPT)], "\n\n".join([front, *blocks])).partition("\n")
    answer = json.loads(said)
    raise_if_any([*_faults(outputs, answer["found"]), *_unclosed(outputs, answer["outer"])])
    figures = [one for one in outputs if isinstance(one, FloatOutput) and not one.is_table]
    return ParsedDocument(tree, {one.picture: _bytes(one) for one in figures})


def _bytes(figure: FloatOutput) -> bytes:
    return figure.content.encode() if "svg" in figure.kind else b64decode(figure.content)


def _faults(outputs: Outputs, found: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """What the dialect does not have, in the order of the document."""
    labels = {one.label for one in outputs if isinstance(one, FloatOutput)}
    level = 0
    things = [Found(**one) for one in found]
    for number, output in enumerate(outputs, 1):
        own = [one for one in things if one.output == number]
        if isinstance(output, FloatOutput):
            yield from _table_faults(output, own)
            own = [one for one in own if (one.kind, one.name) not in FRAME]
            own = [one for one in own if one.kind != "picture" or not _is_figure(output)]
        for one in own:
            yield from _not_allowed(output.where, one, labels)
            if one.kind == "heading":
                yield from _too_deep(output.where, one, level)
                level = int(one.more)
        yield from _not_text(output)


def _not_allowed(where: CellPosition, one: Found, labels: set[str]) -> Iterator[Fault]:
    if one.kind in ("div", "span"):
        allowed = DIVS if one.kind == "div" else SPANS
        if one.name not in allowed:
            mend = "take one of these, or plain text"
            yield where.fault(f"a {one.kind} `.{one.name}`", _one_of(allowed), mend)
    elif one.kind == "attribute" and one.name not in ATTRIBUTES:
        yield where.fault(f"an attribute `{one.name}`", _one_of(ATTRIBUTES), "leave it out")
    elif one.kind == "picture":
        mend = "show it from a code cell with `#| label:`, `#| fig-cap:` and `#| fig-alt:`"
        yield where.fault(f"a picture in a text: {one.name}", "pictures from code cells", mend)
    elif one.kind == "reference" and FLOAT_LABEL.match(one.name) and one.name not in labels:
        mend = f"correct the name; the report has {', '.join(sorted(labels)) or 'none'}"
        yield where.fault(f"`@{one.name}`", "a label of a figure or table of the report", mend)


def _too_deep(where: CellPosition, heading: Found, before: int) -> Iterator[Fault]:
    """Headings begin at level 1 and go down one level at a time, or the PDF is not accessible."""
    if int(heading.more) > before + 1:
        found = f"the heading “{heading.name}” of level {heading.more}"
        expected = f"a heading of level {before + 1} at most, after level {before}"
        yield where.fault(found, expected, f"begin it with {'#' * (before + 1)}")


def _table_faults(output: FloatOutput, own: Sequence[Found]) -> Iterator[Fault]:
    tables = [one.name for one in own if one.kind == "table"]
    if not _is_figure(output) and tables != ["Table"]:
        found = f"`{output.label}` is not one Markdown table"
        mend = "give one pipe table to a cell, and the caption in `#| tbl-cap:`"
        yield output.where.fault(found, "one Markdown table", mend)


def _not_text(output: TextOutput | FloatOutput) -> Iterator[Fault]:
    """What Quarto would carry out or take over: shortcodes, and YAML blocks."""
    written = output.content if isinstance(output, FloatOutput) else output.markdown
    if _is_figure(output):
        return
    for match in SHORTCODE.finditer(written):
        mend = "put a backslash before it if it is meant as text"
        yield output.where.fault(f"a shortcode: `{match[0]} …`", "text", mend)
    for match in YAML_BLOCK.finditer(written):
        yield output.where.fault(f"a YAML block with `{match[1]}`", "text", "leave the block out")


def _unclosed(outputs: Outputs, outer: Sequence[int]) -> Iterator[Fault]:
    """An output that swallows what comes after it: each must begin outside of all others."""
    for number, output in enumerate(outputs, 1):
        if number in outer and number < len(outputs) and number + 1 not in outer:
            found = "a div that is opened and not closed"
            mend = "end it with a line of colons"
            yield output.where.fault(found, "divs that end in their own cell", mend)


def _is_figure(output: TextOutput | FloatOutput) -> bool:
    return isinstance(output, FloatOutput) and not output.is_table


def _one_of(names: Sequence[str] | Mapping[str, str]) -> str:
    return "one of " + ", ".join(f"`{name}`" for name in names)
