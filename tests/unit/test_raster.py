"""Pictures as pixels."""

import base64
import struct

from reports.render.document import prepare
from reports.render.raster import DOTS_PER_INCH, PNG, SVG, png, with_pixels
from tests.sample_notebook import SVG as PICTURE
from tests.sample_notebook import executed


def chunks(picture: bytes) -> dict[bytes, bytes]:
    """The chunks of a PNG by their names."""
    found, at = {}, 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        found[picture[at + 4 : at + 8]] = picture[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def test_size_on_paper() -> None:
    """The picture is as large on paper as it was, with enough dots for print."""
    found = chunks(png(PICTURE))
    width, height = struct.unpack(">II", found[b"IHDR"][:8])
    dots, _, unit = struct.unpack(">IIB", found[b"pHYs"])

    assert (4.0, 1) == (round(width / height, 1), unit)
    assert DOTS_PER_INCH == round(dots * 0.0254)


def test_same_picture_same_bytes() -> None:
    """A picture made again has the same bytes."""
    assert png(PICTURE) == png(PICTURE)


def test_only_svg_pictures_change() -> None:
    """The notebook given stays as it was; in the copy each SVG is a PNG."""
    notebook = prepare(executed("en"))
    before = [sorted(one.data) for cell in notebook.cells for one in cell.get("outputs", [])]
    outputs = [one for cell in with_pixels(notebook).cells for one in cell.get("outputs", [])]

    assert before == [
        sorted(one.data) for cell in notebook.cells for one in cell.get("outputs", [])
    ]
    assert [[PNG if kind == SVG else kind for kind in kinds] for kinds in before] == [
        sorted(one.data) for one in outputs
    ]
    pictures = [base64.b64decode(one.data[PNG]) for one in outputs if PNG in one.data]
    assert [True] == [picture.startswith(b"\x89PNG") for picture in pictures]
