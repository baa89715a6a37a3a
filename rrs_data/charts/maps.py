"""Maps: the countries of the programme, and who travelled from where to where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from rrs_data.charts.arrows import Flow, Style, draw_flows, write
from rrs_data.charts.bars import WIDTH, Format, Palette, contrast, use_fonts
from rrs_data.charts.shapes import NEIGHBOURS, Degrees, Points, layout, load_shapes, project

HEIGHT = 5.1
"""Inches, as are all x and y on a map, counted from its lower left corner."""

MARGIN = 0.1
"""Inches between the countries and the map's upper and lower edge."""


@dataclass(frozen=True)
class Words:
    """What is written on a map.

    ``names`` of the countries in the programme (the others stay blank), ``notes`` under some of
    them, names of the ``oblasts`` by code, and the ``source`` in the corner.
    """

    names: Mapping[str, str]
    notes: Mapping[str, str]
    oblasts: Mapping[str, str]
    source: str


def country_map(
    words: Words, flows: Sequence[Flow], palette: Palette, number: Format, own: str | None = None
) -> Figure:
    """The countries in their colours, ``own`` standing out, and an arrow for each flow.

    An arrow is as wide as its flow is large, has the colour of the people's own country, and
    carries their number. The same arguments give the same figure.
    """
    use_fonts()
    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor=palette["background"])
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.set_axis_off()
    _draw_land(axes, words, palette, own)
    busy = {code for flow in flows for code in (flow.home, flow.host)}
    taken = [*_write_names(axes, words, palette, busy), *_write_oblasts(axes, words, palette)]
    nodes = {code: _spot(country.at) for code, country in layout().countries.items()}
    draw_flows(axes, flows, nodes, taken, palette, number)
    corner = Style(palette["quiet"], palette["background"], 7, align="right")
    write(axes, words.source, WIDTH - 0.06, 0.1, corner)
    return figure


@lru_cache
def _frame() -> tuple[Points, float]:
    """The projected point in the map's lower left corner, and the inches to a projected unit."""
    shapes = load_shapes()
    rings = [ring for code in layout().countries for ring in shapes[code]]
    points = project(np.concatenate(rings))
    low, high = points.min(axis=0), points.max(axis=0)
    scale = float((HEIGHT - 2 * MARGIN) / (high - low)[1])
    return (low + high) / 2 - np.array([WIDTH, HEIGHT]) / 2 / scale, scale


def _inches(degrees: Points) -> Points:
    """Where degrees east and north lie on the map."""
    corner, scale = _frame()
    return (project(degrees) - corner) * scale


def _spot(degrees: Degrees) -> Points:
    spot: Points = _inches(np.array([degrees]))[0]
    return spot


def _draw_land(axes: Axes, words: Words, palette: Palette, own: str | None) -> None:
    """Fill the countries in the programme with tints of their colours, what is around quietly."""
    ground, oblasts = palette["background"], layout().oblasts
    for code, rings in load_shapes().items():
        country = oblasts[code].country if code in oblasts else code
        if country not in words.names:
            colour = edge = mix(palette["line"], ground, 0.3)
            edge = edge if code == NEIGHBOURS else ground
        else:
            colour, edge = mix(palette.country(country), ground, 0.24), ground
            if country == own:
                colour = standing_out(palette.country(country), palette)
        if code in oblasts and country in words.names:
            edge = palette.country(country)
            colour = mix(edge, colour, 0.15)
        shape = Path.make_compound_path(*(Path(_inches(ring), closed=True) for ring in rings))
        axes.add_patch(PathPatch(shape, facecolor=colour, edgecolor=edge, linewidth=0.8))


def mix(colour: str, ground: str, share: float) -> str:
    """A colour laid thinly over another."""
    top, bottom = np.array(mpl.colors.to_rgb(colour)), np.array(mpl.colors.to_rgb(ground))
    return mpl.colors.to_hex(tuple(share * top + (1 - share) * bottom))


def standing_out(colour: str, palette: Palette) -> str:
    """The strongest tint of a colour on which text is still easy to read (5.5:1)."""
    tints = (mix(colour, palette["background"], share / 100) for share in range(45, 0, -5))
    return next(tint for tint in tints if contrast(palette["foreground"], tint) >= 5.5)


def _write_names(axes: Axes, words: Words, palette: Palette, busy: set[str]) -> list[Bbox]:
    """Write the countries' names beside their nodes, of the ``busy`` ones in bold."""
    taken = []
    for code, name in words.names.items():
        own = layout().countries[code]
        x, y = _spot(own.at)
        axes.plot(x, y, "o", markersize=5.5, color=palette.country(code), zorder=6)
        style = Style(palette["foreground"], palette["background"], align=own.align)
        note = words.notes.get(code)
        lift = 0.0 if note is None or own.up < -0.1 else 0.14 if own.up > 0.1 else 0.07
        x, y = x + own.right, y + own.up + lift
        bold = replace(style, weight="semibold" if code in busy else "normal")
        taken.append(write(axes, name, x, y, bold))
        if note is not None:
            taken.append(write(axes, note, x, y - 0.145, replace(style, size=8.5)))
    return taken


def _write_oblasts(axes: Axes, words: Words, palette: Palette) -> list[Bbox]:
    """Write the names of the oblasts whose countries are in the programme, on two lines."""
    taken = []
    for code, name in words.oblasts.items():
        oblast = layout().oblasts[code]
        if oblast.country not in words.names:
            continue
        x, y = _spot(oblast.at)
        style = Style(palette["foreground"], palette["background"], 7.5, align=oblast.align)
        taken.append(write(axes, name.replace(" ", "\n"), x, y, style))
        if oblast.points_to:
            to_x, to_y = _spot(oblast.points_to)
            axes.plot((x + 0.04, to_x), (y, to_y), color=palette["quiet"], linewidth=0.6, zorder=3)
    return taken
