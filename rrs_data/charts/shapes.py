"""Shapes: the outlines of the countries and of two oblasts, and their projection."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "outlines" / "countries.geojson"
"""GeoJSON, made by ``make.sh`` beside it; its member ``source`` says of what."""

NEIGHBOURS = "neighbours"
"""The code of the land around the countries."""

OBLASTS = {"KZ-KZY": "KZ", "TJ-KT": "TJ"}
"""The oblasts that the programme works in (Kyzylorda, Khatlon), by code, and their countries."""

Points = NDArray[np.float64]
"""Rows of x and y, or of degrees east and north."""


@lru_cache
def load_shapes() -> dict[str, tuple[Points, ...]]:
    """The closed rings of each shape in degrees, by ISO 3166 code; ``neighbours`` comes first."""
    features = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["code"]: _rings(feature["geometry"]) for feature in features}


def _rings(geometry: dict[str, Any]) -> tuple[Points, ...]:
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    return tuple(np.array(ring) for polygon in polygons for ring in polygon)


def project(degrees: Points) -> Points:
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
    return np.column_stack([radius * np.sin(angle), centre - radius * np.cos(angle)])
