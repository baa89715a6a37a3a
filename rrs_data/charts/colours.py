"""Colours: the brand's by name, with its typeface and style, for every chart of matplotlib's.

A colour of ``_brand.yml`` is one of matplotlib's own with ``brand:`` before its name, in the charts
here and in any other: ``frame.plot.bar(color="brand:women")``.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.colors import get_named_colors_mapping, to_hex, to_rgb
from matplotlib.typing import ColorType

from rrs_data.programme.parameters import read_params

STYLE = Path(__file__).with_name("house.mplstyle")
"""The family of letters, the order of colours, and how names of series stand above a chart."""

DARK = "dark-"
"""How the name of a colour begins that stands for another on a dark page."""

_DARK: dict[str, str] = {}


def use_brand(file: Path) -> None:
    """Make matplotlib know the colours of a Quarto ``_brand.yml``, and the house style.

    Raises FaultsError.
    """
    palette = read_params(file, "brand")["color"]["palette"]
    known = get_named_colors_mapping()
    for name, code in palette.items():
        known[f"brand:{name}"] = code.lower()
    pairs = {name: palette.get(f"{DARK}{name}") for name in palette}
    _DARK.clear()
    _DARK.update({colour(name): dark.lower() for name, dark in pairs.items() if dark})
    _use_style()


def in_the_dark() -> Mapping[str, str]:
    """The colours that stand for those of charts on a dark page; tints are among them once made."""
    return _DARK


def colour(name: str) -> str:
    """A colour of the brand by its name, as ``#rrggbb``."""
    return to_hex(f"brand:{name}")


def contrasting(over: ColorType) -> str:
    """The text colour, light or dark, that stands out more on a colour."""
    return max((colour("background"), colour("foreground")), key=lambda text: contrast(text, over))


def contrast(one: ColorType, other: ColorType) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(one: ColorType) -> float:
    channels = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in to_rgb(one)
    ]
    return float(np.dot((0.2126, 0.7152, 0.0722), channels))


def tint(one: str, share: float, ground: str = "brand:background") -> str:
    """A colour laid thinly over another; in the dark their own ones are."""
    top, bottom = to_hex(one), to_hex(ground)
    mixed = _mix(top, bottom, share)
    if top in _DARK or bottom in _DARK:
        _DARK[mixed] = _mix(_DARK.get(top, top), _DARK.get(bottom, bottom), share)
    return mixed


def _mix(top: str, bottom: str, share: float) -> str:
    return to_hex(tuple(share * np.array(to_rgb(top)) + (1 - share) * np.array(to_rgb(bottom))))


@lru_cache
def _use_style() -> None:
    """Let matplotlib find the brand's font, which comes with the dependencies."""
    for path in sorted(Path(font_source_sans_pro.font_directory).rglob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    mpl.rcParams.update(mpl.rc_params_from_file(STYLE, use_default_template=False))
