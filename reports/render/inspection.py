"""The inspection: what the notebook's Markdown is made of, held against the dialect.

pandoc itself reads the texts, in one process for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.render.dialect import ATTRIBUTES, DIVS, SHORTCODE, SPANS
from reports.render.pandoc import run_pandoc
from reports.render.pieces import Float, Piece, Place, Text
from rrs_data.programme.faults import Fault

SCRIPT = Path(__file__).parents[1] / "filters" / "inspect.lua"

PLAIN = "put a backslash before it if it is meant as text"


@dataclass(frozen=True)
class Found:
    """One thing in a text: a heading, div, span, attribute, picture, reference or metadata."""

    kind: str
    name: str
    more: str


@dataclass(frozen=True)
class Inspected:
    """All that was found in one text, and the kinds of its blocks."""

    found: tuple[Found, ...]
    blocks: tuple[str, ...]


def inspect(texts: Sequence[str]) -> list[Inspected]:
    """Read Markdown texts as both engines would. Raises PandocError."""
    answer = json.loads(run_pandoc(["lua", str(SCRIPT)], json.dumps(list(texts))))
    return [
        Inspected(tuple(Found(**found) for found in one["found"]), tuple(one["blocks"]))
        for one in answer
    ]


def text_faults(pieces: Sequence[Piece]) -> list[Fault]:
    """Everything in the texts and tables that the dialect does not have."""
    shown = [
        piece
        for piece in pieces
        if isinstance(piece, Text) or (isinstance(piece, Float) and _is_table(piece))
    ]
    labels = {piece.label for piece in pieces if isinstance(piece, Float)}
    inspected = inspect([_markdown(piece) for piece in shown])
    faults = []
    for piece, result in zip(shown, inspected, strict=True):
        faults += [*_faults(piece.place, result, labels), *_shortcodes(piece)]
        if _is_table(piece) and result.blocks != ("Table",):
            found = f"`{_label(piece)}` is not one Markdown table"
            mend = "give one pipe table to a cell, and the caption in `#| tbl-cap:`"
            faults.append(Fault(str(piece.place), found, "one Markdown table", mend))
    texts = zip((piece.place for piece in shown), inspected, strict=True)
    return [*faults, *_heading_faults(list(texts))]


def _faults(place: Place, inspected: Inspected, labels: set[str]) -> Iterator[Fault]:
    def fault(found: str, expected: str, mend: str) -> Fault:
        return Fault(str(place), found, expected, mend)

    for one in inspected.found:
        if one.kind == "div" and one.name not in DIVS:
            yield fault(f"a div `.{one.name}`", _one_of(DIVS), "take one of these, or plain text")
        elif one.kind == "span" and one.name not in SPANS:
            yield fault(f"a span `.{one.name}`", _one_of(SPANS), "take one of these, or plain text")
        elif one.kind == "attribute" and one.name not in ATTRIBUTES:
            yield fault(f"an attribute `{one.name}`", _one_of(ATTRIBUTES), "leave it out")
        elif one.kind == "picture":
            mend = "show it from a code cell with `#| label:`, `#| fig-cap:` and `#| fig-alt:`"
            yield fault(f"a picture in a text: {one.name}", "pictures from code cells", mend)
        elif one.kind == "reference" and one.name.startswith(("fig-", "tbl-")):
            if one.name not in labels:
                mend = f"correct the name; the report has {', '.join(sorted(labels)) or 'none'}"
                yield fault(f"`@{one.name}`", "a label of a figure or table of the report", mend)
        elif one.kind == "metadata":
            yield fault(f"a YAML block with `{one.name}`", "text", "leave the block out")


def _shortcodes(piece: Text | Float) -> Iterator[Fault]:
    for match in SHORTCODE.finditer(_markdown(piece)):
        yield Fault(str(piece.place), f"a shortcode: `{match[0]} …`", "text", PLAIN)


def _heading_faults(texts: Sequence[tuple[Place, Inspected]]) -> list[Fault]:
    """Headings begin at level 1 and go down one level at a time, or the PDF is not accessible."""
    faults, before = [], 0
    for place, inspected in texts:
        for heading in (one for one in inspected.found if one.kind == "heading"):
            level = int(heading.more)
            if level > before + 1:
                found = f"the heading “{heading.name}” of level {level}"
                expected = f"a heading of level {before + 1} at most, after level {before}"
                mend = f"begin it with {'#' * (before + 1)}"
                faults.append(Fault(str(place), found, expected, mend))
            before = level
    return faults


def _is_table(piece: Text | Float) -> bool:
    return isinstance(piece, Float) and piece.kind == "text/markdown"


def _markdown(piece: Text | Float) -> str:
    return piece.markdown if isinstance(piece, Text) else piece.content


def _label(piece: Text | Float) -> str:
    return piece.label if isinstance(piece, Float) else ""


def _one_of(names: Sequence[str] | dict[str, str]) -> str:
    return "one of " + ", ".join(f"`{name}`" for name in names)
