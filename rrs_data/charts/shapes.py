"""Shapes: the outlines of countries and oblasts, their projection, and how the map is laid out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from numpy.typing import NDArray

OUTLINES = Path(__file__).parent / "outlines"
"""``countries.geojson``, made by ``tools/map/make.sh``, and ``layout.yml``, with its own notes."""

NEIGHBOURS = "neighbours"
"""The code of the land around the countries."""

Points = NDArray[np.float64]
"""Rows of x and y, or of degrees east and north."""

Degrees = tuple[float, float]
"""East and north."""

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Spot:
    """Where a country's arrows start and end, or an oblast's name stands.

    From there a country's name stands ``right`` and ``up`` in inches. An oblast has its country and
    its name; a small one a point that a line from the name leads to.
    """

    at: Degrees
    align: Align
    right: float = 0
    up: float = 0
    country: str = ""
    name: Mapping[str, str] = field(default_factory=dict)
    points_to: Degrees | None = None


@dataclass(frozen=True)
class Arrow:
    """How far an arrow bends to its right, as a share of its length, and where its number stands.

    With the usual bend two opposite ways never meet; the number is a share of the way from home.
    """

    bend: float = 0.2
    number: float = 0.5


@dataclass(frozen=True)
class Layout:
    """How the map is laid out; ``arrows`` are those from one country to another that need it."""

    countries: Mapping[str, Spot]
    oblasts: Mapping[str, Spot]
    arrows: Mapping[tuple[str, str], Arrow]
    note: Mapping[str, str]


@lru_cache
def layout() -> Layout:
    """The layout of ``layout.yml``."""
    content = yaml.safe_load((OUTLINES / "layout.yml").read_text(encoding="utf-8"))
    return Layout(
        countries={code: Spot(**one) for code, one in content["countries"].items()},
        oblasts={code: Spot(**one) for code, one in content["oblasts"].items()},
        arrows={(home, host): Arrow(**one) for home, host, one in content["arrows"]},
        note=content["note"],
    )


@lru_cache
def load_shapes() -> dict[str, tuple[Points, ...]]:
    """The closed rings of each shape in degrees, by ISO 3166 code; ``neighbours`` comes first."""
    features = json.loads((OUTLINES / "countries.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["code"]: _rings(feature["geometry"]) for feature in features}


def _rings(geometry: dict[str, Any]) -> tuple[Points, ...]:
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    return tuple(np.array(ring) for polygon in polygons for ring in polygon)


def project(degrees: Points | Degrees) -> Points:
    """Albers' equal-area conic projection, in radii of the Earth, for the latitudes of the region.

    Snyder, Map Projections: A Working Manual (1987), equations 14-1 to 14-6, on the sphere.
    """
    south, north, middle_east, middle_north = np.radians((30, 50, 68, 40))
    east, up = np.radians(degrees).T
    n = (np.sin(south) + np.sin(north)) / 2
    c = np.cos(south) ** 2 + 2 * n * np.sin(south)
    radius = np.sqrt(c - 2 * n * np.sin(up)) / n
    centre = np.sqrt(c - 2 * n * np.sin(middle_north)) / n
    angle = n * (east - middle_east)
    return np.stack([radius * np.sin(angle), centre - radius * np.cos(angle)], axis=-1)
