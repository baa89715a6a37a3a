"""Shapes: the outlines of all countries and of a programme's regions, and their projection."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.path import Path as Outline
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

WORLD = Path(__file__).parent / "outlines" / "world.json"
"""All countries of Natural Earth, as TopoJSON, made by ``tools/map/make.sh``."""

MAINLAND = 0.25
"""Land of a country is shown for sure if it is at least this share of its largest piece."""

MARGIN = 0.1
"""Inches between the countries and the map's edge."""

Points = NDArray[np.float64]
"""Rows of x and y, or of degrees east and north."""

Shapes = Mapping[str, tuple[Points, ...]]
"""The closed rings of each shape in degrees, by code; a place without an outline is one point."""


@lru_cache
def world() -> Shapes:
    """The countries by ISO 3166 code; their file has borders that two of them share once.

    A ring over the date line goes on beyond 180 degrees.
    """
    content = json.loads(WORLD.read_text(encoding="utf-8"))
    scale, corner = (content["transform"][name] for name in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + corner for arc in content["arcs"]]
    return {
        country["properties"]["code"]: tuple(
            np.unwrap(
                np.concatenate([arcs[one] if one >= 0 else arcs[~one][::-1] for one in ring]),
                period=360,
                axis=0,
            )
            for polygon in _polygons(country, "arcs")
            for ring in polygon
        )
        for country in content["objects"]["countries"]["geometries"]
    }


@lru_cache
def read_outlines(file: Path) -> Shapes:
    """The shapes of a GeoJSON file by the ``code`` of each feature; none without a file."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"] if file.exists() else []
    return {
        feature["properties"]["code"]: tuple(
            np.array(ring)
            for polygon in _polygons(feature["geometry"], "coordinates")
            for ring in polygon
        )
        for feature in features
    }


def _polygons(geometry: Mapping[str, Any], name: str) -> list[Any]:
    content: list[Any] = geometry.get(name, [])
    wrapped = {"Point": [[[content]]], "Polygon": [content]}
    return wrapped.get(str(geometry.get("type")), content)


def middle(rings: Iterable[Points]) -> Points:
    """The point of a shape's largest ring that is nearest to its centre of gravity."""
    ring = max(rings, key=_area)
    if len(ring) == 1:
        return np.array(ring[0])
    sides = np.linspace(ring.min(axis=0), ring.max(axis=0), 40)
    grid = np.stack(np.meshgrid(*sides.T), axis=-1).reshape(-1, 2)
    inside = grid[Outline(ring).contains_points(grid)]
    away = np.linalg.norm(inside - inside.mean(axis=0), axis=1)
    return np.array(inside[away.argmin()])


def _area(ring: Points) -> float:
    """The area of a ring on a cylindrical equal-area map."""
    x, y = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
    return float(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)))


@dataclass(frozen=True)
class Frame:
    """The part of the Earth that a picture shows: its middle in degrees, and its scale in inches.

    ``corner`` is its upper right one, ``shift`` where the middle lies from the lower left one.
    """

    east: float
    north: float
    corner: tuple[float, float]
    shift: tuple[float, float] = (0, 0)
    scale: float = 1

    @classmethod
    @lru_cache
    def around(cls, countries: tuple[str, ...], corner: tuple[float, float]) -> "Frame":
        """The frame that countries fill, but for islands far smaller than their mainland."""
        shapes = [world()[code] for code in countries]
        x, y, z = np.mean([_direction(middle(rings)) for rings in shapes], axis=0)
        east, north = np.degrees((np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))))
        large = [
            ring
            for rings in shapes
            for ring in rings
            if _area(ring) >= MAINLAND * max(map(_area, rings))
        ]
        unscaled = cls(east, north, corner).inches(np.concatenate(large))
        low, high = unscaled.min(axis=0), unscaled.max(axis=0)
        size = np.array(corner)
        scale = ((size - 2 * MARGIN) / (high - low)).min()
        return cls(east, north, corner, tuple(size / 2 - scale * (low + high) / 2), scale)

    def inches(self, degrees: Points) -> Points:
        """Where degrees east and north lie: Lambert's azimuthal equal-area projection.

        Snyder, Map Projections: A Working Manual (1987), equations 24-2 to 24-4, on the sphere.
        """
        east, north = np.radians(degrees - np.array([self.east, 0])).T
        zero = np.radians(self.north)
        turned = np.cos(north) * np.cos(east)
        k = np.sqrt(2 / (1 + np.sin(zero) * np.sin(north) + np.cos(zero) * turned))
        x = k * np.cos(north) * np.sin(east)
        y = k * (np.cos(zero) * np.sin(north) - np.sin(zero) * turned)
        return self.scale * np.stack([x, y], axis=-1) + self.shift

    def outline(self, rings: Iterable[Points]) -> Outline | None:
        """A shape on the picture, cut off a little outside of it; None if nothing of it is seen.

        What begins on the other side of the Earth, where shapes turn inside out, is left out.
        """
        centre, seen = _direction(np.array([self.east, self.north])), []
        picture = Bbox.from_extents(-0.1, -0.1, self.corner[0] + 0.1, self.corner[1] + 0.1)
        for ring in rings:
            if _direction(ring[0]) @ centre > -0.2:
                points = self.inches(ring)
                if (points.max(axis=0) > 0).all() and (points.min(axis=0) < self.corner).all():
                    seen.append(Outline(points, closed=True).clip_to_bbox(picture))
        return Outline.make_compound_path(*seen) if seen else None


def _direction(degrees: Points) -> Points:
    """Places as points on the unit sphere."""
    east, north = np.radians(degrees).T
    return np.stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=-1
    )
