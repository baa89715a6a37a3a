"""Pictures as pixels, for Word: pandoc needs another program to put an SVG into a Word file."""

from __future__ import annotations

import base64
import struct
import zlib
from copy import deepcopy

import typst
from nbformat import NotebookNode

SVG, PNG = "image/svg+xml", "image/png"

DOTS_PER_INCH = 220
"""Enough for print: what Word itself keeps by default."""

PAGE = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n"
    b'#image(bytes(sys.inputs.picture), format: "svg")\n'
)
HEADER_END = 33
"""Bytes of a PNG's signature and its first chunk, after which its size on paper may stand."""


def with_pixels(notebook: NotebookNode) -> NotebookNode:
    """A copy of a prepared notebook whose SVG pictures are PNG."""
    copy = deepcopy(notebook)
    for cell in copy.cells:
        for output in cell.get("outputs", []):
            if SVG in output.get("data", {}):
                picture = png(output.data.pop(SVG))
                output.data[PNG] = base64.b64encode(picture).decode("ascii")
    return copy


def png(svg: str) -> bytes:
    """An SVG picture as PNG of the same size on paper; the same bytes for the same picture."""
    picture = typst.compile(
        PAGE,
        format="png",
        ppi=float(DOTS_PER_INCH),
        ignore_system_fonts=True,
        sys_inputs={"picture": svg},
    )
    if not isinstance(picture, bytes):
        raise TypeError("one page was expected")
    return picture[:HEADER_END] + _density() + picture[HEADER_END:]


def _density() -> bytes:
    """The chunk that says how large a PNG is on paper, in dots per metre."""
    dots = round(DOTS_PER_INCH / 0.0254)
    content = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    return struct.pack(">I", 9) + content + struct.pack(">I", zlib.crc32(content))
