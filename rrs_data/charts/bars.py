"""Bars and marks: the brand's colours, and charts drawn with them and with direct labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rrs_data.programme.parameters import read_params

STYLE = Path(__file__).with_name("house.mplstyle")
"""The family of letters, and how the names of series stand above their chart."""

WIDTH = 6.7
"""Inches: the text's width on an A4 page."""

ROW = 0.31
"""Inches that a horizontal bar takes."""

VALUE: dict[str, Any] = {"fontsize": 9.5, "fontweight": "semibold"}
"""How a value at the end of a bar or line is written."""

Format = Callable[[float], str]


@dataclass(frozen=True)
class Palette:
    """The colours of ``_brand.yml`` by name, as ``#rrggbb``."""

    colours: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """A colour by its name in the brand's palette."""
        return self.colours[name]

    def country(self, code: str) -> str:
        """A country's colour."""
        return self.colours[f"country-{code.lower()}"]


def load_palette(brand: Path) -> Palette:
    """Read the colours of a Quarto ``_brand.yml``. Raises FaultsError."""
    return Palette(read_params(brand, "brand")["color"]["palette"])


@dataclass(frozen=True)
class Series:
    """One kind of value in a chart: its name, its colour or colours, a value for each category."""

    name: str
    colour: str | Sequence[str]
    values: Sequence[float]


def stacked_bars(
    categories: Sequence[str], series: Sequence[Series], palette: Palette, write: Format
) -> Figure:
    """Horizontal bars, one for each category, with their totals at their ends.

    Several series follow each other in a bar, each with its value, and are named above the bars.
    """
    totals = [sum(values) for values in zip(*(one.values for one in series), strict=True)]
    figure, axes = _canvas(categories, max(totals), palette)
    left, ink = [0.0] * len(categories), palette["foreground"]
    for one in series:
        bars = axes.barh(
            range(len(categories)), one.values, 0.66, left, color=one.colour, label=one.name
        )
        if isinstance(one.colour, str) and len(series) > 1:
            texts = [write(value) if value >= 0.06 * max(totals) else "" for value in one.values]
            colour = contrasting(one.colour, palette)
            axes.bar_label(bars, texts, label_type="center", color=colour, fontsize=9)
        left = [start + value for start, value in zip(left, one.values, strict=True)]
        if one is series[-1]:
            axes.bar_label(bars, list(map(write, totals)), padding=4, color=ink, **VALUE)
    if len(series) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(series), labelcolor=ink)
    return figure


def target_marks(
    categories: Sequence[str],
    shares: Sequence[float],
    colours: Sequence[str],
    palette: Palette,
    write: Format,
    target_name: str,
) -> Figure:
    """How far each actual came towards its target: a dot on a line, the target marked at 100 %.

    ``shares`` are actual over target; what lies beyond 200 % stands at the edge with its value.
    """
    edge = min(max(*shares, 1.1), 2.0)
    figure, axes = _canvas(categories, edge, palette, row=0.26)
    rows = range(len(categories))
    shown = [min(share, edge) for share in shares]
    axes.axvline(1, color=palette["foreground"], linewidth=1, zorder=1)
    axes.hlines(rows, 0, shown, color=palette["line"], linewidth=2, zorder=2)
    axes.scatter(shown, rows, color=colours, s=48, zorder=3)
    for row, (share, at) in enumerate(zip(shares, shown, strict=True)):
        axes.text(
            at + 0.04,
            row,
            write(share),
            va="center",
            color=palette["foreground"],
            **VALUE,
            bbox={"facecolor": palette["background"], "edgecolor": "none", "pad": 0.8},
        )
    axes.text(
        1, -0.85, target_name, ha="center", va="bottom", fontsize=9, color=palette["foreground"]
    )
    return figure


def contrasting(colour: str, palette: Palette) -> str:
    """The text colour, light or dark, that stands out more on a colour."""
    light, dark = palette["background"], palette["foreground"]
    return max((light, dark), key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in mpl.colors.to_rgb(colour)
    ]
    return float(np.dot((0.2126, 0.7152, 0.0722), channels))


def _canvas(
    categories: Sequence[str], longest: float, palette: Palette, row: float = ROW
) -> tuple[Figure, Axes]:
    """Room for a row of each category from top to bottom; the values' axis is not needed."""
    use_fonts()
    size, ground = (WIDTH, 0.35 + row * len(categories)), palette["background"]
    figure = Figure(figsize=size, facecolor=ground, layout="constrained")
    axes = figure.add_subplot(facecolor=ground)
    axes.set_yticks(range(len(categories)), categories, fontsize=9.5)
    axes.set_ylim(len(categories) - 0.5, -0.6)
    axes.set_xlim(0, longest * 1.1 or 1)
    axes.tick_params(length=0)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    return figure, axes


@lru_cache
def use_fonts() -> None:
    """Let matplotlib find the brand's font, which comes with the dependencies."""
    for file in sorted(Path(font_source_sans_pro.font_directory).rglob("*.ttf")):
        font_manager.fontManager.addfont(str(file))
    mpl.rcParams.update(mpl.rc_params_from_file(STYLE, use_default_template=False))
