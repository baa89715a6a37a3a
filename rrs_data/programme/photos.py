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
    allowed = f"a JPEG, PNG or WebP picture in {directory.name} beside the text"
    path = directory / name
    if not path.resolve().is_relative_to(directory.resolve()):
        raise _refused(f"the picture “{name}”", allowed, "copy the picture there")
    if not path.is_file():
        raise _refused(f"no file “{name}”", allowed, "add the picture, or correct its name")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(FORMATS)) as picture:
                kind = FORMATS[str(picture.format)]
                return kind, _drawn(picture, kind)
    except UNREADABLE as error:
        found = f"“{name}”, which cannot be read: {error}"
        raise _refused(found, allowed, "save it as JPEG or PNG") from None


def _drawn(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    upright = upright.convert("RGBA" if kind == "image/png" else "RGB")
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    file = io.BytesIO()
    dots = (DOTS_PER_INCH, DOTS_PER_INCH)
    if kind == "image/png":
        plain.save(file, "PNG", dpi=dots)
    else:
        plain.save(file, "JPEG", quality=85, dpi=dots)
    return file.getvalue()


def _refused(found: str, expected: str, mend: str) -> FaultsError:
    return FaultsError([Fault("picture", found, expected, mend)])
