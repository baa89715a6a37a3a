"""Photos: a picture file that a person gave, made fit for a report.

What a camera wrote into the file (the place, the time, the owner) does not leave this machine: the
picture is drawn anew from its pixels alone, in a size for print.
"""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps

from rrs_data.programme.faults import Fault, FaultsError

FORMATS = {"JPEG": "image/jpeg", "WEBP": "image/jpeg", "PNG": "image/png"}
"""The formats that are read, and the kind of picture that each becomes."""

DOTS_PER_INCH = 200
LARGEST = (1340, 940)
"""170 by 119 millimetres on paper: a page's width, half of its height."""

UNREADABLE = (
    *(OSError, SyntaxError, ValueError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)
"""What Pillow raises for a file that is broken, no picture, or of some 90 megapixels."""


def read_photo(directory: Path, name: str) -> tuple[str, bytes]:
    """The kind of a picture below a directory, and its bytes: the same for the same file.

    Raises FaultsError: there is no such file there, or it is not a picture that can be shown.
    """
    path = directory / name
    try:
        if not path.resolve().is_relative_to(directory.resolve()):
            raise ValueError("it lies elsewhere")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(FORMATS)) as picture:
                kind = FORMATS[str(picture.format)]
                return kind, _drawn(picture, kind)
    except UNREADABLE as error:
        found = f"the picture “{name}”: {getattr(error, 'strerror', None) or error}"
        expected = "a JPEG, PNG or WebP picture beside the text"
        mend = "add the picture there, correct its name, or save it as JPEG or PNG"
        raise FaultsError([Fault(str(directory), found, expected, mend)]) from None


def _drawn(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    upright = upright.convert("RGBA" if kind == "image/png" else "RGB")
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    file = io.BytesIO()
    plain.save(file, kind.removeprefix("image/"), quality=85, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return file.getvalue()
