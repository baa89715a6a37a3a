"""The brand: the colours and the typeface of ``_brand.yml``, as both engines take them.

The typeface (:mod:`rrs_data.language.typeface`) is whole for Typst, and a subset inside the HTML.
"""

import base64
import io
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from fontTools import subset
from fontTools.ttLib import TTFont

from reports.project import BRAND
from rrs_data.language.typeface import font_files, source_sans

SHOWN = {"Regular": 400, "Semibold": 600}
"""The weights that the HTML carries, by their CSS names."""

LETTERS = (
    "20-7E,A0-17F,400-52F,2010-203F,202F,20AC,2116,2122,2190-2193,2212,2248,2260,2264,2265,"
    "25B2,25BC,25CF,2713"
)
"""The letters that it carries: Latin and Cyrillic with those of Kazakh, Kyrgyz, Tajik and Uzbek;
dashes, quotation marks, currency and numero signs, arrows, comparisons; marks of a status."""


@dataclass(frozen=True)
class Brand:
    """The visual identity: colours by name as ``#rrggbb``, and the family of the text."""

    colours: dict[str, str]
    family: str

    def variables(self) -> dict[str, str]:
        """The colours as metadata for pandoc's templates: six hex digits without the ``#``.

        pandoc would escape a ``#`` on its way into Typst.
        """
        return {name: colour.removeprefix("#") for name, colour in self.colours.items()}

    def style_sheet(self) -> str:
        """The fonts, and the colours and the family as CSS custom properties."""
        lines = [f"  --{name}: {colour};" for name, colour in self.colours.items()]
        own = [":root {", *lines, f'  --family: "{self.family}";', "}", ""]
        return font_faces(self.family) + "\n".join(own)


@cache
def load_brand(path: Path = BRAND) -> Brand:
    """Read a brand file. Raises KeyError when it has no palette or base typeface."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Brand(dict(content["color"]["palette"]), content["typography"]["base"])


def copy_fonts(directory: Path) -> None:
    """Copy the fonts that the PDF may use, and no others, into a new directory."""
    directory.mkdir()
    for path in font_files():
        shutil.copyfile(path, directory / path.name)


@cache
def font_faces(family: str) -> str:
    """CSS ``@font-face`` rules that carry the fonts' subsets; the same bytes at each run."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; '
        f'src: url(data:font/woff;base64,{_woff(name)}) format("woff"); }}\n'
        for name, weight in SHOWN.items()
    )


def _woff(weight: str) -> str:
    """The subset of a weight as base64. Hinting and rare features are left out."""
    options = subset.Options(
        hinting=False, layout_features=["kern"], desubroutinize=True, drop_tables=["GSUB", "DSIG"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(LETTERS))
    file = io.BytesIO()
    with TTFont(source_sans(weight), recalcTimestamp=False, lazy=True) as font:
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(file)
    return base64.b64encode(file.getvalue()).decode("ascii")
