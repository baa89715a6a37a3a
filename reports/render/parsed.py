"""The parsed document: pandoc reads the Markdown once, for the check and for every format.

What it finds is held against the dialect; what it made of the text is kept as its own JSON, from
which each format is written. Reading takes 0.2 s of a page of today's length.
"""

import json
import re
from collections.abc import Iterator, Sequence
from types import SimpleNamespace

from reports.project import ROOT
from reports.render.dialect import ATTRIBUTES, DIVS, SHORTCODE, SPANS
from reports.render.outputs import FloatOutput, NamedCell, TextOutput
from reports.render.programs import run_pandoc
from rrs_data.programme.faults import Fault, raise_if_any

SCRIPT = ROOT / "reports" / "filters" / "read.lua"

ALLOWED = {"div": DIVS, "span": SPANS, "attribute": ATTRIBUTES}
"""What may stand in a text, by its kind."""

YAML_BLOCK = re.compile(r"^---[ \t]*\n(?=\s*([\w-]+)\s*:)", re.MULTILINE)
"""The beginning of a metadata block, which could change the whole document."""

FRAME = ("cell", "table-frame", "role", "tabindex", "aria-label")
"""What stands around a figure or a table that its cell did not write."""

FLOAT_LABEL = re.compile("(fig|tbl)-")
"""How a reference to a figure or table begins; other references are text."""

Outputs = Sequence[TextOutput | FloatOutput]

Found = SimpleNamespace
"""One thing in an output, as read.lua tells it: a heading, div, span, attribute, picture, reference
or table, with its ``name`` and ``more`` of it."""


def parse(front: str, outputs: Outputs) -> tuple[str, str]:
    """The document that has this front matter and shows these outputs: as Markdown and as JSON.

    Raises FaultsError with everything that the dialect does not have.
    """
    blocks = [f"<!-- output {n} -->\n\n{one.markdown}" for n, one in enumerate(outputs, 1)]
    text = "\n\n".join([front, *blocks])
    said, _, tree = run_pandoc(["lua", str(SCRIPT)], text).partition("\n")
    answer = json.loads(said, object_hook=lambda values: Found(**values))
    raise_if_any([*_faults(outputs, answer.found), *_unclosed(outputs, answer.outer)])
    return text, tree


def _faults(outputs: Outputs, found: Sequence[Found]) -> Iterator[Fault]:
    """What the dialect does not have, in the order of the document."""
    labels = {one.label for one in outputs if isinstance(one, FloatOutput)}
    level = 0
    for number, output in enumerate(outputs, 1):
        own = [one for one in found if one.output == number]
        if isinstance(output, FloatOutput):
            yield from _table_faults(output, own)
            own = [one for one in own if one.name not in (*FRAME, output.picture)]
        for one in own:
            yield from _not_allowed(output.cell, one, labels)
            if one.kind == "heading":
                yield from _too_deep(output.cell, one, level)
                level = int(one.more)
        for match in SHORTCODE.finditer(output.written):
            mend = "put a backslash before it if it is meant as text"
            yield output.cell.fault(f"a shortcode: `{match[0]} …`", "text", mend)
        for match in YAML_BLOCK.finditer(output.written):
            block = f"a YAML block with `{match[1]}`"
            yield output.cell.fault(block, "text", "leave the block out")


def _not_allowed(cell: NamedCell, one: Found, labels: set[str]) -> Iterator[Fault]:
    if one.kind in ALLOWED and one.name not in ALLOWED[one.kind]:
        expected = "one of " + ", ".join(f"`{name}`" for name in ALLOWED[one.kind])
        found = f"the {one.kind} `{one.name}`"
        yield cell.fault(found, expected, "take one of these, or plain text")
    elif one.kind == "picture":
        mend = "show it from a code cell with `#| label:`, `#| fig-cap:` and `#| fig-alt:`"
        yield cell.fault(f"a picture in a text: {one.name}", "pictures from code cells", mend)
    elif one.kind == "reference" and FLOAT_LABEL.match(one.name) and one.name not in labels:
        mend = f"correct the name; the report has {', '.join(sorted(labels)) or 'none'}"
        yield cell.fault(f"`@{one.name}`", "a label of a figure or table of the report", mend)


def _too_deep(cell: NamedCell, heading: Found, before: int) -> Iterator[Fault]:
    """Headings begin at level 1 and go down one level at a time, or the PDF is not accessible."""
    if int(heading.more) > before + 1:
        found = f"the heading “{heading.name}” of level {heading.more}"
        expected = f"a heading of level {before + 1} at most, after level {before}"
        yield cell.fault(found, expected, f"begin it with {'#' * (before + 1)}")


def _table_faults(output: FloatOutput, own: Sequence[Found]) -> Iterator[Fault]:
    if output.is_table and [one.name for one in own if one.kind == "table"] != ["Table"]:
        found = f"`{output.label}` is not one Markdown table"
        mend = "give one pipe table to a cell, and the caption in `#| tbl-cap:`"
        yield output.cell.fault(found, "one Markdown table", mend)


def _unclosed(outputs: Outputs, outer: Sequence[int]) -> Iterator[Fault]:
    """An output that swallows what comes after it: each must begin outside of all others."""
    for number, output in enumerate(outputs[:-1], 1):
        if number in outer and number + 1 not in outer:
            found, mend = "a div that is opened and not closed", "end it with a line of colons"
            yield output.cell.fault(found, "divs that end in their own cell", mend)
