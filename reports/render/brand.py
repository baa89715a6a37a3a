"""The brand: the colours and the typeface of ``_brand.yml``, as both engines take them.

The typeface (:mod:`rrs_data.language.typeface`) is whole for Typst, and a subset inside the HTML.
"""

import base64
import io
from functools import cache

import yaml
from fontTools import subset
from fontTools.ttLib import TTFont

from reports.project import BRAND
from rrs_data.language.typeface import source_sans

SHOWN = {"Regular": 400, "Semibold": 600}
"""The weights that the HTML carries, by their CSS names."""

LETTERS = (
    "20-7E,A0-17F,400-52F,2010-203F,202F,20AC,2116,2122,2190-2193,2212,2248,2260,2264,2265,"
    "25B2,25BC,25CF,2713"
)
"""The letters that it carries: Latin and Cyrillic with those of Kazakh, Kyrgyz, Tajik and Uzbek;
dashes, quotation marks, currency and numero signs, arrows, comparisons; marks of a status."""


@cache
def colours() -> dict[str, str]:
    """The colours by name: six hex digits, for pandoc would escape a ``#`` on its way to Typst."""
    palette = yaml.safe_load(BRAND.read_text(encoding="utf-8"))["color"]["palette"]
    return {name: code.removeprefix("#") for name, code in palette.items()}


@cache
def style_sheet() -> str:
    """CSS that carries the fonts' subsets, the colours and the family; the same bytes each time."""
    family = yaml.safe_load(BRAND.read_text(encoding="utf-8"))["typography"]["base"]
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; '
        f'src: url(data:font/woff;base64,{_woff(name)}) format("woff"); }}'
        for name, weight in SHOWN.items()
    ]
    own = [f"  --{name}: #{code};" for name, code in colours().items()]
    return "\n".join([*faces, ":root {", *own, f'  --family: "{family}";', "}", ""])


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
