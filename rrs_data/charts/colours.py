"""Colours: the brand's by name, with its typeface and style, for every chart of matplotlib's.

A colour of ``_brand.yml`` is one of matplotlib's own with ``brand:`` before its name, in the charts
here and in any other: ``frame.plot.bar(color="brand:women")``.
"""

from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.colors import get_named_colors_mapping, to_hex, to_rgb
from matplotlib.typing import ColorType

from rrs_data.programme.loading import read_params

DARK: dict[str, str] = {}
"""The colours that stand for those of charts on a dark page; tints are among them once made."""


def use_brand(file: Path) -> None:
    """Make matplotlib know the colours of a Quarto ``_brand.yml``, and the house style.

    Raises FaultsError.
    """
    palette = read_params(file, "brand")["color"]["palette"]
    known = get_named_colors_mapping()
    DARK.clear()
    for name, code in palette.items():
        known[f"brand:{name}"] = code.lower()
        if dark := palette.get(f"dark-{name}"):
            DARK[code.lower()] = dark.lower()
    _use_style()


def contrasting(over: ColorType) -> str:
    """The text colour, light or dark, that stands out more on a colour."""
    inks = to_hex("brand:background"), to_hex("brand:foreground")
    return max(inks, key=lambda ink: contrast(ink, over))


def contrast(one: ColorType, other: ColorType) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = np.array([to_rgb(one), to_rgb(other)])
    bent = ((channels + 0.055) / 1.055) ** 2.4
    linear = np.where(channels <= 0.04045, channels / 12.92, bent)
    darker, brighter = sorted(linear @ (0.2126, 0.7152, 0.0722))
    return float((brighter + 0.05) / (darker + 0.05))


def tint(one: str, share: float, ground: str = "brand:background") -> str:
    """A colour laid thinly over another; in the dark their own ones are."""

    def mixed(top: str, bottom: str) -> str:
        return to_hex(tuple(share * np.array(to_rgb(top)) + (1 - share) * np.array(to_rgb(bottom))))

    top, bottom = to_hex(one), to_hex(ground)
    light = mixed(top, bottom)
    if top in DARK or bottom in DARK:
        DARK[light] = mixed(DARK.get(top, top), DARK.get(bottom, bottom))
    return light


@lru_cache
def _use_style() -> None:
    """Let matplotlib find the brand's font, which comes with the dependencies."""
    for path in sorted(Path(font_source_sans_pro.font_directory).rglob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    style = Path(__file__).with_name("house.mplstyle")
    mpl.rcParams.update(mpl.rc_params_from_file(style, use_default_template=False))
