"""The parsed document: pandoc reads the Markdown once, for the check and for every format.

What it finds is held against the dialect; what it made of the text is kept as its own JSON, from
which each format is written. Reading takes 0.2 s of a page of today's length.
"""

import json
from collections.abc import Iterator, Sequence
from types import SimpleNamespace

from reports.project import ROOT
from reports.render.dialect import ATTRIBUTES, DIVS, REFUSED, SPANS
from reports.render.outputs import Shown
from reports.render.programs import run_pandoc
from rrs_data.programme.faults import Fault, raise_if_any

SCRIPT = ROOT / "reports" / "filters" / "read.lua"

ALLOWED = {"div": DIVS, "span": SPANS, "attribute": ATTRIBUTES}
"""What may stand in a text, by its kind."""

FRAME = ("cell", "table-frame", "role", "tabindex", "aria-label")
"""What stands around a figure or a table that its cell did not write."""


def parse(front: str, outputs: Sequence[Shown]) -> tuple[str, str]:
    """The document that has this front matter and shows these outputs: as Markdown and as JSON.

    Raises FaultsError with everything that the dialect does not have.
    """
    blocks = [f"<!-- output {n} -->\n\n{one.markdown}" for n, one in enumerate(outputs, 1)]
    text = "\n\n".join([front, *blocks])
    said, _, tree = run_pandoc(["lua", str(SCRIPT)], text).partition("\n")
    answer = json.loads(said)
    found = [SimpleNamespace(**one) for one in answer["found"]]
    raise_if_any([*_faults(outputs, found), *_unclosed(outputs, answer["outer"])])
    return text, tree


def _faults(outputs: Sequence[Shown], found: Sequence[SimpleNamespace]) -> Iterator[Fault]:
    """What the dialect does not have, in the order of the document.

    ``found`` are a heading, div, span, attribute, picture, reference or table each, as read.lua
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
        for pattern, wrong, mend in REFUSED:
            for match in pattern.finditer(output.written):
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


def _unclosed(outputs: Sequence[Shown], outer: Sequence[int]) -> Iterator[Fault]:
    """An output that swallows what comes after it: each must begin outside of all others."""
    for number, output in enumerate(outputs[:-1], 1):
        if number in outer and number + 1 not in outer:
            found, mend = "a div that is opened and not closed", "end it with a line of colons"
            yield output.cell.fault(found, "divs that end in their own cell", mend)
